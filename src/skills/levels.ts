/** At which level a posting names a skill: asked, a plus, only named, or said not to be needed. */
import type { Field, Level } from '../domain.ts'
import { type Layout, lineAt } from './layout.ts'
import { pointingBack } from './pointing-back.ts'
import { type Cue, negatedBefore, type Place, type Said, saidAround } from './said.ts'

interface Named extends Place {
  field: Field
}

export interface Judged {
  level: Level
  cue: string | null
}

const negatedAfter =
  /^(?:[\w,/ ]{0,40}?)?\b(?:(?:experience |knowledge |skills? )?(?:is |are )?(?:not|n['’]t) (?:needed|required|necessary|a must|mandatory|used)|not needed|not required)\b(?! but| \(but|, but| however)/i
/** The role sought, right before an opening bracket. */
const roleBeforeBracket =
  /\b(?:engineers?|scientists?|developers?|researchers?|programmers?|hackers?|architects?|devs?|specialists?|experts?|interns?|leads?|roles?|positions?|analysts?|entwickler(?:in)?|ingénieurs?|desarrolladores|guru|ninja|person|eng)\s*$/i

/** Said of a name, it asks for it: "strong Python", "excellent SQL". */
const strongBefore = /(?:^|[\s(])(?:strong|solid|excellent|expert(?:[- ]level)?|fluent|proficient|sehr gute?)\s+$/i
const longestStrength = 20
const asksStrongly = /\b(?:strong|solid|excellent|fluent|proficient)\b/i

export function levelOf(layout: Layout, place: Named): Judged {
  if (place.field === 'title') return { level: 'required', cue: 'the title' }
  if (place.field === 'company') return { level: 'mentioned', cue: null }
  const line = lineAt(layout, place.offset)
  if (line === null) return { level: 'mentioned', cue: null }
  const said = saidAround(layout, line, place)
  const at = place.offset - said.from
  const end = at + place.length

  const negated = negation(said, at, end)
  if (negated !== null) return { level: 'negated', cue: negated }
  const plus = plusCue(said, at, end)
  const asked = demandOf(said, at)
  if (plus !== null && !(plus.inBracket && (asked !== null || line.section === 'requirements')))
    return { level: 'preferred', cue: plus.words }
  const own = nearestBefore(said.own, at)
  // A stack told in passing stays a stack, even below the requirements.
  const stack =
    own !== null &&
    /stack|we use|technolog/i.test(own.words) &&
    (asked === null ||
      (own.at > asked.at + asked.words.length + 30 &&
        /^(?:our|we)\b|\b(?:is|includes|consists|we|are)\b|:/i.test(own.words)))
      ? own.words
      : null
  if (line.section === 'preferred')
    return stack !== null && line.kind === 'text' && /^our /i.test(stack)
      ? pointedAt(layout, place, said, { level: 'mentioned', cue: stack })
      : { level: 'preferred', cue: 'the heading' }
  if (roleInBrackets(layout, said, at)) return { level: 'required', cue: 'brackets after the role' }
  if (at < longestList && followsRole(said, at)) return { level: 'required', cue: 'the role before it' }
  if (line.section === 'requirements')
    return stack === null
      ? { level: 'required', cue: asked?.words ?? 'the heading' }
      : pointedAt(layout, place, said, { level: 'mentioned', cue: stack })
  if (line.section === 'stack' && (asked === null || line.from > line.start))
    return pointedAt(layout, place, said, { level: 'mentioned', cue: 'the heading' })
  const strong = strengthBefore(said, at)
  if (strong !== null && line.section !== 'company' && line.section !== 'benefits')
    return { level: 'required', cue: strong }
  const demandAfter = asked ?? behindName(said, end)
  if (demandAfter !== null && (own === null || demandAfter.at > own.at) && line.section !== 'benefits') {
    return { level: 'required', cue: demandAfter.words }
  }
  return pointedAt(layout, place, said, { level: 'mentioned', cue: own?.words ?? null })
}

/** What is only mentioned, unless a statement behind it points back: "We use Go and Kafka. Experience with these is a plus." */
function pointedAt(layout: Layout, place: Named, said: Said, mentioned: Judged): Judged {
  const behind = pointingBack(layout, place.offset + place.length, said.to)
  return behind ?? mentioned
}

function strengthBefore({ sentence, strengths }: Said, at: number): string | null {
  if (!strengths.some((place) => place < at && place >= at - longestStrength)) return null
  return strongBefore.exec(sentence.slice(Math.max(0, at - longestStrength), at))?.[0].trim() ?? null
}

function negation({ sentence, denials, notNeeded }: Said, at: number, end: number): string | null {
  if (denials.some((place) => place < at && place >= at - 48)) {
    const before = negatedBefore.exec(sentence.slice(Math.max(0, at - 48), at))
    // "no PhD needed, PyTorch …" denies the PhD, not what follows the comma.
    if (
      before !== null &&
      !/not (?:only|just|limited)|no (?:matter|less)/i.test(before[0]) &&
      !/[,;:(]/.test(before[0])
    )
      return before[0].trim()
  }
  const after = notNeeded.length > 0 ? negatedAfter.exec(sentence.slice(end, end + 90)) : null
  // "preferred but not required" is a plus.
  return after === null ||
    /\b(?:plus\w*|preferred|bonus|nice|helpful|advantage|welcome|desired|desirable)\b/i.test(after[0])
    ? null
    : after[0].trim()
}

function plusCue(said: Said, at: number, end: number): (Cue & { inBracket: boolean }) | null {
  const { sentence } = said
  for (const cue of said.plusAfter) {
    const { at: start, words } = cue
    if (start < end) continue
    const between = sentence.slice(end, start)
    if (/\b(?:required|must|mandatory)\b/i.test(between)) break
    const verb = /^(?:is|are|be|would|will|considered|seen|as)\b/i.test(words)
    // "(React preferred)" ranks the ways to meet a demand, "(React is a plus)" asks for more than it.
    const bracket = isBracketed(sentence, start) && (sentence.lastIndexOf('(', start) >= end || /prefer/i.test(words))
    // "(Ruby experience preferred)" wishes for the experience, and ranks no ways to meet a demand.
    const wished =
      sentence.lastIndexOf('(', start) < at && /\b(?:experience|knowledge|skills|background)\s*$/i.test(between)
    // "(preferred)" ranks the very name before it.
    if (bracket && /[,;]/.test(between)) continue
    const bare = !verb && /[,;]| - | – /.test(between.replace(/\([^)]*\)/g, ''))
    // "CUDA, LLVM and/or OpenGL a plus" is one list, "PyTorch or JAX, C++ helpful" is two demands.
    const list = /^[^,]{0,30}(?:,[^,]{1,40}){0,8},? (?:and|or|etc)\b[^,]*$/i
    const asked = nearestBefore(said.demands, at)
    if (
      bare &&
      (asked !== null || asksStrongly.test(sentence.slice(0, at))) &&
      !list.test(between) &&
      // "Experience in one or more of Spark, Kafka preferred" wishes for the whole list.
      !(asked !== null && oneOf.test(sentence.slice(asked.at, at)))
    )
      continue
    // Bullets within a line part what is said.
    if (/[•·]/.test(between)) break
    return { ...cue, inBracket: bracket && !wished }
  }
  // "Some machine learning is a plus (libraries like PyTorch)": the bracket gives examples of what is wished for.
  const open = sentence.lastIndexOf('(', at)
  if (open !== -1 && !sentence.slice(open, at).includes(')')) {
    const wished = wishedBefore.exec(sentence.slice(Math.max(0, open - 30), open))
    if (wished !== null) return { at: open, end: open, words: wished[0].trim(), inBracket: false }
  }
  const found = nearestBefore(said.plusBefore, at)
  if (found === null) return null
  const since = sentence.slice(found.at + found.words.length, at).replace(notAsked, ' ')
  if (/\b(?:required|must|mandatory)\b/i.test(since)) return null
  // "Ideally in Go, good knowledge of Kafka": what is wished for ends where the next demand begins.
  const asked = nearestBefore(said.demands, at)
  if (
    asked !== null &&
    asked.at > found.at &&
    wish.test(found.words) &&
    newDemand.test(sentence.slice(found.at + found.words.length, asked.at))
  )
    return null
  return { ...found, inBracket: isBracketed(sentence, found.at) && sentence.slice(found.at, at).includes(')') }
}

const wishedBefore = /\b(?:an? (?:\w+ )?plus|a bonus|preferred|desirable|an advantage|nice to have|helpful)\s*$/i
const oneOf = /\b(?:one or more|any|some|at least one|either) of\b[^.;]*$/i
/** "These are by no means mandatory". */
const notAsked = /\b(?:not|no means|n['’]t)(?: \w+)? (?:required|must|mandatory)\b/gi
const wish = /^(?:ideally|preferably|idealerweise|idéalement|gerne \w+|de preferencia|preferencialmente|bij voorkeur)$/i

/** Right before a demand that is not part of the wish before it. */
const newDemand =
  /\w[^,;]*[,;]\s*(?:and )?(?:(?:an?|the|some|good|strong|solid|deep|basic|working|excellent|prior|previous|hands-on) ){0,2}$/i

/** The demand that governs a name: "looking for someone to build with X" asks for the someone. */
function demandOf({ sentence, demands }: Said, at: number): Cue | null {
  const asked = nearestBefore(demands, at)
  if (
    asked !== null &&
    /experience|expertise|knowledge|background/i.test(asked.words) &&
    isOfOthers(sentence.slice(Math.max(0, asked.at - longestSubject), asked.at))
  )
    return null
  if (asked === null || !/^(?:look(?:ing)? for|seeking|we need)$/i.test(asked.words)) return asked
  const between = sentence.slice(asked.at + asked.words.length, at)
  const task =
    /\b(?:to|who will|that will) (?:\w+ )?(?:help|build|develop|drive|work|join|lead|create|design|improve|own|scale|grow|support|implement)\b/i
  return task.test(between) ? null : asked
}

/** "Our founders have decades of experience in robotics": theirs, and asked of nobody. */
const isOfOthers = (before: string): boolean =>
  ofOthers.test(before) && !/\b(?:you|join|add|someone|looking|need|want|candidates?|seek\w*)\b/i.test(before)
/** From who has the experience to the word for it. */
const longestSubject = 120
const ofOthers =
  /\b(?:founders?|founding team|leadership|(?:our|the) team|we|physicians?|advisors?)\b[^.;:]{0,30}\b(?:have|has|had|bring|brings|combines?|combine)\b[^.;:]{0,40}$/i

const isBracketed = (sentence: string, at: number): boolean => {
  const open = sentence.lastIndexOf('(', at)
  return open !== -1 && !sentence.slice(open, at).includes(')')
}

/** The last of them that ends before a place. */
function nearestBefore(cues: readonly Cue[], at: number): Cue | null {
  for (let index = cues.length - 1; index >= 0; index--) {
    const cue = cues[index]!
    if (cue.at + cue.words.length <= at) return cue
  }
  return null
}

function behindName({ sentence, demandBehind, peopleBehind }: Said, end: number): Cue | null {
  return nearBehind(sentence, end, demandBehind, 60, /[.;:]/) ?? nearBehind(sentence, end, peopleBehind, 25, /[.;:,(]/)
}

function nearBehind(sentence: string, end: number, cues: readonly Cue[], within: number, stops: RegExp): Cue | null {
  for (const cue of cues) {
    if (cue.at < end) continue
    return cue.at - end > within || stops.test(sentence.slice(end, cue.at)) ? null : cue
  }
  return null
}

/** "ML Engineer: PyTorch, JAX" in a list of openings; "Engineer - use PyTorch, …" tells a task. */
const roleBeforeList =
  /^[\s*•·>#–-]*(?:[\p{L}/.+#&-]+ ){0,4}(?:engineers?|scientists?|developers?|researchers?|programmers?|architects?|analysts?)(?: \([^)]*\))?\s*[:–—-]\s+(?!(?:us|bring|build|work|join|help|develop|own|lead|design|writ|creat)(?:e|ing)?\b)(?:[^\s,/;:]+(?: [^\s,/;:]+)?[,/] ?){0,12}(?:[^\s,/;:]+ )?(?:(?:and|or|&) )?$/iu
const longestList = 150
function followsRole({ sentence, roles }: Said, at: number): boolean {
  if (roles.length === 0 || roles[0]! >= at) return false
  const lead = sentence.slice(0, at)
  return /[:–—-]\s/.test(lead) && roleBeforeList.test(lead)
}

function roleInBrackets({ role }: Layout, { sentence, from }: Said, at: number): boolean {
  const open = sentence.lastIndexOf('(', at)
  if (open === -1 || sentence.slice(open, at).includes(')')) return false
  const lead = sentence.slice(Math.max(0, open - 40), open)
  if (lead.trim() !== '' || open > 3) return roleBeforeBracket.test(lead)
  // A bracket that is a line of its own belongs to the title above it.
  const line = role.slice(role.lastIndexOf('\n', from - 2) + 1, Math.max(0, from - 1))
  return line.length <= longestTitle && titleAbove.test(line)
}
const longestTitle = 80
const titleAbove =
  /^[^.:;!?]*\b(?:engineers?|scientists?|developers?|researchers?|programmers?|architects?|analysts?)\b[^.:;!?]*$/i
