/** What a sentence says of all the names in it: demands, wishes, the team's own doing and denials, each with its place. */
import type { Layout, Line } from './layout.ts'
import { leadsOf, type Words, within, wordReader } from './leads.ts'

/** A stretch of the role's text. */
export interface Place {
  offset: number
  length: number
}

/** Words that say something, in a sentence. */
export interface Cue {
  at: number
  /** Behind the match, with the blanks that it took. */
  end: number
  words: string
}

/** Said of what goes before: "JAX a plus", "PyTorch preferred". */
const plusAfter =
  /\b(?:(?:is|are|as|be|would be|will be|considered|seen as) )?(?:an? |strong(?:ly)? |major |big |huge |definite |great |real |highly |also |very )*(?:plus(?:s?es)?|bonus|preferred|desirable|desired|advantage(?:ous)?|asset|beneficial|helpful|(?<=\b(?:is|are|be|also|experience|knowledge|skills|very) )useful(?=[.,;!)]|$)|nice[ -]to[ -]haves?|nice(?=,? but)|welcome|appreciated|helps?(?=[.,;!)]|$)|optional|von vorteil|wünschenswert|un plus|un atout|appréci(?=é)|deseable|valorable|um diferencial|desejável|een pr(?=é)|een voordeel|een plus|mooi meegenomen|pluspunt|serait un plus|seraient un plus)\b(?!(?:,? if| (?:in|to|for|with|points))\b)/iy
/** Said of what comes after: "Bonus points: CUDA", "ideally with JAX". */
const plusBefore =
  /\b(?:bonus(?: points?)?(?: (?:if|for))?|nice[ -]to[ -]haves?|ideally|preferably|(?:bonuses|pluses)(?=:? (?:experience|familiarity|knowledge|proficien))|preferred(?: (?:skills|qualifications|experience|but not required))?(?=\s*[:\-–])|(?:extra|brownie|plus) points|it(?:'s|’s| is| would be) (?:a plus|great|nice|ideal|helpful|beneficial) if|(?:big|huge|major|a )?plus(?:es)?(?= (?:if|for)\b|\s*:)|even better if|good to have|great to have|would be (?:nice|great|ideal|awesome|a plus)|we(?:'d|’d| would) (?:love|like) it if|desirable|a plus if|idealerweise|idéalement|gerne (?:mit|auch|in)|(?:se )?valora(?:mos|rá|remos|ble)|de preferencia|preferencialmente|bij voorkeur)\b/iy
/** A demand of the candidate. */
const demand =
  /\b(?:must|required?|requires|requirements?|proficien\w+|expertise|experts?|expert-level|knowledge(?! (?:graphs?|bases?|representation|engineering|management|retrieval|distillation|transfer|sharing|work))|familiar(?:ity)?|fluen\w+|hands[- ]on|skill(?:s|ed)|(?<!language |video |image |visual |scene |document |text |speech )understanding|comfortable|well[- ]versed|versed|master(?:y|ed)|command of|(?:strong|solid|deep|extensive|proven|prior|previous|relevant|practical|working|professional|industry|significant|some|good|great|excellent|demonstrated|commercial|real-world|your|years?(?: of)?|\d\+? yrs?(?: of)?) (?:\w+[ /-]){0,4}?experience|experience(?:d)? (?:in|with|using|building|developing|training|working|deploying|on|of)|experience:|experience (?:and\/or|or|and) (?:an )?interest (?:in|with)|experienced(?! (?:and|team|group|founders|colleagues|peers|people|engineering team|leadership|management|investors|mentors)\b)|exposure|background in|track record|depth in|ability to|able to|you (?:know|have|are|bring|possess|should|understand|can(?! (?:use|expect|choose|pick|apply|find|read|see|reach|work on)\b)|love|enjoy|need)|you(?:'ve|’ve|'re|’re) (?:\w+ ){0,3}(?:with|in|built|used|worked|trained|shipped|deployed)|reqs?(?=:)|look(?:ing)? for|seeking|(?:we|we(?:'|’)re) after|we need|need(?:s|ed)? (?:\w+ )?(?:to|with|in)|ideal candidate|candidates? (?:with|who|should|must|will)|someone (?:who|with)|people (?:who|with)|engineers? (?:who|with)|developers? (?:who|with)|scientists? (?:who|with)|researchers? (?:who|with)|competen\w+|qualifi\w+|worked with|have (?:used|worked|built|trained)|erfahrung|kenntnisse|beherrsch\w+|vertraut|sicherer umgang|expérience|maîtrise|connaissances?|compétences?|experiencia|conocimientos?|dominio|experiência|conhecimentos?|domínio|ervaring|kennis)\b/iy
/** The team's own doing: the stack, the tasks, the product. */
const ownDoing =
  /\b(?:we (?:use|are using|work with|build|built|rely|run|train|love|write|develop|currently use|also use|mainly use|primarily use)|we(?:'re|’re| are) (?:using|building|the|creators|working)|our (?:\w+ ){0,3}(?:stack|technolog\w+|tools|code|platform|product|backend|models?|pipelines?|team|infrastructure|system|work)|(?:tech(?:nology)?|current|(?<!full )ml|data) stack|stack (?:is|includes|consists|we)|stack:|technologies (?:include|we|used|are)|tools (?:include|we)|using:|built (?:with|on|in|using)|powered by|written in|you(?:'ll|’ll| will) (?:be )?(?:us|work|build|train|develop|help|design|implement|lead|own|deploy|learn|write|get|join|collaborat|contribut|creat|optimi|port|run|maintain)\w*|you(?:'d|’d| would) be (?:working|building|using)|role (?:will|involves)|responsible for|wir nutzen|wir verwenden|unser stack|nous utilisons|usamos|utilizamos|wij gebruiken)\b/iy
const notNeeded = /\b(?:not|n['’]t) (?:needed|required|necessary|a must|mandatory|used)\b/iy
/** "PyTorch experience", "JAX proficiency required": the demand stands behind the name, with no more than a list between. */
const demandBehind =
  /\b(?:experience|expertise|knowledge|skills|proficiency|required|a must|must[- ]have|background|erfahrung|kenntnisse|ist dir nicht fremd|sind dir nicht fremd)\b/iy
const peopleBehind = /\b(?:developers?|engineers?)\b/iy
/** What `strongBefore` begins with. */
const praise = /\b(?:strong|solid|excellent|expert|fluent|proficient|sehr)\b/i
/** What `roleBeforeList` holds. */
const roleNoun = /\b(?:engineers?|scientists?|developers?|researchers?|programmers?|architects?|analysts?)\b/i
/** Right before a name, it denies it. */
export const negatedBefore =
  /\b(?:no|not|don['’]t need|do not need|don['’]t (?:use|require|care)|without|never|moved (?:off|away from)|migrat(?:ed|ing) (?:off|away from|from)|instead of|rather than|(?:isn|aren)['’]t|we (?:dropped|left|used to (?:use|run|do|have|work with))|not looking for|keine?|pas de|sin|sem|geen)(?: \w+){0,3}?(?: or \w+){0,2}(?: or)? ?$/i

/** Longer sentences are looked at around the name only. */
const longestSentence = 1200

const stop =
  /(?<!\b(?:e\.g|i\.e|incl|etc|vs|approx|sr|jr|inc|dr|ph\.d|resp|ca|bzw|z\.b))[.!?](?=\s+[\p{Lu}\d"'(•*-]|$)|;(?=\s)/iuy

/** Whether a sentence of a line ends with the character at a place; a full stop inside a name or number ends none. */
function endsSentence(text: string, line: Line, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit > 63 || (unit !== 46 && unit !== 33 && unit !== 63 && unit !== 59)) return false
  const after = at + 1 < line.end ? text.charCodeAt(at + 1) : 0
  if (after > 32 && after < 128) return false
  stop.lastIndex = at - line.start
  return stop.test(text.slice(line.start, line.end))
}

/** The sentence around a place, within its line. */
function sentenceAround(text: string, line: Line, { offset, length }: Place): [number, number] {
  let from = offset
  const least = Math.max(line.start, from - longestSentence)
  while (from > least && !endsSentence(text, line, from - 1)) from -= 1
  let to = offset + length
  const most = Math.min(line.end, to + longestSentence)
  if (!endsSentence(text, line, to - 1)) while (to < most && !endsSentence(text, line, to++));
  if (to - from > longestSentence) {
    from = Math.max(from, offset - longestSentence / 2)
    to = Math.min(to, offset + length + longestSentence / 2)
  }
  return [from, to]
}

export interface Said {
  from: number
  to: number
  /** Not cut around one name. */
  whole: boolean
  sentence: string
  demands: Cue[]
  own: Cue[]
  plusBefore: Cue[]
  plusAfter: Cue[]
  demandBehind: Cue[]
  peopleBehind: Cue[]
  notNeeded: Cue[]
  /** Where words begin that may deny what follows, or ask for it, and where roles are named. */
  denials: number[]
  strengths: number[]
  roles: number[]
}

/** In the order of their bits, and of the lists that they fill; of the others only where their words begin is told. */
const cuePatterns = [demand, ownDoing, plusBefore, plusAfter, demandBehind, peopleBehind, notNeeded]
const leads = leadsOf([...cuePatterns, negatedBefore, praise, roleNoun])
const denial = 1 << cuePatterns.length
const strength = denial << 1
const role = strength << 1
const readCut = wordReader()

/** Of the sentence that was asked last, as it may list twenty tools. */
let last: { layout: Layout; said: Said } | null = null

/** What a sentence says to all that it names: found once, though it may list twenty tools. */
export function saidAround(layout: Layout, line: Line, place: Place): Said {
  if (
    last !== null &&
    last.layout === layout &&
    last.said.from <= place.offset &&
    last.said.to >= place.offset + place.length &&
    last.said.whole
  )
    return last.said
  const [from, to] = sentenceAround(layout.role, line, place)
  const whole = to - from < longestSentence
  // Cut, it may begin and end within a word.
  const words = whole ? within(layout.words, from, to) : readCut(layout.role.slice(from, to))
  const said = readSaid(words, from, to, whole)
  last = { layout, said }
  return said
}

function readSaid(
  { text: sentence, at, shapes, base, first, last }: Words,
  from: number,
  to: number,
  whole: boolean,
): Said {
  const lists: Cue[][] = cuePatterns.map(() => [])
  const denials: number[] = []
  const strengths: number[] = []
  const roles: number[] = []
  for (let index = first; index < last; index++) {
    let mask = leads.masks[shapes[index]!]!
    if (mask === 0) continue
    const place = at[index]! - base
    if ((mask & denial) !== 0) denials.push(place)
    if ((mask & strength) !== 0) strengths.push(place)
    if ((mask & role) !== 0) roles.push(place)
    for (mask &= denial - 1; mask !== 0; mask &= mask - 1) {
      const one = 31 - Math.clz32(mask & -mask)
      const found = lists[one]!
      if (found.length > 0 && place < found.at(-1)!.end) continue
      const pattern = cuePatterns[one]!
      pattern.lastIndex = place
      const match = pattern.exec(sentence)
      if (match !== null) found.push({ at: place, end: place + match[0].length, words: match[0].trim() })
    }
  }
  const [demands, own, plusBefore, plusAfter, demandBehind, peopleBehind, notNeeded] = lists as [
    Cue[],
    Cue[],
    Cue[],
    Cue[],
    Cue[],
    Cue[],
    Cue[],
  ]
  return {
    from,
    to,
    whole,
    sentence,
    demands,
    own,
    plusBefore,
    plusAfter,
    demandBehind,
    peopleBehind,
    notNeeded,
    denials,
    strengths,
    roles,
  }
}
