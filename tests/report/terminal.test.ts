import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText } from '../../src/report/compare-text.ts'
import { reportText } from '../../src/report/report-text.ts'
import { statusText } from '../../src/report/status-text.ts'
import { table } from '../../src/report/table.ts'
import { cellWidth, cut, visible, wrap } from '../../src/report/terminal-text.ts'
import { topText } from '../../src/report/top-text.ts'
import { trendText } from '../../src/report/trend-text.ts'
import { escapeSequences, hostileText, markup } from '../support/hostile.ts'
import { printed } from '../support/screen.ts'
import { suite } from '../support/suites.ts'
import { compareView, figure, rankingView, reportView, skillName, statusView, trendView } from '../support/views.ts'

const plain = { width: 100, colour: false }

/** Every report with the text in every place that others write. */
function reportsNaming(text: string): string[] {
  const report = reportView()
  const skill = skillName('pytorch', text)
  const words = figure('trajectory', { value: null, unit: 'word', status: 'observed', text })
  const coverage = { ...report.coverage, missing: [text] }
  return [
    reportText(
      {
        ...report,
        skill,
        coverage,
        population: text,
        figures: [words, figure('open', { text })],
        employers: [{ employer: text, name: text, naming: 1, open: 2 }],
        roles: report.roles.map((part) => ({ ...part, label: text })),
        alternatives: report.alternatives.map((each) => ({ ...each, skill })),
      },
      plain,
    ),
    compareText(compareView({ skills: [skill, skill], population: text }), plain),
    topText(rankingView({ population: text, rows: rankingView().rows.map((row) => ({ ...row, skill })) }), plain),
    trendText(trendView({ skill, trajectory: words, coverage }), plain),
    statusText(
      statusView({
        troubles: statusView().troubles.map((trouble) => ({ ...trouble, board: text, reason: text, todo: text })),
        jobs: statusView().jobs.map((job) => ({ ...job, message: text })),
        gaps: statusView().gaps.map((gap) => ({ ...gap, reason: text })),
        revisions: statusView().revisions.map((revision) => ({ ...revision, before: text, reason: text })),
      }),
      plain,
    ),
  ]
}

/** Nothing but letters reached the terminal: every row reads as it was written, and nothing else happened. */
async function expectInert(text: string): Promise<void> {
  const screen = await printed(text, 1200)
  expect(screen.effects).toEqual([])
  const sound = (row: string) => row.normalize('NFC').replace(/\s+$/, '')
  expect(screen.rows.map(sound)).toEqual(text.split('\n').map(sound))
}

describe('G1: text of others in a terminal', () => {
  test.each(escapeSequences.map((sequence) => [JSON.stringify(sequence), sequence]))(
    'does nothing in any report: %s',
    async (_, sequence) => {
      for (const report of reportsNaming(sequence)) await expectInert(report)
    },
  )

  test('does nothing, whatever it is put together of (2,000 generated)', async () => {
    const texts = fc.sample(hostileText, { numRuns: 2_000, seed: 8 })
    await expectInert(texts.map(visible).join('\n'))
  })

  test('does nothing, of the big list of naughty strings and of recorded escape sequences', async () => {
    const naughty = suite('blns', 'blns.json')
    if (naughty === null) return
    const folder = resolve(import.meta.dirname, '../../../shared/suites/xterm-escape-sequences/test')
    const recorded = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.in'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(recorded.length).toBe(76)
    const strings = [...(JSON.parse(naughty) as string[]), ...recorded, ...markup]
    await expectInert(strings.map((string) => cut(visible(string), 1_000)).join('\n'))
  })

  test('still reads as written where it is only letters', () => {
    expect(visible('Ingeniør, Zürich · 機械学習 · שלום')).toBe('Ingeniør, Zürich · 機械学習 · שלום')
    expect(visible('a\x1b[31mb\nc')).toBe('a\\x1b[31mb\\nc')
  })
})

describe('G3: a table with text of all scripts', () => {
  test('keeps its columns in line over 2,000 rows', async () => {
    const texts = fc.sample(hostileText, { numRuns: 2_000, seed: 3 })
    const rows = texts.map((text, at) => [String(at), text, `end${at}`])
    const lines = table(['no', 'text', 'last'], rows, { width: 60, colour: false }).split('\n')
    const screen = await printed(lines.join('\n'), 120)
    const column = lines[0]!.indexOf('last')
    const wrong = texts.filter((_, at) => screen.cellsFrom(at + 2, column) !== `end${at}`)
    expect(wrong).toEqual([])
  })

  test('is told as blocks of lines where the columns cannot fit', () => {
    const text = table(
      ['measure', 'value'],
      [['share of open jobs', '26.3%']],
      { width: 12, colour: false },
      { whole: [1] },
    )
    expect(text).toBe('measure  share o…\nvalue    26.3%')
  })
})

describe('reports fit the width of the terminal', () => {
  test.each([80, 100, 140])('at %i columns', (width) => {
    const terminal = { width, colour: false }
    const texts = [
      reportText(reportView(), terminal),
      compareText(compareView(), terminal),
      topText(rankingView(), terminal),
      trendText(trendView(), terminal),
      statusText(statusView(), terminal),
    ]
    const wide = texts.flatMap((text) => text.split('\n')).filter((line) => cellWidth(line) > width)
    expect(wide).toEqual([])
  })

  test('and carry no colour unless asked to', () => {
    expect(reportText(reportView(), plain)).not.toContain('\x1b')
    expect(reportText(reportView(), { width: 100, colour: true })).toContain('\x1b[1m')
  })
})

test('a text is never cut through a letter, and never longer than asked', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 20 }), (text, width) => {
      const shown = cut(visible(text), width)
      expect(cellWidth(shown)).toBeLessThanOrEqual(width)
    }),
  )
})

test('wrapping loses no word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (words) => {
      expect(wrap(words.join(' '), 20).split(/\s+/)).toEqual(words)
    }),
  )
})
