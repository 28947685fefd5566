/** What was published and then changed: old and new, when, and why. */
import type { Publication, Store } from '../../db/store.ts'
import { dayOf } from '../days.ts'
import type { Figure, SkillId } from '../domain.ts'
import type { Revision } from '../report/views.ts'

/** Every change of a published figure, newest first. */
export async function revisionsOf(store: Store, skill?: SkillId): Promise<Revision[]> {
  const last = new Map<string, Publication>()
  const revisions: Revision[] = []
  for (const publication of await store.republished(skill === undefined ? {} : { skill })) {
    const { figure, publishedAt } = publication
    const key = `${figure.skill}\t${figure.measure}\t${figure.population}\t${figure.period}`
    const before = last.get(key)
    last.set(key, publication)
    if (before === undefined || saysTheSame(before.figure, figure)) continue
    const { skill: of, measure, period } = figure
    const texts = { before: before.figure.text, after: figure.text, reason: reasonOf(before, publication) }
    revisions.push({ on: dayOf(new Date(publishedAt)), skill: of, measure, period, ...texts })
  }
  return revisions.reverse()
}

/** The same numbers in other words: a sentence was written anew, and nothing was read otherwise. */
export function saysTheSame(before: Figure, after: Figure): boolean {
  const numbers = ({ text }: Figure) => text.match(/[\d.,]*\d/g) ?? []
  const core = ({ status, value, n, denominator, interval, unit, text }: Figure) =>
    JSON.stringify([status, value, n, denominator, interval, unit === 'word' && text.split(':')[0]!.toLowerCase()])
  return core(before) === core(after) && numbers(before).join(' ') === numbers(after).join(' ')
}

/**
 * Method and edition are stamped on every figure; among figures of one vintage fewer jobs mean that some were merged, and more
 * that some came in, though none of them need name the skill.
 */
function reasonOf(before: Publication, after: Publication): string {
  const [old, now] = [before.figure.vintage, after.figure.vintage]
  if (old.method !== now.method) return `method ${old.method} to ${now.method}`
  if (old.edition !== now.edition) return `edition ${old.edition} to ${now.edition}`
  const jobs = ({ figure }: Publication) => figure.denominator ?? figure.n ?? 0
  if (jobs(after) !== jobs(before)) return jobs(after) < jobs(before) ? 'merge' : 'late data'
  return before.inputs === after.inputs ? 'merge' : 'late data'
}
