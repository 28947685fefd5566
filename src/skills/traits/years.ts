/** How many years of professional experience a posting asks for. */
import type { Years } from '../../domain.ts'
import { clauseBefore, clauseBehind, ends } from '../clauses.ts'
import type { CueHit } from '../cues.ts'
import { type Layout, lineAt } from '../layout.ts'

const words: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  twee: 2,
  vijf: 5,
  dois: 2,
  três: 3,
  quatro: 4,
}
const number = `(?:\\d{1,2}(?:\\.\\d)?|${Object.keys(words).join('|')})`
/** In a text whose blanks are single: the figures right before "years": "3-5", "5+", "three to five (3-5)", "between 2 and 4", "5-8+". */
const figures = new RegExp(
  `(?<![\\d.,$€£/])\\b(${number})\\s?(\\+|plus\\b|or more\\b|and up\\b)?\\s?(?:\\(\\s?\\d{1,2}\\s?\\+?\\s?\\)\\s?)?(?:(?:-|–|—|−|~|to|or|and|bis|à|a|até|tot|hasta|y|y/o)\\s?(${number})\\s?(\\+|plus\\b)?)?\\s?(?:\\(\\s?\\d{1,2}\\s?(?:[-–—]\\s?\\d{1,2})?\\s?\\+?\\s?\\)\\s?)?(?:\\+\\s?)?(?:post-?educational |working |calendar |or more |and more |full |solid |good |strong |fewer |more |consecutive ){0,2}[-\\s]*$`,
  'i',
)
/** Behind "years": what makes them the candidate's. */
const ofExperience =
  /^[’'s]*\+?\s*(?:\)\s*)?(?:or more|\+|and above|plus|minimum)?[\s,]*(?:(?:of|in|with|as(?! well\b)|doing|working|building|developing|designing|writing|using|leading|managing|shipping|running|coding|programming|software|professional|relevant|experience|experiences|exp|expérience|experiencia|experiência|[a-z]*ervaring|[a-zäöüß]*erfahrung|berufspraxis|d[’'e]|de|hands[- ]on|industry|industrial|work|post|full[- ]time|prior|related|proven|commercial|practical|product|production|engineering|development|combined|total|minimum|at|on|owning|delivering|creating|operating|supporting|performing|selling|closing|deploying|training|applying|progressive|progressively|direct|demonstrated|strong|solid|customer|sales|recruiting|technical|machine|ml|data|backend|frontend|full|mobile|web|b2b|saas|recent|previous|similar|experienced|hiring|teaching|practicing|post-?grad\w*|experience\))\b)/i
const notExperience =
  /^[\s’'s]*(?:ago|old|in business|in a row|after|since|from now|contract|degree|program|university|college|course|warranty|runway|anniversary|of (?:(?:age|funding|runway|growth(?! (?:marketing|product|experience|hacking|roles?))|operation|history)\b|research and|profitab\w+|parental|service to|data\b|vacation)|we(?:'|’|\b)|as a (?:company|business|leader)|of (?:employment|service|tenure)\b|later|track record of growth|straight|and counting|running\b(?! )|now\b|commitment|vest\w*|cliff|visa|of existence|in the making|or less|strong$)/i
const overPast =
  /\b(?:(?:over|in|for|during|within|after|since|past|last|next|first|these|every|nearly|almost|founded|started|celebrat\w*|vest\w*|than|about) (?:the )?(?:past |last |next |first |coming |previous |recent )?(?:over |nearly |almost |about )?|(?:past|last|next|first|coming)\s+)$/i
const companyBefore =
  /\b(?:we(?:’|'|\b| have| are|'ve|’ve)|our|company|founded|business(?! (?:intelligence|develop|analy|operations))|us|founders?|team (?:has|have|with|of|comprises|consists|includes|is made up)|founders with|individuals|has been|have been|backed)\b[^.;:]{0,60}$/i
/** "Less than 2 years", "up to 3 years": as many at most. */
const atMostBefore = /\b(?:less|fewer|no more|not more) than\s*$|\b(?:under|up to|at most|max(?:imum)?(?: of)?)\s*$/i
const plusBehind =
  /^[^.;\n]{0,140}?\b(?:(?:is|are|would be|will be|being|considered)\s+(?:an?\s+|strongly\s+|highly\s+|also\s+)*(?:(?:big|huge|strong|definite|great)\s+)?(?:plus|bonus|preferred|desired|desirable|advantage|nice to have|ideal|helpful)|a (?:big |huge |strong |definite )?plus\b|preferred\b|nice to have|\(?bonus\b|desirable)/i
const plusBefore = /\b(?:bonus|nice[- ]to[- ]have|preferably|preferred|ideally|a plus|plus if|plus:)\b[^.;\n]{0,60}$/i

interface Asked extends Years {
  preferred: boolean
}

const mostRead = 300

export function yearsOf(text: string, layout: Layout, cues: readonly CueHit[]): Years | null {
  const asked: Asked[] = []
  for (const cue of cues.filter(({ kind }) => kind === 'years').slice(0, mostRead)) {
    const one = readAt(text, layout, cue)
    if (one !== null) asked.push(one)
  }
  const firm = asked.filter((years) => !years.preferred)
  if (firm.length === 0) return null
  const most = Math.max(...firm.map((years) => years.min))
  const largest = firm.find((years) => years.min === most)!
  return { min: largest.min, max: largest.max }
}

function readAt(text: string, layout: Layout, cue: CueHit): Asked | null {
  let at = cue.offset
  while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1
  const near = clauseBefore(text, at - 60, at, ends.line).replace(/\s\s+/g, ' ')
  const match = figures.exec(near)
  if (match === null) return null
  const line = clauseBehind(text, cue.end, cue.end + 160, ends.line)
  if (notExperience.test(line)) return null
  const lead = near.slice(0, match.index)
  const low = figureOf(match[1]!)
  const high = match[3] === undefined ? null : figureOf(match[3])
  if (low === null || low > 30 || (high !== null && (high < low || high > 40))) return null
  const about = line.slice(0, 90)
  const section = lineAt(layout, cue.offset)?.section ?? null
  const named =
    ofExperience.test(line) ||
    /^\s*\((?:required|preferred)\)/i.test(line) ||
    // "You have shipped models for 3+ years."
    (section === 'requirements' &&
      (match[2] !== undefined || /^\s*or more\b/i.test(line)) &&
      /\bfor\s*$/i.test(lead) &&
      /^\s*(?:or more)?\W*$/.test(about)) ||
    /\b(?:experience|exp\.?|expérience|experiencia|experiência|expertise|background|track record)\b|(?:erfahrung|ervaring)\b/i.test(
      about,
    )
  const introduced =
    /\b(?:experience|exp|expérience|experiencia|experiência|tenure)\b[^.;]{0,40}$|(?:erfahrung|ervaring)\b[^.;]{0,40}$|\b(?:[mb]\.?sc?\.?|[mb]a|ph\.?d\.?|master(?:['’]?s)?|bachelor(?:['’]?s)?|degree)\s*(?:\+|plus|and|with)\s*$/i.test(
      lead,
    )
  const opens =
    /(?:^|[\n:•*(|,-])\s*(?:minimum(?: of)?|min\.?|at least|around|about|approximately|roughly|ideally|typically|mindestens|au moins|al menos|mínimo|minimaal|over|more than)?\s*$/i.test(
      lead,
    )
  if (
    !named &&
    !introduced &&
    !(opens && (match[2] !== undefined || match[4] !== undefined) && /^\W*(?:$|[\p{L}+#.]+\W*$|[a-z])/iu.test(about))
  )
    return null
  if (overPast.test(lead) && !/\b(?:at least|minimum|more than|over|least)\s*$/i.test(lead) && !named) return null
  if (
    /\b(?:(?:over|in|for|during|within) the (?:past|last|next|first|coming)|(?:past|last|next|first|these))\s*$/i.test(
      lead,
    ) &&
    !/\bwithin the (?:past|last)\s*$/i.test(lead)
  )
    return null
  if (section === 'benefits') return null
  // "Many strong candidates have 10+ years": told, not asked.
  if (
    /\b(?:many|most|successful|strong)\b[^.;:]{0,30}\b(?:candidates|applicants|people|engineers)\b[^.;:]{0,40}\bhave\s*$/i.test(
      lead,
    )
  )
    return null
  if (
    companyBefore.test(lead) &&
    !/\b(?:look(?:ing)?|seek\w*|want|need|require|expect|hir\w+|you|candidates?|someone|ideal)\b/i.test(lead)
  )
    return null
  if (
    section === 'company' &&
    !/\b(?:you|requir|must|minimum|at least|candidate|experience (?:in|with))\b/i.test(lead + line)
  )
    return null
  if (/\b(?:combined|collective|between us|collectively)\b/i.test(lead.slice(-40) + about.slice(0, 40))) return null
  const sentence = clauseBefore(text, cue.offset - 160, cue.offset, ends.strict)
  const preferred =
    section === 'preferred' || plusBehind.test(line.replace(/\([^)]*\)/g, ' ')) || plusBefore.test(sentence)
  const open = match[4] !== undefined || (high !== null && /^\s*\+/.test(text.slice(cue.end, cue.end + 160)))
  if (high === null && !open && match[2] === undefined && atMostBefore.test(lead))
    return { min: 0, max: low, preferred }
  return {
    min: low,
    max: high === null || open || /^\s*or\s*$/i.test(match[0]) ? null : high,
    preferred,
  }
}

function figureOf(figure: string): number | null {
  const value = words[figure.toLowerCase()] ?? Number(figure)
  return Number.isFinite(value) ? Math.floor(value) : null
}
