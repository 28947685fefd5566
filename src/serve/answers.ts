/** Answers for the routes: kept ones at once, each new one asked for once, however many wait for it. */
import { type Asker, Unavailable } from './asker.ts'
import { createCache } from './cache.ts'
import { keyOf, type Question } from './question.ts'
import type { Sealed } from './sealed.ts'

export interface Answers {
  /** Null where there is nothing. Throws Unavailable, or a UserError for what cannot be asked. */
  get(question: Question): Promise<Sealed | null>
  readable(): boolean
  readonly kept: { hits: number; misses: number; bytes: number }
}

/** How things stand changes with the clock, and is asked by monitors. */
const standMs = 10_000
const timely = new Set<Question['kind']>(['status', 'metrics', 'changes'])

export function createAnswers(asker: Asker, now: () => number, mostBytes = 48 * 1_048_576): Answers {
  const cache = createCache(mostBytes)
  const asked = new Map<string, Promise<Sealed | null>>()
  const counts = { hits: 0, misses: 0 }

  const ask = async (key: string, question: Question): Promise<Sealed | null> => {
    const { answer, standing } = await asker.ask(question)
    cache.put(key, answer, standing, now())
    return answer
  }

  return {
    async get(question) {
      const standing = asker.standing()
      const slot = timely.has(question.kind) ? Math.floor(now() / standMs) : ''
      const key = `${slot}${keyOf(question)}`
      const known = standing === null ? undefined : cache.get(key, standing, now())
      if (known !== undefined) {
        counts.hits += 1
        return known
      }
      const waiting = asked.get(key)
      if (waiting !== undefined) return waiting
      counts.misses += 1
      const made = ask(key, question).finally(() => asked.delete(key))
      asked.set(key, made)
      return made
    },
    readable: () => asker.standing() !== null,
    get kept() {
      return { ...counts, bytes: cache.bytes }
    },
  }
}

export { Unavailable }
