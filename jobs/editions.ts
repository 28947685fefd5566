/** What a new edition of the catalog changes: noted once when all texts are tagged with it, or told before it is adopted. */
import type { Store } from '../db/store.ts'
import type { SkillId, Tagged, TagInput } from '../src/domain.ts'
import { type Moved, movedSkills } from '../src/skills/edition.ts'
import { tagInput } from './tag-input.ts'

/** Kind of the event that holds what an edition moved: its subject is the edition, its message lines of `skill before after`. */
export const editionEvent = 'edition'

/** Writes what moved since the edition before, once per edition; nothing where there was none before. */
export async function noteWhatMoved({
  store,
  tagger,
  now,
}: {
  store: Store
  tagger: { edition: string }
  now(): number
}): Promise<Moved[]> {
  const before = (await store.editions()).find(({ name }) => name !== tagger.edition)
  if (before === undefined) return []
  const noted = await store.events({ kind: editionEvent, limit: 1000 })
  if (noted.some(({ subject }) => subject === tagger.edition)) return []
  const moved = movedSkills(await store.textsBySkill(before.name), await store.textsBySkill(tagger.edition))
  const lines = moved.map(({ skill, before: was, after }) => `${skill} ${was} ${after}`)
  await store.record({
    at: now(),
    run: null,
    kind: editionEvent,
    subject: tagger.edition,
    outcome: 'done',
    message: [`after ${before.name}: ${moved.length} skills moved`, ...lines].join('\n'),
  })
  return moved
}

export interface Compared {
  /** The edition in force, by whose tags the counts before are. */
  before: string | null
  after: string
  texts: number
  moved: Moved[]
  /** A few places of each skill that gains. */
  examples: { skill: SkillId; title: string; words: string }[]
  finished: boolean
}

const batch = 500
const examplesOfEach = 3

/** Tags every stored text with an edition that is not adopted, and keeps nothing of it. Memory does not grow with the texts. */
export async function compareEditions(
  store: Store,
  tagger: { edition: string; tag(input: TagInput): Tagged },
  signal: AbortSignal,
  onStep: (done: number) => void,
): Promise<Compared> {
  const before = await store.edition()
  const counts = new Map<SkillId, number>()
  const examples = new Map<SkillId, Compared['examples']>()
  const known = before === null ? new Map<SkillId, number>() : await store.textsBySkill(before)
  let texts = 0
  let after = 0
  while (!signal.aborted) {
    const page = await store.untagged(tagger.edition, after, batch)
    if (page.length === 0) break
    for (const text of page) {
      for (const { skill, field, offset, length } of tagger.tag(tagInput(text)).mentions) {
        counts.set(skill, (counts.get(skill) ?? 0) + 1)
        const shown = examples.get(skill) ?? []
        if (shown.length === examplesOfEach) continue
        const whole = field === 'title' ? text.title : text.text[field]
        const words = whole.slice(Math.max(0, offset - 40), offset + length + 40)
        examples.set(skill, [...shown, { skill, title: text.title, words }])
      }
    }
    after = page.at(-1)!.no
    texts += page.length
    onStep(texts)
  }
  const moved = movedSkills(known, counts)
  return {
    before,
    after: tagger.edition,
    texts,
    moved,
    examples: moved.filter((one) => one.after > one.before).flatMap(({ skill }) => examples.get(skill) ?? []),
    finished: !signal.aborted,
  }
}
