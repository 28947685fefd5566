/** Titles of openings that a post lists, and whether two of them are different roles. */
import type { Line } from '../layout.ts'
import { holds, leadsOf, mayMatch, orderOf, type Words } from '../leads.ts'
import { remembered } from '../memory.ts'

const noun =
  'engineers?|engineering|developers?|devs?|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|leads?|directors?|writers?|consultants?|specialists?|recruiters?|marketers?|interns?|testers?|advocates?|executives?|sdets?|sres?|coders?|associates?|representatives?|owners?|artists?|cto|coordinators?|strategists?|technicians?|evangelists?|editors?|cofounder|co-founder|aficionado|expert|role|pm|pms'
const work =
  'full[- ]?stack|front[- ]?end|back[- ]?end|dev|test|dev ?ops|sre|systems?|infra(?:structure)?|data|data science|data engineering|machine learning|ml|mobile|ios|android|web|qa|security|design|ux|ui|ux/ui|ui/ux|product|product management|engineering|marketing|sales|operations|support|growth|hardware|firmware|embedded|research|platform|people|hr|finance|application support'

/** A title and nothing else: it ends with what one is, or with the kind of work. */
const title = new RegExp(
  `^(?:[\\p{L}\\d.+#'’/&-]+ ){0,5}?(?:[\\p{L}\\d.+#'’/&-]*(?:${noun})(?: (?:in|for) [\\p{L} ]{2,20}| i{1,3}| iv)?|(?:[\\p{L}.+#-]+ )?(?:${work}))s?$`,
  'iu',
)
const endsWithNoun = new RegExp(`\\b(?:${noun})(?: (?:in|for) [\\p{L} ]{2,20}| i{1,3}| iv)?$`, 'iu')
const workAlone = new RegExp(`^(?:${work})$`, 'i')
export const isWork = (words: string): boolean => workAlone.test(words)
const names = leadsOf([new RegExp(`\\b(?:${noun})\\b`, 'i'), new RegExp(`\\b(?:${work})\\b`, 'i')])
/** Whether a line may begin with a title; where openings are listed, with a kind of work. */
export const mayName = (words: Words, { start, told, first }: Line, listed: boolean): boolean =>
  (mayMatch(names, words, Math.min(told, start + longestTitle), first) & (listed ? 3 : 1)) !== 0
/** Whether a line names a role anywhere. */
export const mayHoldTitles = (words: Words, first: number, end: number): boolean =>
  (mayMatch(names, words, end, first) & 1) !== 0
/** A noun where a title may end: before a sign, or before what a title goes on with. */
const ending = orderOf([
  new RegExp(`\\b(?:${noun})(?=\\s*(?:$|[^\\p{L}\\d\\s]|(?:https?|and|in|for|i{1,3}|iv)(?![\\p{L}\\d])))`, 'iu'),
])
const several = leadsOf([new RegExp(`\\b(?:${noun}|${work})s?\\b`, 'i')])
/** Whether a line that names a role may be nothing but titles; where openings are listed, any such line may. */
export const mayBeTitles = (words: Words, listed: boolean): boolean =>
  listed || holds(ending, words, 0, words.base + longestTitle)
const notTitle =
  /^(?:you|we|our|the|as|if|work|build|develop|design an?|manage|lead (?:the|our|a)|help|for|this|your|who|what|collaborate|partner|mentor|join|currently|more|apply|team|about|with|are|is|experience\w*|strong|great|good|senior level|all|other|no|and|or|contact|email|tech lead and|skills?|tools?|stack|inside|life|meet|assist|support|design software)\b/i

const rank =
  /\b(?:senior|sr|junior|jr|lead|principal|staff|mid|medior|mid-?level|entry-?level|experienced|founding|head|remote|onsite|intern|internship|i{1,3}|iv|role|multiple|several|talented|great|full-?time|part-?time|contract|freelance|new|grad|level|the|our|a|an|and|in|for|of)\b\.?/gi
const maker = /\b(?:engineers?|engineering|developers?|devs?|programmers?|hackers?|coders?)\b/gi

/** What a title is of, without its level: "Sr. Full-Stack Developers" is "engineer full stack". */
function wordsOf(name: string): Set<string> {
  const plain = name
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/front[- ]?end/g, 'frontend')
    .replace(/back[- ]?end/g, 'backend')
    .replace(/full[- ]?stack/g, 'fullstack')
    .replace(maker, 'engineer')
    .replace(rank, ' ')
  return new Set(
    plain
      .split(/[^\p{L}\d+#.]+/u)
      .map((word) => word.replace(/\.+$/, '').replace(/(?<=[a-z]{3})s$/, ''))
      .filter((word) => word !== ''),
  )
}

const within = (few: ReadonlySet<string>, many: ReadonlySet<string>): boolean =>
  [...few].every((word) => many.has(word))

/** Whether two of the titles name different roles: one at two levels, or said in more words, is one. */
export function differ(titles: readonly string[]): boolean {
  if (titles.length < 2) return false
  const roles = titles.map(wordsOf).filter(({ size }) => size > 0)
  return roles.some((one, at) => roles.slice(at + 1).some((other) => !within(one, other) && !within(other, one)))
}

const marks =
  /^[\s#>*•·\-–—+=_✓➤►→[]*(?:\(?\d{1,2}[.):]\s*)?[\s*_=-]*(?:(?:(?:job )?(?:title|position|role)(?: ?#?\d)?|(?:now )?hiring|opening|vacancy|wanted):\s*)?/i
/** "Position: Data Engineer" names one opening, and heads no list of them. */
export const labelsRole = (line: string): boolean =>
  /^[\W_]*(?:(?:job )?title|position|role|hiring)(?: ?#?\d)?:\s*\S/i.test(line)
const behindTitle = /\s[-–—|]\s.*$|(?<!\b[JSjs]r)\.\s.*$|\s*[:(@\]].*$|\s+https?:.*$|[\s*_=:.-]+$/s
const onlyPlaceBehind = /^[\s:–—|*_.-]*(?:\([^)]*\))?[\s:–—|*_.-]*(?:https?:\S*)?\s*$/
const parts = /\s*[,;•|]\s*|\s+(?:and|&|\+|[-–—])\s+/i
const longestTitle = 60
/** What may end a title before the line does. */
const endsTitle = /[,;•|:(@\]]|\s(?:and|&|\+|[-–—|])\s|\.\s|\shttps?:/i

const speciality = /^[^(,:|]{3,60}(?:\s\(|,\s)([\w/ -]{2,20})(?:$|[)(|:,]|\s-)/

/** The titles that a line is nothing but; none where it says anything else. */
export function titlesIn(line: string, listed: boolean): string[] {
  const whole = line.replace(marks, '').trim()
  if (notTitle.test(whole)) return []
  if (whole.length > 72 && !endsTitle.test(whole.slice(0, 72))) return []
  const bare = whole
    .replace(/\([^)]*\)?/g, '')
    .replace(/https?:\S*$/, '')
    .replace(/[\s:.*-]+$/, '')
    .replace(/,?\s*(?:and|&) more!*$/i, '')
    .trim()
  if (bare.length < 240) {
    const several = bare.split(parts).filter((part) => part !== '')
    if (several.length > 1 && several.every((part) => isTitle(part, false))) return several
  }
  // "Product (UI/UX) Designer: https://…"
  const flat = bare.replace(/\s+/g, ' ')
  if (flat.length <= longestTitle && endsWithNoun.test(flat) && isTitle(flat, listed)) return [flat]
  const first = whole.replace(behindTitle, '').trim()
  const [beforeComma = ''] = first.split(',', 1)
  if (beforeComma.length > longestTitle) return []
  const one = endsWithNoun.test(beforeComma) ? beforeComma : first
  if (one === '' || !isTitle(one, listed)) return []
  // "Software Engineer (Backend)" is another than "Software Engineer (Frontend)".
  const special = speciality.exec(whole)?.[1]
  if (special !== undefined && isWork(special) && endsWithNoun.test(one)) return [`${special} ${one}`]
  // "Backend: Rails, Postgres" lists tools, "Backend: https://…" an opening.
  return endsWithNoun.test(one) || onlyPlaceBehind.test(whole.slice(one.length)) ? [one] : []
}

/** "All roles are here: https://… - Data Engineer - Product Manager - …": titles in one line that dashes part. */
export function titlesBetweenDashes(line: string): string[] {
  if (!line.includes(' - ')) return []
  const titles = line
    .replace(/^[\s*•-]+/, '')
    .split(/\s+-\s+/)
    .map((part) => part.split(/\s*[|:(@]/, 1)[0]!.trim())
    .filter((part) => isTitle(part, false))
  return titles.length >= 3 ? titles : []
}

/** Where openings are listed a kind of work stands for who does it. */
const isTitle = (words: string, listed: boolean): boolean =>
  words.length <= longestTitle &&
  (listed || /^[A-Z\d]/.test(words)) &&
  !notTitle.test(words) &&
  title.test(words) &&
  (listed || endsWithNoun.test(words))

/** A group and who is sought in it: "Product: Designers, PMs". */
export function namesGroup(line: string): boolean {
  const [group, list] = line.replace(marks, '').split(/:\s+/, 2)
  if (group === undefined || list === undefined || !isTitle(group.trim(), true)) return false
  const named = list.split(/\s*[,/]\s*/).map((part) => part.trim())
  return named.length >= 2 && named.every((part) => part !== '' && isTitle(part, true))
}

const fieldParts = /\s*[,;&+•/]\s*|\s+(?:and|und|et|y)\s+/i
const holdsParts = /[,;&+•/]|\s(?:and|und|et|y)\s/i

/** Whether a field of a header lists kinds of work, or titles of different roles. */
export const fieldListsRoles = (field: Words): boolean =>
  mayMatch(several, field) !== 0 && holdsParts.test(field.text) && partsListRoles(field.text)

/** The same places and terms stand in header after header. */
const partsListRoles = remembered((field) => {
  const bare = field
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const named = bare.split(fieldParts).filter((part) => part !== '')
  if (named.length < 2 || bare.length > 200) return false
  const bySlash = !/[,;&+•]|\sand\s/.test(bare)
  if (named.every(isWork)) return differ(named) && (!bySlash || named.length > 2)
  // Behind a comma stands the team: "Software Engineer, Data Platform".
  const byComma = /[,;]/.test(bare)
  const titles = named.filter(
    (part) => isTitle(part, true) && (endsWithNoun.test(part) || (!byComma && / /.test(part))),
  )
  // "Frontend Engineer / Designer" is one who does both.
  return titles.length >= (bySlash ? 3 : 2) && titles.length >= named.length - 1 && differ(titles)
})

/** A second header in the body: a field of it is a title. */
export function headerTitles(line: string): string[] {
  const fields = line.split('|').map((field) => field.trim())
  return fields.length < 3 ? [] : fields.filter((field) => isTitle(field, false)).slice(0, 1)
}
