/** Which openings a post in a hiring thread advertises: one role, or several different ones. */
import type { CueHit } from '../cues.ts'
import { type Head, isProse } from '../head.ts'
import { countWords, endsWithColon, type Layout, type Line, linesOf } from '../layout.ts'
import { holds, type Leads, leadsOf, mayMatch, orderOf, type Words, within, wordReader } from '../leads.ts'
import { kindIn, orderOfKinds, plurals, unionsOf } from './kinds.ts'
import { seeksSeveralKinds } from './kinds-in-prose.ts'
import { titlesIn } from './titles.ts'

const nouns =
  'engineers?|engineering|developers?|devs?|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|leads?|directors?|writers?|consultants?|specialists?|recruiters?|marketers?|interns?|testers?|advocates?|executives?|sdets?|sres?|devops|coders?|operators?|associates?|representatives?|owners?|artists?|cto|vp|head of \\w+|coordinators?|strategists?|technicians?|instructors?|evangelists?|editors?|fullstack|full[- ]stack|front[- ]?end|back[- ]?end|frontend|backend|data science|machine learning|mobile|ios|android|qa|product management|marketing|sales|design|ml|product'
const roleWord = new RegExp(`\\b(?:${nouns})\\b`, 'i')
const roleNoun =
  /\b(?:engineers?|developers?|devs|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|leads?|directors?|writers?|consultants?|specialists?|recruiters?|marketers?|interns?|testers?|advocates?|executives?|sdets?|sres?|coders?|associates?|representatives?|owners?|artists?|cto|coordinators?|strategists?|technicians?|instructors?|evangelists?|editors?|counsel|accountants?|entwickler\w*|polymath|cofounder|co-founder|founder|tech lead|heads?(?= of\b)|eng)\b/i

/** Said in the header or as a heading of its own. */
const several =
  /\b(?:multiple|several|various|many|numerous|different|all)\s+(?:\w+\s+){0,3}(?:roles|positions|openings|jobs|vacancies|opportunities|functions)\b|\b(?:multiple|several|various) (?:engineering|software|roles|openings)\b|\bother roles\b|\broles in\b|\b(?:more|open) (?:roles|positions)\b|\band more\b/i
const sought =
  /\b(?:engineers?|developers?|scientists?|designers?|lead of|hiring|seeking|looking|(?:positions?|roles?|titles?|jobs?|openings?)(?=[\s*_]*:))\b/i
const kindOfWork =
  /\b(?:full[- ]?stack|front[- ]?end|back[- ]?end|devops|data science|machine learning|sre|engineering|web|mobile|ios|android)\b/i

const said = orderOf([roleNoun, roleWord, several, sought, kindOfWork, plurals])
const saysNoun = 0
const saysRole = 1
const saysSeveral = 2
const saysSought = 3
const saysWork = 4
const saysPlural = 5

/** The field of a header that names the role; null where none does. */
export function roleFieldOf({ fields }: Head): Words | null {
  for (let at = 0; at < fields.length; at++)
    if (holds(said, fields[at]!, saysNoun) && speaksOfRole(fields, at)) return fields[at]!
  for (let at = 1; at < fields.length; at++) if (holds(said, fields[at]!, saysWork)) return fields[at]!
  return null
}

/** The first field of a header is the employer's, unless it says what is sought. */
const speaksOfRole = (fields: readonly Words[], at: number): boolean =>
  at > 0 || fields.length === 1 || holds(said, fields[at]!, saysSought)

/** The title that stands alone below a header which names none. */
export function titleBelow(head: Head, layout: Layout): Words | null {
  if (!head.fromText || isProse(head)) return null
  for (const { start, end, first } of linesOf(layout)) {
    if (end <= head.end) continue
    const line = layout.role.slice(start, Math.min(end, start + 2 * longestTitle))
    if (addressAlone.test(line)) continue
    if (end - start > longestTitle || mayMatch(nounOfTitle, layout.words, end, first) === 0 || contracts.test(line))
      return null
    const titles = titlesIn(line, false)
    return titles.length === 1 ? within(layout.words, start, end) : null
  }
  return null
}

/** Which contracts are on offer. */
const contracts = /^[\W_]*(?:full|part)[- ]?time\b|\bor interns?\b|\binterns?,? .*\b(?:full[- ]?time|h1b)\b/i
const addressAlone = /^[\s(]*(?:https?:\S*)?[\s)]*$/

const joins = /[,;&+•/]|\s(?:and|or|und|et|y)\s/i

const readField = wordReader()
const parting = /\s*[,;&+•]\s*|\s+(?:and|or|und|et|y)\s+/gi

/** "Director of Engineering & Developer Relations" is one who leads both. */
const headsBoth =
  /^[^,;/+]*\b(?:director|head|vp|vice president) of\b(?![^,;/+]*\b(?:engineers?|developers?|scientists?|designers?|managers?|analysts?|leads?)\s*$)[^,;/+]*$/i

/** Whether a header's field names several roles: "iOS, Rails and DevOps engineers", "Data Scientist, Product Manager". */
function namesSeveral(field: Words): { several: boolean; kinds: Set<string> } {
  const words = field.text.includes('(') ? readField(withoutBrackets(field)) : field
  const all = new Set<string>()
  if (!joins.test(words.text) || (headsBoth.test(words.text) && !holds(said, words, saysPlural))) {
    const kind = kindIn(words)
    return { several: false, kinds: kind === null ? all : all.add(kind) }
  }
  if (mayMatch(orderOfKinds.leads, words) === 0) return { several: false, kinds: all }
  // "Deep Learning, Mobile and Software Engineer": the last word speaks for all.
  const parts = partsOf(words, parting)
  const plural =
    holds(said, words, saysPlural) ||
    (parts.length >= 3 && holds(said, parts.at(-1)!, saysNoun) && !holds(said, parts[0]!, saysNoun))
  const named = new Set<string>()
  for (const part of parts) {
    if (part.text.includes('/')) {
      const united = unionsOf(partsOf(part, slashes).flatMap((piece) => kindIn(piece) ?? []))
      // "Front-end / Full-Stack Engineers" is one part, "Backend / AI Engineers" are two.
      if (united.size > 1 && (plural || united.size > 2)) for (const kind of united) named.add(kind)
    }
    const kind = kindIn(part)
    if (kind === null) continue
    all.add(kind)
    if (plural || holds(said, part, saysNoun)) named.add(kind)
  }
  return { several: named.size >= 2, kinds: all }
}

const slashes = /\//g

/** A list of roles in brackets belongs to the field; else what stands in brackets is said by the way. */
function withoutBrackets(field: Words): string {
  const plural = holds(said, field, saysPlural)
  return field.text.replace(/\([^)]*\)/g, (bracket) =>
    plural && /[,/]/.test(bracket) ? ` ${bracket.slice(1, -1)} ` : ' ',
  )
}

/** What `split` gives, as words. The pattern is global and takes at least one character. */
function partsOf(words: Words, pattern: RegExp): Words[] {
  const { text, base, first } = words
  const parts: Words[] = []
  let from = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    parts.push(within(words, base + from, base + match.index, first))
    from = match.index + match[0].length
  }
  parts.push(within(words, base + from, base + text.length, first))
  return parts
}

const andMore = /[&+,] more\b/i
const otherRoles =
  /^[\s#>*•-]*(?:we(?:'|’)?(?:re| are)? also (?:hiring|looking)[^.\n]{0,30}|(?:other|more|additional|further) (?:open |available |current )?(?:roles|positions|openings|jobs|vacancies)[^.\n]{0,30}):\s*$/i
const listHeading =
  /^(?:[\s#>*-]*)(?:(?:current(?:ly)?|our|some|the|these|all|available|key|immediate)\s+)*(?:open(?:ings?)?|hiring|we(?:'|’)?(?: a)?re (?:hiring|looking|seeking|currently)|positions?|roles?|jobs?|looking|vacancies|who we|opportunities|currently hiring|hiring for)\b.{0,60}:?\s*$/i
const listWords =
  /\b(?:current|currently|our|some|the|these|all|available|key|immediate|open|openings?|hiring|we\w*|positions?|roles?|jobs?|looking|vacancies|who|opportunities)\b/i

const longestList = 420

/** Whether a post advertises several different roles. One role at two levels is not several. */
export function isMulti(head: Head, roleField: Words | null, layout: Layout, cues: readonly CueHit[]): boolean {
  if (!head.fromText) return false
  const prose = isProse(head)
  if (!prose) {
    if (holds(said, head.words, saysSeveral) || (head.text.includes('ore') && andMore.test(head.text))) return true
    const kindsOfFields = new Set<string>()
    let roles = 0
    let more = false
    for (let at = 0; at < head.fields.length; at++) {
      const field = head.fields[at]!
      if (field.text.length > longestList || !holds(said, field, saysRole) || !speaksOfRole(head.fields, at)) continue
      const { several: named, kinds: own } = namesSeveral(field)
      if (named) more = true
      if (!holds(said, field, saysNoun)) continue
      roles += 1
      if (own.size === 1) for (const kind of own) kindsOfFields.add(kind)
    }
    if (more || roles >= 3 || kindsOfFields.size >= 2) return true
  }
  return listsOpenings(roleField, layout, cues, prose ? 0 : head.end)
}

/** The body's own list of openings: lines that are titles, or one sentence that names several kinds. */
function listsOpenings(roleField: Words | null, layout: Layout, cues: readonly CueHit[], from: number): boolean {
  const { role: text, words } = layout
  const found = new Set<string>()
  let titles = 0
  let underList = false
  for (const line of linesOf(layout)) {
    const { start, end, told, first, kind: shape } = line
    if (end <= from) continue
    if (end - start < 90) {
      if (endsWithColon(text, start, end) && otherRoles.test(text.slice(start, end))) return true
      if (mayBeginWith(listWord, words, first, end) && listHeading.test(text.slice(start, end))) {
        underList = true
        continue
      }
    }
    const title =
      mayMatch(nounOfTitle, words, told, first) === 0 ? null : titleOf(words, line, shape === 'item' || underList)
    const kind = title === null ? null : kindIn(title)
    if (kind !== null) {
      found.add(kind)
      titles += 1
    }
  }
  if (found.size >= 2 && titles >= 2) return true
  if (titles >= 1 && underList && roleField !== null) {
    const headKind = kindIn(roleField)
    if (headKind !== null && !found.has(headKind)) return true
  }
  return seeksSeveralKinds(layout, cues, from)
}

/** Beginnings of lines that are sentences, whatever they name. */
const begins =
  /^(?:you|we|our|the|as|if|work|build|experience|strong|looking|help|for|this|your|who|what|collaborate|partner|mentor|lead|join|esp|currently|more|apply|team|about)\b/i

const listWord = leadsOf([listWords])
const nounOfTitle = leadsOf([roleNoun])

/** Whether the first of a line's words that any pattern begins with is one of these: where no other word stands before it, it is the first of all. */
const mayBeginWith = ({ masks }: Leads, { at, shapes, last }: Words, first: number, end: number): boolean =>
  first < last && at[first]! < end && masks[shapes[first]!] !== 0

/** Marks of lists before a title. */
const isMark = (char: string): boolean => '#>*•·-–—+0123456789.)( \t'.includes(char) || /\s/.test(char)
const isLetter = (char: string): boolean => (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z')

/** The title that a line begins with, where it is nothing but a title, or a title and what is said of it. */
function titleOf(words: Words, { start, end, told, first }: Line, loose: boolean): Words | null {
  const { text } = words
  if (end - start > 400 && text[start] !== '(') return null
  let at = start
  while (at < told && !isLetter(text[at]!) && isMark(text[at]!)) at += 1
  // Prose begins with other words, and holds no noun of a role so early.
  if (mayMatch(nounOfTitle, words, Math.min(told, at + longestTitle), first) === 0) return null
  const line = text.slice(at, Math.min(told, at + 90))
  const stop = line.search(/\s[-–—|:]\s|[:(),@]|\s[-–—]|\shttps?:/)
  if (stop === -1 && told - at > 75) return null
  const title = (stop === -1 ? line : line.slice(0, stop)).trim()
  if (title.length > longestTitle || title.length < 3 || !roleNoun.test(title)) return null
  if (countWords(title) > 7 || /[.!?]\s|[.!?]$|\b(?:hiring|looking)\b/.test(title)) return null
  // Titles begin with a capital, and lists of them may not.
  if (begins.test(title) || (!/^[A-Z0-9"']/.test(title) && !loose)) return null
  return within(words, at, at + title.length, first)
}

const longestTitle = 60
