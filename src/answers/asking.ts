/** One asking: whose vacancies, as known on which day. Everything that several figures rest on is asked once for it. */
import type { Store } from '../../db/store.ts'
import type { Day } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { SkillName } from '../report/views.ts'

/** What is asked of the catalog: enough to name a skill. */
export interface KnownSkill {
  id: SkillId
  name: string
  group: string
  /** First public month: before it there was nothing to name. */
  since?: string
  homepage?: string
  implies?: SkillId[]
}

export interface Asking {
  store: Store
  skills: readonly KnownSkill[]
  /** The catalog's edition that this program tags with. */
  edition: string
  population: string
  asOf: Day
  /** Hears what long work has come to. */
  progress?(line: string): void
}

/** An answer that many figures of one asking rest on: asked at the first question and kept as long as the asking. */
export function shared<T>(ask: (asking: Asking) => Promise<T>): (asking: Asking) => Promise<T> {
  const kept = new WeakMap<Asking, Promise<T>>()
  return (asking) => {
    const known = kept.get(asking)
    if (known !== undefined) return known
    const asked = ask(asking)
    kept.set(asking, asked)
    return asked
  }
}

/** Keys whose answers are kept at a time: a skill, its alternatives, and a few more. A question over all skills visits each once. */
const keptKeys = 12

/** The same for answers that differ by a key, such as a skill; those asked for longest ago make room. */
export function sharedBy<T>(
  ask: (asking: Asking, key: string) => Promise<T>,
): (asking: Asking, key: string) => Promise<T> {
  const kept = shared(async () => new Map<string, Promise<T>>())
  return async (asking, key) => {
    const known = await kept(asking)
    const found = known.get(key) ?? ask(asking, key)
    // Put last again: a Map keeps the order in which its keys came.
    known.delete(key)
    known.set(key, found)
    if (known.size > keptKeys) known.delete(known.keys().next().value!)
    return found
  }
}

export function skillName(asking: Asking, id: SkillId): SkillName {
  const skill = asking.skills.find((known) => known.id === id)
  if (skill === undefined) throw new RangeError(`the catalog has no skill "${id}"`)
  return { id, name: skill.name, group: skill.group, homepage: skill.homepage ?? null }
}
