/** The review that ships: every live sentence stands on a figure, and goes or changes with it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Status, statuses } from '../../src/domain.ts'
import { documentFormats } from '../../src/report/render/format.ts'
import { renderTemplate } from '../../src/report/render/template.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { isWithheld } from '../../src/report/wording.ts'
import { compareView, reportView, withheld } from '../support/views.ts'

const file = resolve(import.meta.dirname, '../../templates/reviews/pytorch.md.liquid')

const review = (view: SkillReportView) =>
  renderTemplate(readFileSync(file, 'utf8'), {
    ...{ file, format: documentFormats().markdown },
    figures: { skills, report: async () => view, compare: async () => compareView() },
  })

const skills = ['pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn'].map((id) => ({ ...reportView().skill, id }))

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
