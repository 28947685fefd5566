/** G12: what is flagged says so, and what is withheld is no number, in every output. */
import { describe, expect, test } from 'vitest'
import { type Figure, type Flag, type Status, statuses, UserError } from '../../src/domain.ts'
import { digestHtml, digestMarkdown, digestText, gate } from '../../src/report/digest.ts'
import { badgeJson, badgeOf, badgeSvg } from '../../src/report/embed/badge.ts'
import { blockHtml } from '../../src/report/embed/block.ts'
import { figureJson } from '../../src/report/embed/figure-json.ts'
import { skillPage } from '../../src/report/page/skill-page.ts'
import { reportText } from '../../src/report/report-text.ts'
import { figureRow } from '../../src/report/rows.ts'
import type { DigestView, SkillReportView } from '../../src/report/views.ts'
import { isWithheld, marksOf } from '../../src/report/wording.ts'
import { site } from '../support/site.ts'
import { digestView, reportView, withheld } from '../support/views.ts'

const terminal = { width: 100, colour: false }

/** Every output that tells `open` of a skill, as text. */
const outputs: Record<string, (view: SkillReportView, digest: DigestView) => string> = {
  terminal: (view) => reportText(view, terminal),
  json: (view) => JSON.stringify(view),
  csv: (view) => JSON.stringify(view.figures.map(figureRow)),
  'figure/pytorch.json': (view) => figureJson(view),
  page: (view) => String(skillPage(view, site()).body),
  block: (view) => blockHtml(view),
  'digest as Markdown': (_, digest) => digestMarkdown(digest, 'chart.png'),
  'digest as text': (_, digest) => digestText(digest),
  'digest as HTML': (_, digest) => digestHtml(digest, 'chart.png'),
}
const words = new Set(['json', 'csv', 'figure/pytorch.json'])

const changed = (change: (figure: Figure) => Figure): [SkillReportView, DigestView] => {
  const [view, digest] = [reportView(), digestView()]
  const all = (figures: Figure[]) =>
    figures.map((figure) => (figure.measure === 'open' ? change(figure) : { ...figure, flags: [] }))
  return [
    { ...view, figures: all(view.figures) },
    { ...digest, headlines: all(digest.headlines) },
  ]
}

const flags: Flag[] = [
  ...(['provisional', 'preliminary', 'carried', 'low_coverage', 'few_employers'] as const),
  ...(['concentrated', 'revised', 'break', 'truncated_text'] as const),
]

describe.each(Object.entries(outputs))('G12: %s', (name, print) => {
  test.each(flags)('carries the flag %s beside the figure', (flag) => {
    const plain = print(...changed((figure) => figure))
    const [mark] = marksOf({ status: 'observed', flags: [flag] })
    const told = print(...changed((figure) => ({ ...figure, flags: [flag] })))
    const shown = words.has(name) ? flag : mark!
    expect(told.split(shown).length).toBeGreaterThan(plain.split(shown).length)
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'prints no number that is %s, and why',
    (status: Status) => {
      const told = print(...changed((figure) => withheld({ ...figure, value: 350, text: '350 open' }, status)))
      expect(told).not.toContain('350 open')
      expect(told).toContain(words.has(name) ? status : 'Not measured: 12 of 87 boards read in the last 7 days')
    },
  )
})

test.each(statuses.filter((status) => isWithheld({ status })))(
  'G12: a badge of a figure that is %s has no digit',
  (status) => {
    const badge = badgeOf(withheld(reportView().figures[0]!, status), reportView().skill)
    expect(JSON.parse(badgeJson(badge))).toMatchObject({ isError: true, message: expect.not.stringMatching(/350/) })
    expect(badgeSvg(badge)).not.toContain('350')
  },
)

test('G12: a digest that names a withheld figure is refused with 5, and with --strict one that names a flagged figure', () => {
  const code = (view: DigestView, strict: boolean) => {
    try {
      gate(view, strict)
    } catch (error) {
      return error instanceof UserError ? error.exitCode : error
    }
    return 0
  }
  for (const status of statuses.filter((each) => isWithheld({ status: each }))) {
    expect(code(changed((figure) => withheld(figure, status))[1], false)).toBe(5)
  }
  for (const flag of flags) expect(code(changed((figure) => ({ ...figure, flags: [flag] }))[1], true)).toBe(5)
})
