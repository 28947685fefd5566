/** Figures by name: `pytorch.open`, `pytorch.share@2026-05-31`, `pytorch.opened.share@2026-05`. */
import { type Day, maybeDay } from '../days.ts'
import { type Figure, type SkillId, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { measures } from '../report/measures.ts'

export interface FigureId {
  skill: SkillId
  measure: string
  /** What stands behind the @: a day to answer as of, or another period. */
  period: string | null
}

export const figureIdOf = ({ skill, measure, period }: Pick<Figure, 'skill' | 'measure' | 'period'>): string =>
  `${skill ?? 'all'}.${measure}@${period}`

/** Null where the word is no figure's name, such as a skill alone; an unknown skill or measure is an error with the nearest. */
export function figureNamed(word: string, skillNamed: (word: string) => SkillId): FigureId | null {
  const found = /^([^.@\s]+)\.([\w.+#-]+)(?:@(\S+))?$/.exec(word)
  if (found === null) return null
  const [, skill = '', measure = '', period = null] = found
  const family = measure.split('.')[0]!
  const known = measures.some(({ id }) => id === measure || (id === family && measure.includes('.')))
  if (!known) {
    const nearest = didYouMean(
      measure,
      measures.map(({ id }) => id),
    )
    // Names of skills have dots too: "next.js".
    if (nearest === '') return null
    throw new UserError(`There is no figure "${measure}".${nearest} docs/method.md names them.`)
  }
  return { skill: skillNamed(skill), measure, period }
}

/** The day that the figure is to be answered as of, where its name tells one. */
export const dayIn = ({ period }: FigureId): Day | null => (period === null ? null : maybeDay(period))
