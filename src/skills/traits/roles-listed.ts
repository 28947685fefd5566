/** Lists of openings that are told by their form, and numbers of roles that are told in words. */
import type { CueHit } from '../cues.ts'
import { type Head, isProse } from '../head.ts'
import { beginningOf, holdsColon, type Layout, linesOf } from '../layout.ts'
import { holds, leadsOf, matchesIn, mayMatch, orderOf, type Words } from '../leads.ts'
import { kindIn, kindOf, unionsOf } from './kinds.ts'
import {
  differ,
  fieldListsRoles,
  headerTitles,
  isWork,
  labelsRole,
  mayBeTitles,
  mayHoldTitles,
  mayName,
  namesGroup,
  titlesBetweenDashes,
  titlesIn,
} from './titles.ts'

const many =
  '(?:two|three|four|five|six|seven|eight|nine|ten|(?!1\\b)\\d{1,3}\\+?|a ton of|tons of|lots of|plenty of|a number of|a (?:few|couple|bunch|variety|range)(?: of)?|multiple|several|various|many|numerous|different)'
const openings = /\b(?:roles|positions|openings|vacancies|jobs)\b/iy
const leadsOfOpenings = leadsOf([openings])
const inHeader = new RegExp(`\\b${many} (?:[\\w/]+[ -]){0,3}$`, 'i')
/** In the body a verb says that they are to be had. */
const inBody = new RegExp(
  `(?:\\b(?:hiring|recruiting|looking|fill|filling|have|seeking)\\b[^.]{0,40}\\b|\\bgot (?!a couple)|^)${many} (?:(?!other|more)[\\w/]+(?:,? |-)){0,6}$|\\bfollowing (?:[\\w/]+[ -]){0,3}$`,
  'i',
)
/** "The Full Stack, Sales and Marketing roles". */
const areas =
  /((?:[\w/-]+(?: [\w/-]+)?, ){1,8}(?:and |& )?[\w/-]+(?: [\w/-]+)?|[\w/-]+(?: [\w/-]+)? (?:and|&) [\w/-]+(?: [\w/-]+)?) $/i
/** As the areas of a list do, right before its noun. */
const joined = /(?:,|\sand|&) [\w/-]+(?: [\w/-]+)? $/i
const more = orderOf([/\b(?:lots|many|a lot) more\b/i])
const andMore = /\b(?:and|&|\+) (?:lots|many|a lot) more\b/i
const longestLead = 140
const mostRead = 6000

/** "13 engineering jobs", "hiring for a number of roles", "the following positions". */
function numbersRoles(head: Head, layout: Layout): boolean {
  const text = layout.role
  if (holds(more, head.words, 0) && andMore.test(head.text)) return true
  for (const { index } of matchesIn(openings, 1, leadsOfOpenings, head.words))
    if (inHeader.test(head.text.slice(0, index))) return true
  for (const {
    index,
    0: { length },
  } of matchesIn(openings, 1, leadsOfOpenings, layout.words)) {
    if (index < head.end || index > head.end + mostRead) continue
    // "Two positions for full-stack engineers" are of one role.
    if (ofOneRole.test(text.slice(index + length, index + length + 80))) continue
    const lead = text.slice(Math.max(text.lastIndexOf('\n', index) + 1, index - longestLead), index)
    if (inBody.test(lead)) return true
    const list = joined.test(lead) ? areas.exec(lead)?.[1] : undefined
    if (
      list !== undefined &&
      differ(
        list
          .split(/,\s*(?:and |& )?|\s+(?:and|&)\s+/)
          .map(lastWords)
          .filter(isWork),
      )
    )
      return true
  }
  return false
}

const ofOneRole =
  /^ for (?:(?!and\b|or\b)[\w-]+ ){1,4}?(?:engineers|developers|scientists|designers)\b(?!\s*(?:[,&/(:]|(?:and|or)\b))/i

const lastWords = (area: string): string =>
  area.replace(/^.*\b(?:for|our|the|in|open|hiring|senior|junior|experienced|new|available)\s/i, '')

const longestLine = 400
/** A longer line is prose, behind which no list goes on. */
const longestOfList = 160

/** Whether a post lists different roles: titles line by line, fields of a header, numbers of roles. */
export function listsRoles(head: Head, roleField: Words | null, layout: Layout, cues: readonly CueHit[]): boolean {
  if (!head.fromText) return false
  const text = layout.role
  if (numbersRoles(head, layout)) return true
  if (!isProse(head) && head.fields.some(fieldListsRoles)) return true
  const titles: string[] = []
  let listed = false
  let dash = text.indexOf(' - ', head.end)
  for (const one of linesOf(layout)) {
    const { start, end, first } = one
    if (end <= head.end) continue
    const may = mayName(layout.words, one, listed)
    const mayOpen = end - start < 90 && mayMatch(leadsOfOpenRoles, layout.words, end, first) !== 0
    const stop = Math.min(end, start + longestLine)
    if (dash !== -1 && dash < start) dash = text.indexOf(' - ', start)
    if (dash !== -1 && dash < stop && mayHoldTitles(layout.words, first, stop))
      titles.push(...titlesBetweenDashes(text.slice(start, stop)))
    if (!may && !mayOpen && !listed) continue
    const line = text.slice(start, stop)
    if (mayOpen && openRoles.test(line) && !labelsRole(line)) {
      listed = true
      continue
    }
    const found = may && mayBeTitles(beginningOf(layout, one), listed) ? titlesIn(line, listed) : []
    titles.push(...found)
    if (may && end - start < 300 && holdsColon(text, start, end) && namesGroup(line)) return true
    const [again] = may && line.includes('|') ? headerTitles(line) : []
    if (again !== undefined) titles.push(again, ...headerTitles(head.text))
    // The list ends where another heading or prose begins.
    if (listed && found.length === 0 && (/:\s*$/.test(line) || end - start > longestOfList)) listed = false
  }
  return differ(titles) || seeksSeveral(head, roleField, text, cues)
}

/** Items of a list that each seek another, or a sentence that "also" seeks another than the header names. */
function seeksSeveral(head: Head, roleField: Words | null, text: string, cues: readonly CueHit[]): boolean {
  const ofHead = roleField === null ? null : kindIn(roleField)
  const sought = new Set<string>()
  for (const { kind, offset, end } of cues) {
    if (kind !== 'hire' || offset < head.end) continue
    const also = /\balso (?:actively |currently )?$/i.test(text.slice(Math.max(0, offset - 30), offset))
    const line = text.lastIndexOf('\n', offset) + 1
    const item = /^\s*(?:\(?\d{1,2}[.)]|[*•-])\s/.test(text.slice(line, line + 8))
    if (!also && !item) continue
    const named = kindOf(text.slice(end, end + 60).split(/[.,;:(\n]/, 1)[0]!)
    if (named === null) continue
    if (also && ofHead !== null && unionsOf([named, ofHead]).size > 1) return true
    if (item) sought.add(named)
  }
  return unionsOf(sought).size >= 2
}

const heads =
  '(?:open(?:ings?)?|roles?|positions?|jobs?|vacancies|opportunities|hiring|looking for|looking to hire|seeking)'
const leadsOfOpenRoles = leadsOf([new RegExp(`\\b${heads}\\b`, 'i')])
const openRoles = new RegExp(
  `^(?!.*\\b(?:view|see|check|apply|learn|find|click|visit|read|more|skills?|experience|qualit\\w+|requirements?|someone|people who)\\b).*\\b${heads}\\b[^.]{0,40}:?\\s*$`,
  'i',
)
