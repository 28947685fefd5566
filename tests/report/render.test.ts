import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/domain.ts'
import { documentFormats } from '../../src/report/render/format.ts'
import type { Figures } from '../../src/report/render/names.ts'
import { renderTemplate } from '../../src/report/render/template.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { compareView, reportView, withheld } from '../support/views.ts'

const named = (view: SkillReportView, measure: string) => view.figures.find((figure) => figure.measure === measure)!

const figuresWith = (view: SkillReportView): Figures => ({
  skills: [view.skill, { id: 'tensorflow', name: 'TensorFlow', group: 'frameworks', homepage: null }],
  report: async () => view,
  compare: async () => compareView(),
})
const formats = documentFormats()

const render = (source: string, view = reportView(), format: keyof typeof formats = 'markdown', strict = false) =>
  renderTemplate(source, { file: 'review.md', format: formats[format], figures: figuresWith(view), strict })

/** The report with one figure withheld. */
function without(measure: string): SkillReportView {
  const view = reportView()
  return { ...view, figures: view.figures.map((each) => (each.measure === measure ? withheld(each) : each)) }
}

const refusal = async (work: Promise<unknown>): Promise<UserError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('a template that names figures', () => {
  test('carries each figure with a footnote that says what it rests on', async () => {
    const view = reportView()
    const { text, used } = await render('Jobs: {{ pytorch.open }}. Again: {{ pytorch.open }}.\n', view)
    const open = named(view, 'open')
    expect(used).toEqual([open])
    expect(text).toMatch(
      /^Jobs: .+\[\^1\]\. Again: .+\[\^1\]\.\n\n\[\^1\]: PyTorch, .*as of 2026-11-24; .*method 1\.\n$/,
    )
  })

  test('refuses the whole with exit code 5 where a figure is withheld, and says which and why', async () => {
    const error = await refusal(render('{{ pytorch.share }} and {{ pytorch.open }}', without('share')))
    expect(error.exitCode).toBe(5)
    expect(error.message).toMatch(/pytorch\.share: Not measured: 12 of 87 boards read/)
  })

  test('prints the author’s fallback in the place of a withheld figure, and drops the block that rests on it', async () => {
    const source =
      'Share: {{ pytorch.share | otherwise: "not measured" }}.{% published pytorch.share %} Good.{% otherwise %} Bad.{% endpublished %}'
    expect((await render(source, without('share'))).text).toBe('Share: not measured. Bad.')
    expect((await render(source)).text).toMatch(/^Share: .+ Good\./)
  })

  test('names the place of an unknown name, and the nearest right one, with exit code 2', async () => {
    const skill = await refusal(render('\n{{ pytorhc.open }}'))
    expect(skill.exitCode).toBe(2)
    expect(skill.message).toMatch(/^review\.md:2:\d+: there is no skill or value "pytorhc"\. Did you mean "?pytorch"?/)
    const measure = await refusal(render('{{ pytorch.opne }}'))
    expect(measure.message).toMatch(/opne.*open/)
  })

  test('refuses flagged figures too when it is told to be strict', async () => {
    const view = reportView()
    const flagged: SkillReportView = {
      ...view,
      figures: view.figures.map((each) => (each.measure === 'open' ? { ...each, flags: ['carried'] } : each)),
    }
    expect((await render('{{ pytorch.open }}', flagged)).text).not.toBe('')
    const error = await refusal(render('{{ pytorch.open }}', flagged, 'markdown', true))
    expect(error.exitCode).toBe(5)
    expect(error.message).toMatch(/flagged carried/)
  })

  test('writes what strangers wrote as text, in Markdown and in HTML', async () => {
    const view = reportView()
    const hostile: SkillReportView = { ...view, skill: { ...view.skill, name: '<img src=x onerror=alert(1)> *bold*' } }
    expect((await render('{{ pytorch }}', hostile, 'html')).text).toBe('&lt;img src=x onerror=alert(1)&gt; *bold*')
    expect((await render('{{ pytorch }}', hostile)).text).not.toMatch(/<img|(?<!\\)\*bold/)
  })

  test.each(['constructor', 'toString', '__proto__', 'view', 'figure', 'isWithheld', 'hasOwnProperty'])(
    'knows no name that only the program has: %s',
    async (name) => {
      expect((await refusal(render(`{{ pytorch.${name} }}`))).message).toMatch(
        new RegExp(`^review\\.md:1:\\d+: PyTorch has no figure "${name}"\\.`),
      )
      expect((await refusal(render(`{{ pytorch.open.${name} }}`))).message).toContain(
        `"pytorch.open" has no "${name}".`,
      )
    },
  )

  test('prints the sentences of figures in Markdown without an escape that Markdown does not need', async () => {
    const { text } = await render('{{ pytorch.share.sentence }}, {{ pytorch.trajectory.sentence }}')
    expect(text.split('\n\n')[0]).toBe(
      '26.3% (350 of 1,330; 95%: 21.0% to 32.9%)[^1], Rising: +46% (95% range +18% to +81%), new AI jobs of Dec 2025-Nov 2026 against Dec 2024-Nov 2025, 83 employers observed in both.[^2]',
    )
  })

  test.each([
    ['*bold* _soft_ snake_case', '\\*bold\\* \\_soft\\_ snake_case'],
    ['[x](javascript:alert)', '\\[x\\](javascript:alert)'],
    ['<b>&amp;', '&lt;b>&amp;amp;'],
    ['# head', '\\# head'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['25.3% of jobs', '25.3% of jobs'],
    ['-3% or +4%', '-3% or +4%'],
    ['---', '\\---'],
    ['> quote', '\\> quote'],
    ['    code', ' code'],
    ['C# and C++ (R&D)', 'C# and C++ (R&D)'],
  ])('escapes for Markdown what it would read as its own and nothing else: %j', (text, escaped) => {
    expect(formats.markdown.escape(text)).toBe(escaped)
  })

  test('draws a chart beside a Markdown file and inside an HTML one', async () => {
    const measure = reportView().series[0]!.measure
    const beside = await render(`{{chart pytorch ${measure} 24m}}`)
    expect(beside.text).toMatch(/^!\[.+\]\(chart-pytorch-.*\.svg\)/)
    expect(beside.files.map(({ svg }) => svg.startsWith('<svg'))).toEqual([true])
    expect((await render(`{{chart pytorch ${measure}}}`, reportView(), 'html')).text).toMatch(/<svg[\s\S]+<\/svg>/)
  })
})
