/** What other people's pages take of us: badges, figures, the block and the feed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../../../src/days.ts'
import { type Figure, type Status, statuses } from '../../../src/domain.ts'
import { badgeJson, badgeOf } from '../../../src/report/embed/badge.ts'
import { blockHtml, blockOf, embedPage } from '../../../src/report/embed/block.ts'
import { atomFeed, type Feed } from '../../../src/report/embed/feed.ts'
import { embedFiles } from '../../../src/report/embed/files.ts'
import type { SkillReportView } from '../../../src/report/views.ts'
import { isWithheld } from '../../../src/report/wording.ts'
import { escapeSequences, hostileText, markup } from '../../support/hostile.ts'
import { figure, reportView, skillName, withheld } from '../../support/views.ts'
import { wellFormed } from '../../support/xml.ts'

const skill = skillName()
const open = figure('open', {
  value: 350,
  n: 350,
  denominator: 1330,
  text: '350 of 1,330 open AI jobs, of 83 employers',
})
const trajectory = (text: string, status: Status = 'observed') =>
  figure('trajectory', { unit: 'word', value: null, status, text })

/** The view with every figure of it withheld, as a store gives it whose boards could not be read. */
const nothingRead = (status: Status = 'missing'): SkillReportView => {
  const view = reportView()
  return {
    ...view,
    figures: view.figures.map((each) => withheld(each, status)),
    alternatives: view.alternatives.map((each) => ({ ...each, ratio: withheld(each.ratio, status), both: null })),
  }
}

describe('a badge', () => {
  test('tells the figure with what it is of and its day', () => {
    expect(badgeOf(open, skill)).toEqual({
      label: 'PyTorch jobs',
      message: '350 of 1,330 open (2026-11-24)',
      standing: 'good',
      title: 'PyTorch: 350 of 1,330 open AI jobs, of 83 employers. As of 2026-11-24.',
    })
  })

  test.each([
    ['missing', 'not measured'],
    ['not_tracked', 'not tracked'],
    ['suspect', 'held back'],
  ] as const)('says of a figure that is %s that it is %s, in grey, and gives no number', (status, words) => {
    const badge = badgeOf(withheld(open, status), skill)
    expect(badge.message).toBe(`${words} (2026-11-24)`)
    expect(JSON.parse(badgeJson(badge))).toEqual({
      schemaVersion: 1,
      label: 'PyTorch jobs',
      message: `${words} (2026-11-24)`,
      color: '5a6570',
      isError: true,
      cacheSeconds: 3600,
    })
  })

  test('tells none of so many from not measured, and too few from enough', () => {
    const zero = { ...open, value: 0, n: 0, status: 'zero' } as Figure
    expect(badgeOf(zero, skill).message).toBe('none of 1,330 open (2026-11-24)')
    expect(badgeOf({ ...open, value: 3, n: 3, status: 'low' }, skill).message).toBe(
      '3 of 1,330 open, too few to judge (2026-11-24)',
    )
  })

  test('gives the label of a trajectory, and of none that there is not enough data', () => {
    expect(badgeOf(trajectory('Rising: +46% (95% range +18% to +81%).'), skill).message).toBe('rising (2026-11-24)')
    expect(badgeOf(trajectory('Not enough data: 3 of 26 weeks.', 'low'), skill).message).toBe(
      'not enough data (2026-11-24)',
    )
  })

  test('prints no digit but its day for a withheld figure, whatever stands in the rest of it', () => {
    fc.assert(
      fc.property(fc.constantFrom('missing', 'not_tracked', 'suspect' as const), fc.integer(), (status, value) => {
        const { message } = badgeOf({ ...open, value, status: status as Status }, skill)
        expect(message.replace(' (2026-11-24)', '')).not.toMatch(/\d/)
      }),
    )
  })
})

test('G1: badges, block and feed made of hostile names are well-formed and hold no markup of a stranger', () => {
  const check = (text: string) => {
    const name = skillName('pytorch', text)
    const view = reportView({ skill: name, coverage: { ...reportView().coverage, missing: [text] } })
    for (const { path, body } of embedFiles(view, 'https://site.example/')) {
      if (path.endsWith('.json')) {
        expect(() => JSON.parse(body)).not.toThrow()
        expect(body).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
      }
      if (path.endsWith('.svg')) expect(wellFormed(body)).toBeNull()
      if (path.endsWith('.html')) expect(body.match(/<(?:script|img|iframe|svg|base|link|math)\b/gi)).toBeNull()
    }
    expect(wellFormed(blockHtml(view))).toBeNull()
    expect(wellFormed(atomFeed({ ...feed(), nameOf: () => text }))).toBeNull()
  }
  for (const text of [...markup, ...escapeSequences]) check(text)
  fc.assert(fc.property(hostileText, check), { numRuns: 300 })
})

describe('the block', () => {
  test('answers with the figures, each with its basis, and names day and boards', () => {
    const view = reportView({ figures: [open, ...reportView().figures.filter(({ measure }) => measure !== 'open')] })
    expect(blockOf(view)).toEqual({
      question: 'Should you learn PyTorch right now?',
      tiles: [
        {
          label: 'Open jobs naming PyTorch',
          value: '350 of 1,330 open AI jobs',
          sentence: 'of 83 employers',
          withheld: false,
        },
        {
          label: 'Hiring trajectory',
          value: 'Rising',
          sentence:
            '+46% (95% range +18% to +81%), new AI jobs of Dec 2025-Nov 2026 against Dec 2024-Nov 2025, 83 employers observed in both.',
          withheld: false,
        },
      ],
      lines: [
        'Copies and cross-posts counted, that is 423 postings.',
        '214 of them require it.',
        'That is 26.3% (350 of 1,330; 95%: 21.0% to 32.9%).',
        '174 jobs name PyTorch for every 100 that name TensorFlow (116 to 259).',
      ],
      small: [
        'As of 2026-11-24: 85 of 87 boards read in the last 7 days; copies of one job count once. Catalog 2026.11, method 1.',
        '2 boards were last read whole too long ago to speak for today: ashby:tide, ashby:ebb.',
      ],
    })
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'of figures that are all %s has no number, no direction and no sentence but why',
    (status) => {
      const block = blockOf(nothingRead(status))
      expect(block.lines).toEqual([])
      for (const tile of block.tiles) {
        expect(tile.withheld).toBe(true)
        expect(tile.value).not.toMatch(/\d|emerging|rising|declining|stable/i)
        expect(tile.sentence).toBe('Not measured: 12 of 87 boards read in the last 7 days.')
      }
      expect(embedPage(nothingRead(status))).not.toMatch(/\b0 jobs|Emerging/i)
    },
  )
})

test('of a skill that no open job names, the block says none once, and splits nothing further', () => {
  const none: Figure = {
    ...open,
    value: 0,
    n: 0,
    status: 'zero',
    flags: [],
    text: '0 of 1,330 open AI jobs (95%: fewer than 0.3%).',
  }
  const rest = reportView().figures.filter(({ measure }) => !['open', 'share', 'open.postings'].includes(measure))
  const block = blockOf(reportView({ figures: [none, ...rest], alternatives: [] }))
  expect(block.tiles[0]).toMatchObject({ value: 'None', sentence: '0 of 1,330 open AI jobs (95%: fewer than 0.3%).' })
  expect(block.lines).toEqual([])
  expect(block.small.join(' ')).not.toContain('[none]')
})

const feed = (): Feed => ({
  base: 'https://site.example/',
  asOf: day('2026-11-24'),
  changes: [
    { skill: 'pytorch', population: 'ai', week: '2026-W46' as never, before: 'Stable', after: 'Rising' },
    { skill: 'jax', population: 'ai', week: '2026-W40' as never, before: 'Not enough data', after: 'Emerging' },
  ],
  revisions: [
    {
      ...{ on: day('2026-11-10'), skill: 'pytorch', measure: 'share', period: '2026-11-03' },
      ...{ before: '25.9%', after: '26.1%', reason: 'late data' },
    },
  ],
  nameOf: (id) => ({ pytorch: 'PyTorch', jax: 'JAX' })[id] ?? id,
})

describe('the feed', () => {
  test('tells labels that changed and figures that were revised, the newest first', () => {
    const xml = atomFeed(feed())
    expect(wellFormed(xml)).toBeNull()
    expect([...xml.matchAll(/<title>([^<]*)<\/title>\n {4}<updated>([^<]*)</g)].map((found) => found.slice(1))).toEqual(
      [
        ['PyTorch: Rising', '2026-11-16T00:00:00Z'],
        ['PyTorch: share of open jobs of 2026-11-03 revised', '2026-11-10T00:00:00Z'],
        ['JAX: Emerging', '2026-10-05T00:00:00Z'],
      ],
    )
    expect(xml).toContain('<updated>2026-11-16T00:00:00Z</updated>')
    expect(xml).toContain('Published as 25.9%; now 26.1%. Reason: late data.')
  })

  test('gives an entry the same id whenever it is made, wherever the site lies', () => {
    const ids = (xml: string) => [...xml.matchAll(/<entry>\s*<id>([^<]*)</g)].map(([, id]) => id)
    const later = { ...feed(), base: null, asOf: day('2026-12-01') }
    expect(ids(atomFeed(later))).toEqual(ids(atomFeed(feed())))
    expect(new Set(ids(atomFeed(feed()))).size).toBe(3)
  })

  test('with nothing to tell is a feed without entries, of the day it was made', () => {
    const xml = atomFeed({ ...feed(), changes: [], revisions: [] })
    expect(wellFormed(xml)).toBeNull()
    expect(xml).not.toContain('<entry>')
    expect(xml).toContain('<updated>2026-11-24T00:00:00Z</updated>')
  })
})
