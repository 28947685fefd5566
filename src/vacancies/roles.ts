/** Which roles an advert of many names: in monthly threads an employer writes one text for all of them, and changes only these. */

const heads =
  /^(?:engineers?|developers?|managers?|scientists?|designers?|analysts?|architects?|researchers?|technicians?|recruiters?|specialists?|programmers?|leads?|directors?|interns?|internships?|consultants?|administrators?|advocates?|writers?|executives?|associates?|marketers?|accountants?|counsel|devops|sres?|swes?|devs?|engs?|pms?|ems?|ctos?|vps?)$/
/** Words before a head that tell no role from another. */
const plain = new Set(
  `a an the and or of for in our with to we re are is at you as be your who this that us it from on by looking look hire hiring
   seeking seek need join senior sr staff principal lead junior jr mid level mid-level founding experienced great talented
   strong multiple several various other more open remote full time full-time fulltime several all`.split(/\s+/),
)
/** Words before a head that belong to it: "machine learning platform engineer". */
const reach = 3
const breaks = /\n|[|;:•()[\],.!?]|\s[-–—]\s/
const addresses = /\bhttps?:\/\/\S+|\S+@\S+/gi

/** The words by which the roles named in a text differ: `product`, `infrastructure`; of a role without any its own. */
export function rolesOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const part of text.replace(addresses, ' ').toLowerCase().split(breaks)) {
    const words = part.match(/[\p{L}\p{N}][\p{L}\p{N}+#&.-]*/gu) ?? []
    for (const [at, word] of words.entries()) {
      if (word === 'head' && words[at + 1] === 'of') found.add(`head of ${words[at + 2]}`)
      if (!heads.test(word)) continue
      const before = words.slice(Math.max(0, at - reach), at).map((each) => each.replace(/[+.-]+$/, ''))
      const telling = before.filter((each) => !plain.has(each) && !heads.test(each))
      for (const each of telling.length > 0 ? telling : [word.replace(/s$/, '')]) found.add(each)
    }
  }
  return found
}

const inBoth = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
  [...left].filter((role) => right.has(role)).length

/** Of all roles in either, the share in both; 1 where neither names any. */
export function sharedRoles(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = inBoth(left, right)
  const all = left.size + right.size - shared
  return all === 0 ? 1 : shared / all
}

/** Of the roles in the shorter list, the share that is in the other; 1 where one names none. */
export function coveredRoles(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const least = Math.min(left.size, right.size)
  return least === 0 ? 1 : inBoth(left, right) / least
}
