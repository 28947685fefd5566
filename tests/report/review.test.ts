/** The review that ships: every live sentence stands on a figure, and goes or changes with it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Status, statuses } from '../../src/domain.ts'
import { documentFormats } from '../../src/report/render/format.ts'
import type { Figures } from '../../src/report/render/names.ts'
import { renderTemplate } from '../../src/report/render/template.ts'
import { reviewHtml } from '../../src/report/review.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { isWithheld } from '../../src/report/wording.ts'
import { compareView, reportView, withheld } from '../support/views.ts'

const review = (view: SkillReportView, name = 'pytorch') => {
  const file = resolve(import.meta.dirname, `../../templates/reviews/${name}.md.liquid`)
  return renderTemplate(readFileSync(file, 'utf8'), {
    ...{ file, format: documentFormats().markdown, subject: view.skill.id },
    figures: figuresWith(view),
  })
}

const skills = ['pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn'].map((id) => ({ ...reportView().skill, id }))
const figuresWith = (view: SkillReportView): Figures => ({
  skills,
  report: async () => view,
  compare: async () => compareView(),
})

/** The view with every figure of it in a status that leaves none. */
function nothing(status: Status): SkillReportView {
  const view = reportView()
  return {
    ...view,
    figures: view.figures.map((figure) => withheld(figure, status)),
    alternatives: view.alternatives.map((each) => ({ ...each, ratio: withheld(each.ratio, status), both: null })),
    ...{ coNamed: [], roles: [], patterns: [], seniority: [], subSkills: [] },
  }
}

describe('the review of PyTorch', () => {
  test('tells the figures of the day, each with its footnote', async () => {
    const { text, used } = await review(reportView())
    expect(text).toContain('On 2026-11-24 the open jobs that name it were 350 open vacancies name PyTorch[^1].')
    expect(text).toContain('Of these, 214[^2] require it')
    expect(text).toContain(
      '- Against TensorFlow: 174 jobs name PyTorch for every 100 that name TensorFlow (116 to 259)[^',
    )
    expect(text).toContain('- Training their own models: 47.0%')
    expect(used.map(({ measure }) => measure)).toContain('pay.median')
    // No ratio was made against JAX: its sentence is gone.
    expect(text).not.toContain('Against JAX')
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'has no number, direction or empty promise where every figure is %s',
    async (status) => {
      const { text, used, files } = await review(nothing(status))
      expect([used, files]).toEqual([[], []])
      const told = text
        .replaceAll('2026-11-24', '')
        .replaceAll('Not measured: 12 of 87 boards read in the last 7 days.', '')
        .replaceAll(/^\d\. /gm, '')
      expect(told).not.toMatch(/\d|\b(?:rising|declining|emerging|stable)\b/i)
      expect(text).toContain('How many jobs ask for it cannot be said for 2026-11-24. Not measured:')
      expect(text).not.toMatch(/Against|Each share|require it|What it pays|\[\^/)
    },
  )

  test('loses with each figure its own sentence alone', async () => {
    const view = reportView()
    const whole = (await review(view)).used.map(({ measure }) => measure)
    for (const measure of new Set(whole)) {
      const gone = (figure: (typeof view.figures)[number]) => (figure.measure === measure ? withheld(figure) : figure)
      const parts = view.patterns.map((part) => ({ ...part, figure: gone(part.figure) }))
      const alternatives = view.alternatives.map((each) => ({
        ...each,
        ratio: gone(each.ratio),
        both: each.both === null ? null : gone(each.both),
      }))
      const { used } = await review({ ...view, figures: view.figures.map(gone), patterns: parts, alternatives })
      expect(used.map((figure) => figure.measure)).toEqual(whole.filter((other) => other !== measure))
    }
  })
})

describe('the review that serves for any skill', () => {
  test('tells only what is measured and what the catalog knows', async () => {
    const { text, used } = await review(reportView(), 'any')
    expect(text).toContain('Among all skills it stands at 3rd (2 to 4)[^')
    expect(text).toContain('- Against tensorflow: 174 jobs name PyTorch'.replace('tensorflow', 'TensorFlow'))
    expect(text).toContain('- Against JAX: Not enough data')
    expect(text).toContain('- TorchScript: 5.0% (18 of 350')
    expect(used.map(({ measure }) => measure)).toEqual(expect.arrayContaining(['open', 'rank', 'pattern.training']))
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'has no number, direction or empty promise where every figure is %s',
    async (status) => {
      const { text, used } = await review({ ...nothing(status), alternatives: [] }, 'any')
      expect(used).toEqual([])
      const told = text
        .replaceAll('2026-11-24', '')
        .replaceAll('Not measured: 12 of 87 boards read in the last 7 days.', '')
      expect(told).not.toMatch(/\d|\b(?:rising|declining|emerging|stable)\b/i)
      expect(told).toContain('The catalog names nothing that stands in its place.')
      expect(told).not.toMatch(/^- |these are strengths/im)
    },
  )
})

describe('a review as a part of a page', () => {
  test('reads its own Markdown, and puts the words of others in as text that Markdown never saw', async () => {
    const hostile = '<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1))'
    const view = reportView({ skill: { ...reportView().skill, name: hostile } })
    const source = '## About {{ skill }}\n\n- {{ skill }}\n- **Ours** and [ours](https://example.com)\n'
    const figures = { ...figuresWith(view), skills: [view.skill] }
    const { markup } = await reviewHtml({ file: 'own.md', source }, 'pytorch', figures)
    const shown = '&lt;img src=x onerror=alert(1)&gt; **bold** [x](javascript:alert(1))'
    expect(markup).toBe(
      `<h3 id="review-about-0">About ${shown}</h3>\n<ul><li>${shown}</li><li><strong>Ours</strong> and <a href="https://example.com">ours</a></li></ul>`,
    )
  })

  test('has no mark of a footnote, and refuses what may not be printed', async () => {
    const figures = figuresWith(nothing('missing'))
    await expect(reviewHtml({ file: 'own.md', source: '{{ skill.open }}' }, 'pytorch', figures)).rejects.toThrow(
      /own\.md: nothing was written/,
    )
    const { markup } = await reviewHtml(
      { file: 'own.md', source: 'Now {{ skill.open }}.' },
      'pytorch',
      figuresWith(reportView()),
    )
    expect(markup).toBe('<p>Now 350.</p>')
  })
})
