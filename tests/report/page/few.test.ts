/** Pages of skills of which little is known: what cannot be told takes no more room than its reason. */
import { load } from 'cheerio/slim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexPage } from '../../../src/report/page/index-page.ts'
import { ticksUpTo } from '../../../src/report/page/scales.ts'
import { skillPage } from '../../../src/report/page/skill-page.ts'
import type { Part, Point } from '../../../src/report/views.ts'
import { site } from '../../support/site.ts'
import { figure, monthlySeries, rankingView, reportView, share } from '../../support/views.ts'

const pageOf = (over: Parameters<typeof reportView>[0]) => load(String(skillPage(reportView(over), site()).body))
const few = (label: string, n: number): Part => ({
  label,
  figure: figure(`role.${label}`, {
    value: null,
    unit: 'share',
    status: 'low',
    n,
    denominator: 201,
    text: 'Not enough data.',
  }),
})

test('parts with too few jobs are named with their counts below the table, each in no row of its own', () => {
  const roles = [
    { label: 'ml engineer', figure: share('role.ml_engineer', 0.4, 80, 201) },
    few('manager', 4),
    few('other', 2),
  ]
  const $ = pageOf({ roles })
  expect($('#roles tbody th').text()).toBe('Ml engineer')
  expect($('#roles .note').text()).toBe('Too few jobs to tell: Manager (4), Other (2).')
})

test('bars say where their scale ends: at the next tenth above all parts and intervals', () => {
  const wide = { interval: { low: 0.2, high: 0.64, confidence: 0.95 } }
  const $ = pageOf({ roles: [{ label: 'research', figure: share('role.research', 0.4, 80, 201, wide) }] })
  expect($('#roles .ends').text()).toBe('070%')
})

test('columns of alternatives of which nothing can be told are left out, and the reasons folded away', () => {
  const alternatives = reportView().alternatives.map((each) => ({
    ...each,
    ratio: figure('ratio', { value: null, unit: 'ratio', status: 'low', text: 'Not enough data: 2 jobs.' }),
    figures: each.figures.filter(({ measure }) => measure !== 'trajectory'),
  }))
  const $ = pageOf({ alternatives })
  const heads = $('#alternatives thead th')
    .map((_, head) => $(head).text())
    .get()
  expect(heads).toEqual(['In its place', 'Open now', 'Share of open jobs', 'Naming both'])
  expect($('#alternatives summary').text()).toBe('Why nothing can be said head to head')
  expect($('#alternatives .reasons li').first().text()).toBe('TensorFlow: Not enough data: 2 jobs.')
})

test('where no open job names a skill, none requires it either, and nothing is split further', () => {
  const none = figure('open', { value: 0, n: 0, denominator: 796, status: 'zero', text: '0 of 796 open AI jobs.' })
  const rest = reportView().figures.filter(({ measure }) => measure !== 'open')
  const $ = pageOf({ figures: [none, ...rest] })
  const tiles = $('.tile')
    .map((_, tile) => $(tile).text())
    .get()
  expect(tiles.slice(0, 2)).toEqual([
    'AI jobs that require it nowNoneno open job names it',
    'Open AI jobs naming itNoneof 796 open AI jobs',
  ])
  expect($('.facts').first().text()).not.toMatch(/Postings naming it|Open over 6 months/)
})

test('the years before a skill was known are said, not drawn, and stay in the table', () => {
  const full = monthlySeries()
  const early = full.points.slice(0, 10).map(
    ({ period }): Point => ({
      ...{ period, value: null, status: 'low', flags: [], interval: null, n: 0, denominator: 40 },
    }),
  )
  const $ = pageOf({ series: [{ ...full, breaks: [], points: [...early, ...full.points.slice(10)] }] })
  expect($('#share-chart svg').first().attr('data-points')).toBe('15')
  expect($('#share-chart .note').text()).toBe('From December 2024 to August 2025: too few jobs to say.')
  expect($('#share-chart tbody tr')).toHaveLength(24)
})

test('without any rank the front page has no column of ranks, and says what orders it', () => {
  const rows = rankingView().rows.map((row) => ({
    ...row,
    rank: figure('rank', { value: null, unit: 'rank', status: 'low' }),
  }))
  const $ = load(String(indexPage(rankingView({ rows, up: [], down: [] }), [], site()).body))
  expect($('.ranked thead th').first().text()).toBe('Skill')
  expect($('.ranking .note').text()).toMatch(/^By the open AI jobs that name each\./)
  expect($('.moving').text()).toContain('No skill’s demand can be said to move yet')
})

test('a scale has four to seven round ticks from 0, none beyond its end', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1e7, noNaN: true }), (top) => {
      const ticks = ticksUpTo(top)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)!).toBeLessThanOrEqual(top * (1 + 1e-9))
      expect(ticks.length).toBeGreaterThanOrEqual(4)
      expect(ticks.length).toBeLessThanOrEqual(7)
    }),
  )
})
