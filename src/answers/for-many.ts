/**
 * An asking for many skills at once: what the store would be asked anew for each skill is read once for all, and each
 * skill's question is answered from that. The answers are those of the store, row for row.
 */
import type { Closing, Population, Questions, Store } from '../../db/store.ts'
import { addDays, type Day, daysBetween } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { Asking } from './asking.ts'

export function forMany(asking: Asking): Asking {
  const { questions } = asking.store
  // The store's methods stay its own; only the questions are answered here.
  const store: Store = Object.create(asking.store, {
    questions: { value: atOnce(questions, asking), enumerable: true },
  })
  return { ...asking, store }
}

function atOnce(questions: Questions, { population, asOf }: Asking): Questions {
  const same = (asked: Population, day: Day) => asked.name === population && day === asOf
  const whose = { name: population }
  const year = addDays(asOf, -365)
  const openings = once(async () =>
    bySkill(await questions.openings(whose, addDays(year, -28), addDays(asOf, 28), asOf)),
  )
  const gone = new Map<string, Promise<Map<SkillId, Closing[]>>>()
  const own: Partial<Questions> = {
    openedAround: async (skill, asked, from, to) =>
      asked.name === population && from >= year && to <= asOf
        ? ((await openings()).get(skill) ?? []).filter(
            (row) => row.firstSeen >= from && row.firstSeen <= addDays(to, 28) && row.notBefore <= to,
          )
        : questions.openedAround(skill, asked, from, to),
    closings: async (skill, asked, span) => {
      if (asked.name !== population || skill === 'every') return questions.closings(skill, asked, span)
      const key = Object.values(span).join(' ')
      const known = gone.get(key) ?? questions.closings('every', asked, span).then(bySkill)
      gone.set(key, known)
      return ((await known).get(skill) ?? []).map((row) => ({ ...row, skills: [skill] }))
    },
    lasted: async (skill, asked, from, to) =>
      same(asked, to) && from >= year
        ? ((await openings()).get(skill) ?? [])
            .filter((row) => row.firstSeen >= from && row.firstSeen <= to)
            .map(({ employer, openedOn, firstSeen, endedOn }) => {
              const closed = endedOn !== null && endedOn <= to
              return { employer, days: daysBetween(openedOn ?? firstSeen, closed ? endedOn : to), closed }
            })
        : questions.lasted(skill, asked, from, to),
  }
  return Object.assign(Object.create(questions) as Questions, own)
}

function bySkill<Row extends { skills: readonly SkillId[] }>(rows: readonly Row[]): Map<SkillId, Row[]> {
  const found = new Map<SkillId, Row[]>()
  for (const row of rows) {
    for (const skill of row.skills) {
      const known = found.get(skill)
      if (known === undefined) found.set(skill, [row])
      else known.push(row)
    }
  }
  return found
}

function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | null = null
  return () => {
    asked ??= ask()
    return asked
  }
}
