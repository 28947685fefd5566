/** Series as drawings: which way is up, and what stands where nothing was measured. */
import { load } from 'cheerio/slim'
import { describe, expect, test } from 'vitest'
import { chart, pageStyle } from '../../src/report/chart.ts'
import { skillPage } from '../../src/report/page/skill-page.ts'
import type { Point, Series } from '../../src/report/views.ts'
import { site } from '../support/site.ts'
import { monthlySeries, reportView } from '../support/views.ts'

const rankPoint = (period: string, value: number | null): Point => ({
  ...{ period, value, status: value === null ? 'low' : 'observed', flags: [], interval: null },
  ...{ n: value === null ? 7 : 60, denominator: null },
})
const ranks: Series = {
  ...{ skill: 'pytorch', measure: 'rank', population: 'ai', unit: 'rank', by: 'quarter', breaks: [] },
  points: [
    rankPoint('2025-Q3', 9),
    rankPoint('2025-Q4', 1),
    rankPoint('2026-Q1', null),
    rankPoint('2026-Q2', 4),
    rankPoint('2026-Q3', 2),
  ],
}
const drawn = (series: Series) => {
  const $ = load(chart([series], [''], pageStyle(880, 300), 'a').svg.markup)
  const ys = $('circle')
    .map((_, dot) => Number($(dot).attr('cy')))
    .get()
  const ticks = $('text[text-anchor=end]')
    .slice(0, 3)
    .map((_, text) => ({ words: $(text).text(), y: Number($(text).attr('y')) }))
    .get()
  return { $, ys, ticks }
}

describe('ranks over time', () => {
  test('are drawn with the first on top and the last at the bottom, on whole numbers', () => {
    const { ys, ticks } = drawn(ranks)
    expect(ticks).toEqual([
      { words: '9', y: 276 },
      { words: '5', y: 147 },
      { words: '1', y: 18 },
    ])
    expect(ys).toEqual([272, 14, 110.8, 46.3])
  })

  test('leave a gap where the skill was unranked, and are told in a title and a sentence', () => {
    const { $ } = drawn(ranks)
    expect($('rect.c-few title').text()).toBe('2026-Q1: too few to say')
    expect($('polyline').length).toBe(2)
    expect($('svg > title').text()).toBe('Rank by quarter, 1 on top')
    expect($('desc').text()).toBe('rank 9 in 2025-Q3, rank 2 in 2026-Q3; 1 quarter not measured.')
  })

  test('that never change are drawn on the line they are at, also where it is the first', () => {
    const always = (value: number) => ({ ...ranks, points: ranks.points.map(({ period }) => rankPoint(period, value)) })
    expect(new Set(drawn(always(1)).ys)).toEqual(new Set([14]))
    expect(new Set(drawn(always(40)).ys)).toEqual(new Set([272]))
  })

  test('stand on the skill’s page under the share, with every quarter in a table', () => {
    const $ = load(String(skillPage(reportView({ series: [monthlySeries(), ranks] }), site()).body))
    expect($('#rank-chart figcaption').text()).toBe(
      'Rank of PyTorch among all skills by the AI jobs that opened in each quarter, 1 on top',
    )
    expect(
      $('#rank-chart tbody tr')
        .map((_, row) => $(row).text().trim())
        .get(),
    ).toEqual(['2026-Q32', '2026-Q24', '2026-Q1too few to say', '2025-Q41', '2025-Q39'])
  })
})

test('a share is drawn upward from 0', () => {
  const points = [0, 0.5, 1].map((value, at): Point => ({ ...rankPoint(`2026-0${at + 1}`, value), status: 'observed' }))
  expect(drawn({ ...monthlySeries(), breaks: [], points }).ys).toEqual([272, 143, 14])
})
