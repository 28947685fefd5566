/** The pictures that previews of links show: what they say, and that the same figures give the same picture. */
import { load } from 'cheerio/slim'
import { describe, expect, test } from 'vitest'
import { statuses } from '../../../src/domain.ts'
import { indexPage } from '../../../src/report/page/index-page.ts'
import { hasPreview, indexPreview, previewFile, skillPreview } from '../../../src/report/page/preview.ts'
import { skillPage } from '../../../src/report/page/skill-page.ts'
import { isWithheld } from '../../../src/report/wording.ts'
import { nothingKnown, site } from '../../support/site.ts'
import { figure, rankingView, reportView, skillName, withheld } from '../../support/views.ts'

/** Without the letters of the chart, which is a drawing within the drawing. */
const wordsOf = (svg: string) => {
  const $ = load(svg)
  return $.root()
    .children('svg')
    .children('text')
    .map((_, text) => $(text).text())
    .get()
}
const base = 'https://tides.example/skills/'
const metas = (body: string | Uint8Array) =>
  Object.fromEntries(
    load(String(body))('meta[property^="og:"], meta[name^="twitter:"]')
      .map((_, meta) => ({ name: meta.attribs.property ?? meta.attribs.name!, content: meta.attribs.content! }))
      .get()
      .map(({ name, content }) => [name, content]),
  )

describe('the picture of a skill', () => {
  test('tells the count with what it is of, its marks, the direction, the newest share with its n, and the day', () => {
    const open = figure('open', { denominator: 1330, text: '350 open vacancies name PyTorch', flags: ['carried'] })
    const view = reportView()
    const figures = view.figures.map((each) => (each.measure === 'open' ? open : each))
    expect(wordsOf(skillPreview({ ...view, figures }))).toEqual([
      'PyTorch',
      'Open jobs naming PyTorch',
      '350 of 1,330 open AI jobs [carried]',
      'Hiring trajectory: Rising',
      '+46% (95% range +18% to +81%), new AI jobs of Dec 2025-Nov 2026 against Dec',
      '2024-Nov 2025, 83 employers observed in both.',
      'Share of new AI jobs that name it, by month: 24.6% in November 2026 (221 of 900)',
      'skilltide',
      'as of 2026-11-24',
    ])
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'of which every figure is %s has reasons, and no number of its own',
    (status) => {
      const words = wordsOf(skillPreview(nothingKnown(skillName('jax', 'JAX'), status))).join('\n')
      expect(words).toContain('12 of 87 boards read in the last 7 days.')
      expect(words.replaceAll('12 of 87 boards read in the last 7 days', '').replace('2026-11-24', '')).not.toMatch(
        /\d/,
      )
    },
  )

  test('is 1200 by 630, the same bytes for the same figures, and other bytes for others', async () => {
    const [once, again] = [
      await previewFile('a', skillPreview(reportView())),
      await previewFile('a', skillPreview(reportView())),
    ]
    const other = await previewFile('a', skillPreview(nothingKnown(skillName())))
    const bytes = Buffer.from(once.body)
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
    expect(bytes.equals(Buffer.from(again.body))).toBe(true)
    expect(bytes.equals(Buffer.from(other.body))).toBe(false)
  })

  test('keeps a name of any length, and markup in it, within its line', () => {
    const name = `<b>${'Very Long Library Name '.repeat(8)}`
    const svg = skillPreview(reportView({ skill: skillName('long', name) }))
    expect(svg).not.toContain('<b>')
    expect(wordsOf(svg)[0]).toMatch(/^<b>Very Long.*…$/)
  })
})

test('the front page’s picture has the first six with the share and its n, no place where none was measured, and a sentence where nothing was', () => {
  expect(wordsOf(indexPreview(rankingView())).slice(0, 6)).toEqual([
    'Which skills AI jobs ask for',
    'Ranked by new AI jobs; the bar is the share of open ones that name it',
    '1  Python',
    '67.7% (900 of 1,330)',
    '2  PyTorch',
    '26.3% (350 of 1,330)',
  ])
  const unranked = rankingView().rows.map((row) => ({ ...row, rank: withheld(row.rank) }))
  expect(wordsOf(indexPreview(rankingView({ rows: unranked }))).slice(1, 4)).toEqual([
    'The bar is the share of open AI jobs that name it',
    'Python',
    '67.7% (900 of 1,330)',
  ])
  const out = rankingView().rows.map((row) => ({ ...row, rank: withheld(row.rank), share: withheld(row.share) }))
  expect(wordsOf(indexPreview(rankingView({ rows: out })))[1]).toMatch(/^Nothing can be ranked yet\. /)
})

describe('pages', () => {
  test('of a site that knows its address name their picture by it', () => {
    const body = skillPage(reportView(), site({ base })).body
    const told = metas(body)
    const description = load(String(body))('meta[name=description]').attr('content')
    expect(told).toEqual({
      'og:type': 'website',
      'og:site_name': 'skilltide',
      'og:title': 'PyTorch in AI jobs',
      'og:description': description,
      'og:image': `${base}preview/pytorch.png`,
      'og:image:type': 'image/png',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': description,
      'og:url': `${base}skills/pytorch/`,
      'twitter:card': 'summary_large_image',
    })
    expect(metas(indexPage(rankingView(), [], site({ base })).body)['og:image']).toBe(`${base}preview.png`)
  })

  test('of a site that does not know its address, or without a figure to show, name none', () => {
    const without = [
      skillPage(reportView(), site()).body,
      indexPage(rankingView(), [], site()).body,
      skillPage(nothingKnown(skillName()), site({ base })).body,
    ].map(metas)
    expect(without.map((told) => [told['og:image'], told['twitter:card']])).toEqual(
      without.map(() => [undefined, 'summary']),
    )
    expect([hasPreview(reportView()), hasPreview(nothingKnown(skillName()))]).toEqual([true, false])
  })
})
