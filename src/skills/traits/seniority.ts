/** The level of the role: what its title says, or its text where it says so in so many words. */
import type { Seniority } from '../../domain.ts'
import type { CueHit } from '../cues.ts'
import type { Head } from '../head.ts'
import { leadsOf, mayMatch, type Words, wordReader } from '../leads.ts'
import { remembered } from '../memory.ts'

/** Managers of a thing, not of people: no level. */
const functions =
  /\b(?:(?:product|program|programme|project|account|accounts|alliances?|ecosystem|office|community|customer|success|marketing|operations|ops|partner|partners|partnerships?|channel|content|brand|category|growth|case|client|clinical|compliance|delivery|engagement|enablement|event|events|facilities|field|implementation|inventory|launch|people|policy|portfolio|practice|procurement|property|relationship|release|risk|sales|social media|store|strategy|supply chain|support|talent|technical account|training|vendor|workplace|finance|accounting|tax|treasury|payroll|legal|contracts?|hr|recruiting|research program|community|go-to-market|gtm|demand generation|revenue|lifecycle|crm|seo|quality|design program|business|development|site|warehouse|service|services|market|media|campaign|email|communications|pr|public relations|benefits|compensation|deal desk|integration|integrations|assistant|regional|territory|area|country|general)\s+(?:\w+\s+)?)manager\b/i

const levels: [Seniority, RegExp][] = [
  [
    'executive',
    /\b(?:vp|svp|evp|vice president|chief (?!of staff)\w+(?: \w+)? officer|cto|ceo|coo|cfo|cmo|cpo|ciso|cro|cio|cso|chief (?:architect|scientist|economist))\b/i,
  ],
  ['director', /\b(?:directors?|head of|head,|global head|head$|direktor\w*|directeur|directrice|leiter(?:in)?)\b/i],
  [
    'manager',
    /\b(?:(?:engineering|science|research|software|development|data|ml|ai|machine learning|platform|infrastructure|security|design|qa|sre|devops|team|technical|analytics|hardware|learning|applied|it|mobile|backend|frontend|web|quality engineering|technology|r&d)\s+managers?|^managers?|senior managers?|sr\.? managers?|group managers?|managers?\s*(?:,|of\b|\(|-|–|—|$)|managers?$|em\b|supervisor)\b/i,
  ],
  ['principal', /\b(?:principal|distinguished|fellow)\b/i],
  ['staff', /\bstaff\b/i],
  ['lead', /\b(?:leads?|team lead|tech lead|teamlead|lead of|leading)\b|リード/i],
  ['senior', /\b(?:senior|sr|sênior|sénior|snr|smts|experienced)\b|シニア|高级|시니어/i],
  [
    'mid',
    /\b(?:mid(?![- ]?market)|mid[- ]?level|medior|intermediate|midlevel|mid[- ]?career|mid[- ]?senior|pleno|confirm(?=é))\b/i,
  ],
  [
    'junior',
    /\b(?:junior|jr|entry[- ]?level|graduates?|new[- ]?grads?|university grads?|early[- ]?career|trainee|apprentice\w*|berufseinsteiger|júnior|débutant|associate product manager|apm)\b/i,
  ],
  [
    'intern',
    /\b(?:interns?|internship|working student|werkstud(?:ent(?:in)?|ierende[rn]?)|praktikant(?:in)?|praktikum|stagiaires?|stagiair|alternante?|alternance|prácticas|stage|stagista|pasante|becari[oa]|co-?op|student|summer 20\d\d|placement|estágio|estagiário)\b|インターン|实习/i,
  ],
]

const allLevels = /\ball (?:industry )?levels\b/i
const noLevel = /\b(?:founding|founder|intern)\b/i
const leads = leadsOf([...levels.map(([, pattern]) => pattern), /\bco-?lead\b/i, allLevels, noLevel])
/** Bits of the patterns that name a level. */
const ofLevels = (1 << (levels.length + 1)) - 1
const ofAllLevels = ofLevels + 1
const ofNoLevel = 2 * ofAllLevels

const read = wordReader()

function found(title: Words): Set<Seniority> {
  const named = new Set<Seniority>()
  let may = mayMatch(leads, title) & ((1 << levels.length) - 1)
  for (let at = 0; may !== 0; at++, may >>= 1)
    if ((may & 1) === 1 && levels[at]![1].test(title.text)) named.add(levels[at]![0])
  return named
}

/** The level that a title says; `unspecified` where it names several on offer, or none. */
const levelIn = remembered(readSeniority)

const gone = (): string => ' '
/** What says no level, and what stands there instead, in the order in which it is taken out of a title. */
const idle: [RegExp, (words: string) => string][] = [
  [/\bmembers? of (?:the )?technical staff\b/gi, gone],
  [/\bchief of staff\b/gi, gone],
  [/\b(?:account|sales|business|marketing|advertising|partner sales|enterprise account) executives?\b/gi, gone],
  [/\b(?:lead (?:gen\w*|magnet\w*)|leads? (?:qualif\w*|management|nurtur\w*))\b/gi, gone],
  [/\b(?:avp|assistant vice president|associate vice president)\b/gi, gone],
  [
    /\b(?:creative|art|film|funeral|medical) directors?\b/gi,
    (words) => (/\b(?:art|film)\b/i.test(words) ? ' ' : words),
  ],
  [/\bco-?lead\b/gi, () => 'lead'],
  [/\bstage\b(?= (?:startup|company|venture))/gi, gone],
  [/\b(?:early|late|growth|seed)[- ]stage\b/gi, gone],
  [/\bstudent (?:success|support|experience|services?)\b/gi, gone],
  [/\b(?:assistant|executive assistant) to\b.*$/gi, gone],
  [/\b(?:executive|managing) (?:assistant|partner|producer|recruiter|search)\b/gi, gone],
]
const leadsOfIdle = leadsOf(idle.map(([pattern]) => pattern))

function withoutIdle(title: string): string {
  let plain = title
  let may = mayMatch(leadsOfIdle, read(title))
  for (let at = 0; may !== 0; at++, may >>= 1) if ((may & 1) === 1) plain = plain.replace(...idle[at]!)
  return plain
}

/** "(Senior) Data Engineer" is sought at either level. */
const inBracketsFirst = /^[^\p{L}]*\((?:senior|sr\.?|junior|jr\.?|lead|principal)\)\s/iu

function readSeniority(title: string): Seniority {
  const plain = withoutIdle(title)
  if (/\ball (?:industry )?levels\b|\b(?:various|multiple|different|any) levels?\b/i.test(plain)) return 'unspecified'
  if (besideItself.test(plain) || inBracketsFirst.test(plain)) return 'unspecified'
  const named = found(read(plain))
  if (functions.test(plain) && !/^\s*managers?\b|\b(?:senior|sr\.?|group) manager\b|\bmanager of\b/i.test(plain))
    named.delete('manager')
  if (/\bassociate director\b/i.test(plain)) return 'director'
  if (named.size === 0) return 'unspecified'
  if (named.size === 1) return [...named][0]!
  // "Junior .. Senior", "Senior/Staff", "Mid or Senior": on offer are several.
  if (severalOnOffer(plain)) return 'unspecified'
  if (named.has('intern')) return 'intern'
  // Written one after the other they are one level, and the highest word names it: "Senior Staff", "Senior Manager".
  return levels.find(([level]) => named.has(level))![0]
}

const word =
  '(?:junior|jr\\.?|mid(?:[- ]?level)?|medior|intermediate|senior|sr\\.?|staff|principal|lead|entry[- ]?level|graduate|new[- ]?grad|intern|manager|director|head|vp|expert|experienced)'
const pair = new RegExp(
  `\\b${word}\\b[^\\w]*\\s*(?:/|,|&|\\+|\\.\\.+|\\||-|–|—|\\band\\b|\\bor\\b|\\bto\\b)\\s*(?:a\\s+)?\\b${word}\\b|\\b${word}\\)\\s*\\w+.*\\b${word}\\b|\\b${word}[^|]{0,40}\\bor\\b[^|]{0,20}\\b${word}\\b`,
  'i',
)
/** "Data Scientist / Senior Data Scientist". */
const besideItself = new RegExp(
  `^(?:(?!${word}\\b)[\\p{L}+#.&-]+ ){0,4}?(engineer|developer|scientist|researcher|designer|analyst|architect|manager|specialist|consultant)\\s*(?:/|\\bor\\b)\\s*(?:a )?${word} (?:[\\p{L}+#.&-]+ ){0,4}?\\1s?\\b`,
  'iu',
)
const severalOnOffer = (title: string): boolean => {
  const match = pair.exec(title)
  if (match === null) return false
  // "Director, Senior …" and "Lead - Senior" are rare; "Manager, Staff …" names one.
  return !/^(?:manager|director|head)\s*[,–—-]/i.test(match[0])
}

/** "As a Senior ML Engineer, you …", "we are looking for a senior backend developer": this role's level in so many words. */
const praise =
  '(?:(?:highly|very|truly|exceptional|experienced|talented|motivated|passionate|skilled|driven|dedicated|ambitious|strong|hands-on|seasoned|creative|dynamic|proactive|outstanding|great|smart|curious|brilliant|detail-oriented|self-motivated|and)[ ,]+){0,6}'
const said = new RegExp(
  `\\b(?:(?:as (?:a|an|our|the)|(?:looking|searching) for (?:a|an|our)|seeking (?:a|an)|hiring (?:a|an|our))(?: \\w+)?|this is a|role is a|join (?:us|our team) as (?:a|an)|is (?:hiring|seeking|looking for) (?:a|an)|need (?:a|an))\\s+${praise}((?:junior|mid[- ]?level|mid(?![- ]?market)|senior|sr\\.?|staff|principal|lead|entry[- ]?level)(?:[-/ ]+(?:junior|mid[- ]?level|senior|staff|principal|lead|level))*)[\\s-]+((?:[\\p{L}+#./&-]+[ ,]+){0,6}?)(?:engineers?|developers?|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|role|position|hire|member|specialist|accountant)\\b`,
  'iu',
)

/** Where a text says whom it seeks, it does so early. */
const longestRead = 5000

export function seniorityOf(head: Head, roleField: Words | null, text: string, cues: readonly CueHit[]): Seniority {
  const field = head.fromText ? (roleField ?? read(head.text.slice(0, 160))) : head.words
  const { text: title } = field
  const may = mayMatch(leads, field)
  // "Full-time, Intern" in a header says which contracts are on offer.
  const contracts = head.fromText && /intern/i.test(title) && /\bfull[- ]?time\b/i.test(head.text)
  if ((may & ofLevels) !== 0) {
    const several = found(field).size > 1
    const level = levelIn(contracts ? title.replace(/\bintern(?:s|ship|ships)?\b/gi, ' ') : title)
    if (level !== 'unspecified' || several) return level
  }
  if ((may & ofAllLevels) !== 0 && allLevels.test(title)) return 'unspecified'
  if ((may & ofNoLevel) !== 0 && head.fromText && noLevel.test(title)) return 'unspecified'
  for (const cue of cues) {
    if (cue.kind !== 'rank' || cue.offset > longestRead) continue
    const match = said.exec(text.slice(Math.max(0, cue.offset - 80), cue.end + 110))
    if (match === null) continue
    const onOffer = new RegExp(`^.{0,${match[1]!.length + 2}}(?:to|or|and|/|-)\\s*(?:early |a )?${word}`, 'i')
    return onOffer.test(match[0].slice(match[0].indexOf(match[1]!))) ? 'unspecified' : levelIn(match[1]!)
  }
  return 'unspecified'
}
