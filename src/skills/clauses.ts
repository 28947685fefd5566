/** The clause around a place, found by looking outward from it. */

const newline = 10
const dot = 46

export function isBlankAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 32 || (unit >= 9 && unit <= 13) || (unit > 127 && /\s/.test(text[at]!))
}

/** What ends a clause: some signs always, some where a blank follows, or nothing at the end of the stretch. */
export interface Ends {
  always: readonly number[]
  beforeBlank: readonly number[]
  /** The second kind also ends a clause as the last character of the stretch. */
  last: boolean
}

export const ends = {
  /** `!`, `?`, a new line, and a full stop before a blank. */
  clause: { always: [33, 63, newline], beforeBlank: [dot], last: false },
  /** `.`, `!`, `?` before a blank. */
  sentence: { always: [], beforeBlank: [dot, 33, 63], last: false },
  sentenceOrEnd: { always: [], beforeBlank: [dot, 33, 63], last: true },
  near: { always: [newline], beforeBlank: [dot, 59, 33, 63], last: true },
  line: { always: [newline], beforeBlank: [], last: false },
  strict: { always: [dot, 59, newline], beforeBlank: [], last: false },
} satisfies Record<string, Ends>

function endsAt(text: string, at: number, to: number, { always, beforeBlank, last }: Ends): boolean {
  const unit = text.charCodeAt(at)
  if (unit > 63) return false
  if (always.includes(unit)) return true
  return beforeBlank.includes(unit) && (at + 1 < to ? isBlankAt(text, at + 1) : last)
}

/** `text.slice(from, to)` behind the last end of a clause in it. */
export function clauseBefore(text: string, from: number, to: number, kind: Ends): string {
  const least = Math.max(0, from)
  let at = to
  while (at > least && !endsAt(text, at - 1, to, kind)) at -= 1
  return text.slice(at, to)
}

/** `text.slice(from, to)` up to the first end of a clause in it. */
export function clauseBehind(text: string, from: number, to: number, kind: Ends): string {
  const most = Math.min(text.length, to)
  let at = from
  while (at < most && !endsAt(text, at, most, kind)) at += 1
  return text.slice(from, at)
}

/** `text.slice(from, to).trim()`; most stretches begin and end with plain characters, and need no more than the slice. */
export function trimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && text.charCodeAt(start) === 32) start += 1
  while (end > start && text.charCodeAt(end - 1) === 32) end -= 1
  const slice = text.slice(start, end)
  return start === end || (isPlain(text.charCodeAt(start)) && isPlain(text.charCodeAt(end - 1))) ? slice : slice.trim()
}

const isPlain = (unit: number): boolean => unit > 32 && unit < 128
