/** Kinds of work that a sentence seeks: what a post that hires in prose advertises. */
import { isBlankAt } from '../clauses.ts'
import type { CueHit } from '../cues.ts'
import type { Layout } from '../layout.ts'
import { holds, matchesIn, mayMatch, orderOf, type Words, within } from '../leads.ts'
import { apart, kindOf, plurals, unionsOf } from './kinds.ts'
import { isWork } from './titles.ts'

/** Behind the header no further than this is read. */
const mostRead = 6000

/** Whether one sentence seeks several kinds: "backend and frontend developers", "talent across Data, Sales and Research". */
export function seeksSeveralKinds(layout: Layout, cues: readonly CueHit[], from: number): boolean {
  const text = layout.role
  for (const { kind, offset } of cues) {
    if (kind !== 'hire' || offset < from || offset > from + mostRead) continue
    const words = within(layout.words, offset, endOfSentence(text, offset))
    if (mayMatch(inProse.leads, words) === 0) continue
    const named = rolesIn(words)
    if (
      unionsOf(named).size >= 2 ||
      (apart(named) >= 2 && plurals.test(words.text)) ||
      areasIn(words) >= 3 ||
      bracketLists(words.text)
    )
      return true
  }
  return false
}

const newline = 10
const stops = [33, 46, 63]
const longestSentence = 400

/** Of the sentence that hires from a place on. */
function endOfSentence(text: string, offset: number): number {
  const most = Math.min(text.length, offset + longestSentence)
  for (let at = offset; at < most; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 63) continue
    if (
      unit === newline
        ? breaksOff(text, at, most)
        : stops.includes(unit) && (at + 1 === most || isBlankAt(text, at + 1))
    )
      return at
  }
  return most
}

/** An empty line ends a sentence, and a new line that neither follows a comma nor goes on with a small letter or bracket. */
function breaksOff(text: string, at: number, most: number): boolean {
  const after = at + 1 < most ? text[at + 1]! : ''
  return after === '\n' || !(/[,\s]/.test(text[at - 1]!) || /[a-z(]/.test(after))
}

/** "Engineers (software, front-end, electrical)": who is sought is told in brackets, by kinds of work alone. */
function bracketLists(sentence: string): boolean {
  if (!sentence.includes('(') && !sentence.includes(': ')) return false
  const found = inBrackets.exec(sentence)
  const list = found?.[1] ?? found?.[2]?.replace(/,? etc\b.*$/i, '').trim()
  if (list === undefined) return false
  const parts = list.split(/\s*[,/&]\s*|\s+(?:and|or)\s+/i).filter((part) => part !== '')
  return (
    parts.every((part) => isWork(part) || branch.test(part)) &&
    unionsOf(parts.flatMap((part) => kindOf(part) ?? [])).size >= 2
  )
}
const inBrackets =
  /\b(?:engineers|developers|devs|people|folks|roles|positions)(?:\s?\(([^()]{5,120})\)|: ([^.:;()\n]{5,120}))/i
const branch =
  /^(?:software|computer vision|deep learning|electrical|mechanical|hardware|firmware|embedded|full[- ]?stack) ?(?:engineering)?$/i

const areas =
  /\b(?:across(?! the board| our (?:\w+ )?teams)|roles in|people in|candidates in|positions in|hiring in|talent in|(?:engineers|developers|people|folks|talent) for)\b(.{10,200})/i

/** "… talent across Data, Machine Learning, Infrastructure and Research". */
function areasIn(words: Words): number {
  const across = holds(inProse, words, saysAreas) ? areas.exec(words.text) : null
  if (across === null) return 0
  const named = new Set<string>()
  const [list = ''] = across[1]!.split(/\b(?:working|who|which)\b/i, 1)
  for (const part of list.split(/\s*[,/&]\s*|\s+and\s+/i)) {
    const kind = kindOf(part)
    if (kind !== null) named.add(kind)
  }
  return named.size
}
const nounInProse =
  /\b(?:engineers?|developers?|devs|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|marketers?|writers?|testers?|sres?|recruiters?|advocates?|interns?)\b/iy
const beside =
  /\b(?:alongside|(?:work|working|collaborate|partner|partnering|interact) (?:closely )?with|team of|other|our|fellow|by|(?<!\b(?:junior|mid|medior|intermediate|associate)(?:[- ]level)? )to|help|report\w*|you|their|between|as well as our)\b[^,]{0,30}$/i

const inProse = orderOf([nounInProse, areas])
const saysAreas = 1

/** Kinds named in a sentence that hires: "backend and frontend developers", "a designer and a PM". */
function rolesIn(words: Words): Set<string> {
  const sentence = words.text
  const found = new Set<string>()
  const nouns = matchesIn(nounInProse, 1, inProse.leads, words)
  if (nouns.length === 0) return found
  const team = sentence.search(/\b(?:team|group|staff|community) of\b/i)
  let last = 0
  for (const match of nouns) {
    const before = sentence.slice(Math.max(last, match.index - 70), match.index)
    last = match.index + match[0].length
    if (beside.test(before) || (team !== -1 && match.index > team)) continue
    // Only words that may belong to the noun: behind the last verb or preposition.
    const own = before
      .split(/\b(?:for|hiring|seeking|with|who|that|is|are|in|at|from|experienced|talented|passionate|of)\b/i)
      .at(-1)!
    const parts = `${own}${match[0]}`.split(/\s*[,/&+]\s*|\s+(?:and|or|a|an)\s+/i).filter((part) => part.trim() !== '')
    for (const part of parts.slice(-4)) {
      const kind = /\bcomputer scientists?\b/i.test(part) ? 'software' : kindOf(part)
      if (kind !== null) found.add(kind)
    }
  }
  return found
}
