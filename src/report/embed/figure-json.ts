/** What a page of someone else's needs of one skill, as JSON that keeps its shape: `figure/pytorch.json`. */
import type { Figure } from '../../domain.ts'
import { jsonText } from '../json-text.ts'
import { labelOf } from '../measures.ts'
import type { SkillReportView } from '../views.ts'
import { fullText } from '../wording.ts'

/** Rises when a field changes its meaning; new fields leave it as it is. */
export const figureVersion = 1

/** The vintage stands once for all; the sentence is the one that every report prints. */
function shown(figure: Figure) {
  const { vintage: _, skill: __, population: ___, ...told } = figure
  return { ...told, label: labelOf(figure.measure), sentence: fullText(figure) }
}

export const figureJson = (view: SkillReportView): string =>
  `${jsonText(
    {
      version: figureVersion,
      skill: { id: view.skill.id, name: view.skill.name },
      population: view.population,
      vintage: view.vintage,
      coverage: {
        boardsRead: view.coverage.boardsRead,
        boardsActive: view.coverage.boardsActive,
        vacancies: view.coverage.vacancies,
        missing: view.coverage.missing,
      },
      figures: view.figures.map(shown),
    },
    2,
  )}\n`
