/** Figures as answers make them: a value or the sentence in its place, stamped with what it was made from. */
import { createHash } from 'node:crypto'
import type { Figure, SkillId, Vintage } from '../domain.ts'
import { methodVersion } from '../figures/method.ts'
import { type Asking, shared } from './asking.ts'
import { readingOf } from './reading.ts'

export const vintageOf = shared(async (asking: Asking): Promise<Vintage> => {
  const { panel } = await readingOf(asking)
  return {
    asOf: asking.asOf,
    edition: (await asking.store.edition()) ?? 'none',
    method: methodVersion,
    panel: digestOf(panel),
  }
})

export type Draft = Pick<Figure, 'measure' | 'text' | 'unit'> & Partial<Figure>

/** Makes the figures of one skill (or of the population, for null) in this asking. */
export async function figuresOf(asking: Asking, skill: SkillId | null): Promise<(draft: Draft) => Figure> {
  const vintage = await vintageOf(asking)
  return (draft) => ({
    skill,
    population: asking.population,
    period: asking.asOf,
    value: null,
    status: draft.value === undefined || draft.value === null ? 'missing' : 'observed',
    flags: [],
    n: null,
    denominator: null,
    employers: null,
    interval: null,
    vintage,
    ...draft,
  })
}

/** Sixteen hex digits over a set of names, whatever their order. */
const digestOf = (names: readonly string[]): string =>
  createHash('sha256')
    .update([...names].sort().join('\n'))
    .digest('hex')
    .slice(0, 16)
