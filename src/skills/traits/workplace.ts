/** Where a role may be done: the most permissive that it offers. */
import type { Workplace } from '../../domain.ts'
import type { CueHit } from '../cues.ts'
import { type Head, isProse } from '../head.ts'
import type { Layout } from '../layout.ts'
import { holds, leadsOf, mayMatch, orderOf, type Words, within, wordReader } from '../leads.ts'
import { noRemote, workplaceInText } from './workplace-text.ts'

const headRemote = /\bremote\w*|\bremoto\b|\banywhere\b|\bwfh\b|\bwork from home\b|\bdistributed\b|\btelecommut\w*/i
const headOnsite = /\bon[- ]?sites?\b|\bin[- ]?office\b|\bin[- ]person\b|\blocal only\b|\bonsite\b/i
const headHybrid =
  /\bhybrid\b|\bsemi-?remote\b|\bpartial(?:ly)? remote\b|\bpart[- ]remote\b|\b\d\s?(?:x|days?|d)\s?(?:\/|per|a|in)?\s?(?:week|w|office)|\bremote (?:friendly|flexible)\b.{0,20}\bhybrid\b/i

const headLeads = leadsOf([noRemote, headRemote, headOnsite, headHybrid])

/** "Onsite" in the header, "some remote is possible" in the body. */
const possible =
  /\b(?:remote (?:is |work is |may be |also )?(?:possible|considered|ok|okay|an option|available)|open to remote|will consider remote|(?:exceptional|right|strong) (?:candidates?|people|person|engineers?)[^.\n]{0,40}\bremote)\b/i
const partly =
  /\bhybrid\b|\b(?:[1-4]|one|two|three|four) days? (?:a|per|each|of|every)?\s?(?:week )?(?:remote|from home|wfh)|\bwork from home (?:[1-4]|one|two|a few|some) days?|\b(?:some|occasional|partial) remote/i
const ofBody = orderOf([possible, partly, noRemote])
const saysPossible = 0
const saysPartly = 1
const saysNone = 2

const read = wordReader()

/** `text` is the role's, and the company's where there is one. */
export function workplaceOf(head: Head, layout: Layout, text: string, cues: readonly CueHit[]): Workplace {
  const body = () =>
    text.length === layout.role.length ? within(layout.words, head.end, text.length) : read(text.slice(head.end))
  const first = inHead(head, body)
  if (first !== null) return first
  // Where the first line is prose, it is read as prose.
  return workplaceInText(head.fromText && isProse(head) ? 0 : head.end, text, cues)
}

/** A header says it in a field of its own; a title in brackets. */
function inHead(head: Head, body: () => Words): Workplace | null {
  const words = head.text
  const may = mayMatch(headLeads, head.words)
  if (may === 0) return null
  if ((may & 1) !== 0 && noRemote.test(words)) return headHybrid.test(words) ? 'hybrid' : 'onsite'
  const remote =
    (may & 2) !== 0 &&
    headRemote.test(
      words.replace(/\bremote(?:ly)? (?:sensing|control\w*|procedure|monitoring|patient|desktop|access)\b/gi, ''),
    )
  if (remote) {
    if (
      /\b(?:currently|temporarily|temporary|for now|until|due to|during|covid|pandemic|initially)\b[^|]*\bremote|\bremote\b[^|]{0,20}\b(?:for now|until|due to|during|covid|pandemic|temporar\w*|initially|currently)\b/i.test(
        words,
      ) &&
      (headOnsite.test(words) || /until|for now|temporar/i.test(words))
    )
      return headOnsite.test(words) ? 'onsite' : 'remote'
    if (
      /\bpartial(?:ly)? remote\b|\bpart[- ]remote\b|\bsemi-?remote\b|\bsome remote\b|\bremote (?:days?|\d days?)|\b\d+% remote\b(?<!100% remote)|\bhybrid[- ]remote\b|\bhybrid remote\b|\bremote hybrid\b|\bremote[ -]?\/? ?hybrid\b|\bremote \((?:hybrid|partial)/i.test(
        words,
      )
    )
      return /\bremote\s*(?:or|\/)\s*hybrid\b/i.test(words) ? 'remote' : 'hybrid'
    return 'remote'
  }
  if ((may & 8) !== 0 && headHybrid.test(words)) return 'hybrid'
  if ((may & 4) !== 0 && headOnsite.test(words)) {
    const rest = body()
    if (holds(ofBody, rest, saysPossible) && !holds(ofBody, rest, saysNone)) return 'remote'
    if (holds(ofBody, rest, saysPartly)) return 'hybrid'
    return 'onsite'
  }
  return null
}
