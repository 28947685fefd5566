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
import type { Part } from '../../src/report/views.ts'
import { escapeSequences, hostileText, markup } from '../support/hostile.ts'
import { printed } from '../support/screen.ts'
import { suite } from '../support/suites.ts'
import {
  compareView,
  figure,
  rankingView,
  reportView,
  share,
  skillName,
  statusView,
  trendView,
} from '../support/views.ts'

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

describe('what cannot be told takes no room of its own', () => {
  const few = (label: string, n: number): Part => ({
    label,
    figure: figure(`role.${label}`, { value: null, unit: 'share', status: 'low', n, denominator: 350 }),
  })

  test('parts with too few jobs share a line below those that can be told', () => {
    const roles = [
      { label: 'ML engineer', figure: share('role.ml_engineer', 0.4, 140, 350) },
      few('other', 4),
      few('manager', 2),
    ]
    const lines = reportText(reportView({ roles }), plain).split('\n')
    expect(lines.slice(lines.indexOf('Roles') + 3, lines.indexOf('Roles') + 5)).toEqual([
      '  ML engineer  40.0% (140 of 350)    █████████▋',
      '  Too few jobs to tell: other (4), manager (2).',
    ])
  })

  test('columns that have something to tell in no row are left out of the ranking and of the alternatives', () => {
    const untold = { value: null, status: 'low' as const }
    const rows = rankingView().rows.map((row) => ({
      ...row,
      rank: figure('rank', { ...untold, unit: 'rank' }),
      trajectory: figure('trajectory', { ...untold, unit: 'word', text: 'Not enough data: 3 weeks.' }),
    }))
    const top = topText(rankingView({ rows, up: [], down: [] }), { width: 80, colour: false }).split('\n')
    expect(top.find((line) => line.startsWith('  skill'))).toMatch(/^ {2}skill +open now +of 1,330$/)
    const none = reportView().alternatives.map(({ skill }) => ({
      ...{ skill, both: null, figures: [] },
      ratio: figure('ratio', { ...untold, unit: 'ratio', n: 0, denominator: 0 }),
    }))
    expect(reportText(reportView({ alternatives: none }), plain)).not.toContain('Alternatives')
  })

  test('measures of which nothing is known for any skill are one line', () => {
    const view = compareView()
    const rows = [...view.rows, { measure: 'pay.median', cells: view.skills.map(() => null) }]
    expect(compareText({ ...view, rows }, plain)).toContain('  Not measured for any of them: median pay.')
  })

  test('the time before a skill was first named is one line of its history', () => {
    const view = trendView()
    const [main, ...rest] = view.series
    const points = main!.points.map((point, at) =>
      at < 6 ? { ...point, value: null, interval: null, n: 0, denominator: 9, status: 'low' as const } : point,
    )
    const text = trendText({ ...view, series: [{ ...main!, breaks: [], points }, ...rest] }, plain)
    expect(text).toContain(`  ${points[0]!.period} to ${points[5]!.period}: none counted.`)
    expect(text).not.toMatch(new RegExp(`^ {2}${points[5]!.period}  `, 'm'))
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
