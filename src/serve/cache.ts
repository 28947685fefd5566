/** Answers kept as long as the store says the same, the least lately asked for let go first. */
import type { Sealed } from './sealed.ts'

/** What the store was like when something was made of it. */
export interface Standing {
  /** The day, and the last thing that was recorded as done. */
  version: string
  /** What of the store's files tells that somebody wrote; empty where that cannot be told. */
  stamp: string
}

interface Kept extends Standing {
  answer: Sealed | null
  at: number
}

/** Answers made while somebody wrote are made again after this, though nothing was recorded as done. */
const restlessMs = 60_000
const overhead = 500

const sizeOf = (answer: Sealed | null) =>
  overhead + (answer === null ? 0 : answer.plain.length + (answer.packed?.length ?? 0))

export function createCache(mostBytes: number) {
  const kept = new Map<string, Kept>()
  let bytes = 0
  const drop = (key: string) => {
    const entry = kept.get(key)
    if (entry === undefined) return
    kept.delete(key)
    bytes -= sizeOf(entry.answer)
  }
  return {
    /** Undefined where it is not known, or no longer good; null is an answer: that there is nothing. */
    get(key: string, standing: Standing, now: number): Sealed | null | undefined {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      const still = entry.stamp !== '' && entry.stamp === standing.stamp
      if (entry.version !== standing.version || (!still && now - entry.at >= restlessMs)) {
        drop(key)
        return undefined
      }
      kept.delete(key)
      kept.set(key, entry)
      return entry.answer
    },
    put(key: string, answer: Sealed | null, standing: Standing, now: number): void {
      drop(key)
      const size = sizeOf(answer)
      if (size > mostBytes / 4) return
      kept.set(key, { answer, at: now, ...standing })
      bytes += size
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes) break
        drop(oldest)
      }
    },
    get bytes() {
      return bytes
    },
  }
}
