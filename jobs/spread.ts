/** Who does what when, so that not everything of everybody happens at once: shares from names, the same on each start. */

/** A number from 0 to below 1 that is the name's own: FNV-1a. */
export function shareOf(name: string): number {
  let hash = 0x811c9dc5
  for (const sign of name) hash = Math.imul(hash ^ sign.codePointAt(0)!, 0x01000193)
  // The last signs of names that are alike stay in the low bits: mix them in.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}

/** Nearer than this to its own beat a board is in step with it. */
const nearMs = 3_600_000

/**
 * When a board is due after a read that began at an instant: the one moment of its own beat within the period, which comes at
 * the latest when the period is over. So boards that were all read at once are read over the whole period from the next
 * time on, whatever brought them together, and one that is asked for once in a period and an hour is due each time.
 */
export function nextBeat(name: string, startedAt: number, periodMs: number): number {
  const phase = Math.floor(shareOf(name) * periodMs)
  const since = (((startedAt - phase) % periodMs) + periodMs) % periodMs
  const wait = periodMs - since
  return startedAt + (wait < nearMs ? periodMs : wait)
}
