/** Whether machine learning, or building on language models, is a stated part of the job; and which kinds of it. */
import type { Role, UsePattern } from '../../domain.ts'
import { usePatterns } from '../../domain.ts'
import { clauseBefore, clauseBehind, ends } from '../clauses.ts'
import type { CueHit } from '../cues.ts'
import type { Head } from '../head.ts'
import { type Layout, lineAt } from '../layout.ts'
import { firstIn, orderOf } from '../leads.ts'

const mlTitle =
  /\b(?:machine[- ]learning|ml|deep[- ]learning|ai[- ]engineers?|ai\/ml|ml\/ai|llm|nlp|computer vision|applied ai|mlops|ai research\w*|research (?:scientists?|engineers?)|applied scientists?)\b/i
/** An opening among several. */
const mlOpening =
  /\b(?:machine[- ]learning|ml|ai|ai\/ml|deep[- ]learning|computer vision|nlp|applied)[- ](?:software |research |infra(?:structure)? |platform |inference |ops )?(?:engineers?|scientists?|researchers?)\b|\b(?:engineers?|scientists?|researchers?),? (?:machine[- ]learning|deep[- ]learning|computer vision|ml|nlp)\b/i
const title = orderOf([mlTitle])
const opening = orderOf([mlOpening])
/** Said to the candidate: what they will do, or must bring. */
const toYou =
  /\b(?:you(?:'|’)?(?:ll| will|d| would| are| have|ve|re)?\b|your\b|responsib\w+|(?:looking|searching) for|seeking|hiring|we need|join (?:us|our)|help (?:us|build|develop|design)|work(?:ing)? (?:on|with|in)|this role|the role|the work|candidates?|experience (?:in|with|of|\w+ing)|background in|knowledge of|familiar\w*|expertise|proficien\w+|engineers? (?:to|who|with)|tasks?|projects? (?:include|like|you|range))/i
const doing =
  /\b(?:build|building|develop|developing|design|designing|train|training|evaluat\w+|deploy\w*|implement\w*|research\w*|improv\w+|creat\w+|optimi[sz]\w+|scal\w+|integrat\w+|experiment\w*|prototyp\w+|fine-?tun\w+|serv(?:e|ing)|ship\w*|architect\w*|own\w*|appl(?:y|ying)|maintain\w*|productioni[sz]\w+|leverag\w+|work(?:ing)? (?:on|with|in)|using|includes?|lead\w*|collaborat\w+|entwickel\w+|entwickl\w+|baust|trainier\w+|entraîn\w+|développ\w+|concev\w+|desarroll\w+|entren\w+|treina\w*|desenvolv\w+|bouw\w*|ontwikkel\w*)\b/i
const ofCompany =
  /\b(?:we(?:'|’)?(?:re| are|ve| have)?|our (?:company|mission|product|platform|technology|team|customers|solution)|is (?:a|an|the)|company|startup|founded|backed|funded|platform (?:that|which)|uses?|powered|customers|helps?)\b/i

/** Work on other people's models, or on none. */
const sellsOrSupports =
  /\b(?:sales|account|customer|support|success|solutions?|marketing|marketer|recruit\w*|talent|sourc\w+|security|finance|accounting|legal|counsel|operations|people|business development|partner\w*|field|content|designer|risk|procurement)\b/i

/** The rule of which postings are AI postings; figures over them carry it. */
export const aiRule = '2026.12.2'

export function isAi(
  head: Head,
  titleTerms: readonly CueHit[],
  role: Role | null,
  text: string,
  layout: Layout,
  cues: readonly CueHit[],
): boolean {
  const terms = cues.filter(({ kind }) => kind === 'ai' || kind === 'ai-product')
  const weak = cues.filter(({ kind }) => kind === 'ai-weak')
  if (role === 'ml_engineer' || role === 'ai_engineer' || role === 'ml_platform') return true
  if (role === 'research') return terms.length + weak.length > 0
  if (role === null && (firstIn(title, head.words) === 0 || firstIn(opening, layout.words) === 0)) return true
  if (role === null && terms.slice(0, mostTerms).some((cue) => cue.kind === 'ai' && isSought(text, cue))) return true
  // "Software Engineer, Pretraining": the title says what the work is on.
  let weight = role !== null && role !== 'other' && titleTerms.some(({ kind }) => kind === 'ai') ? enough : 0
  const lines = new Set<number>()
  for (const cue of terms.slice(0, mostTerms)) {
    const one = weigh(text, layout, cue) * (cue.kind === 'ai' ? 1 : 0.6)
    const line = lineAt(layout, cue.offset)
    // Ten words of one sentence are one statement.
    if (line !== null && one > 0) {
      const stop = text.lastIndexOf('.', cue.offset - 1)
      const place = Math.max(line.start, stop < cue.offset - 400 ? -1 : stop)
      if (lines.has(place)) continue
      lines.add(place)
    }
    weight += one
  }
  // Who hires a data scientist among others, and speaks of machine learning at all, means both.
  if (role === null && weight > 0 && (weight >= 1 ? scientist : scientistSought).test(text.slice(0, 3000))) return true
  if (role === 'data_scientist') {
    // "Build predictive models" is machine learning where a data scientist does it; a name of the trade alone says nothing.
    let hints = 0
    for (const cue of weak.slice(0, mostTerms))
      if (!ofTrade.test(text.slice(cue.offset, cue.end)))
        hints += imperative.test(clauseBefore(text, cue.offset - 80, cue.offset, ends.sentence))
          ? aStatement
          : weigh(text, layout, cue)
    return weight > 0 || hints >= aStatement
  }
  if (role === 'other') return weight >= 5 && !sellsOrSupports.test(head.text)
  return weight >= enough
}

const seeks =
  /\b(?:hiring|looking for|seeking|recruiting|(?:openings?|positions?|roles?) for)\s[^.;:]{0,80}[,&/]\s*(?:(?:and|or) )?$/i
const peopleBehind = /^[^.;:\n]{0,40}\b(?:engineers?|developers?|scientists?|researchers?|experts?)\b/i
/** "Openings for iOS, machine learning, and backend developers": one of the kinds of people that a sentence seeks. */
const isSought = (text: string, { offset, end }: CueHit): boolean =>
  seeks.test(clauseBefore(text, offset - 120, offset, ends.sentence)) &&
  peopleBehind.test(clauseBehind(text, end, end + 80, ends.sentenceOrEnd))

const ofTrade = /^data scien/i
const imperative = /^\W*(?:build|develop|design|train|create|deploy|implement)\b/i
/** More than what the company says of itself. */
const aStatement = 1.2

/** What makes an AI posting: one statement of the work, or several hints. */
const enough = 1.8
const scientist = /\b(?:data|research) scientists?\b/i
/** At the beginning of a line or of a header's field. */
const scientistSought = /(?:^|[\n|])[\s*•·#>–—-]*(?:[\w./]+ ){0,3}(?:data|research) scientists?\b/i

/** More words than this repeat what is said. */
const mostTerms = 300

/** "No prior ML experience is needed". */
const noNeed = /\b(?:no|without)(?: (?:prior|previous|any|existing))*\s*$/i
/** "… that our customers use to deploy models". */
const byOthers = /\b(?:customers|users|clients)(?: can)? (?:use|deploy|train|run|monitor|manage)\b/i
/** A title and a dash, behind which stands what the work is: "Lead Engineer — Build …". */
const taskOfTitle =
  /^[^.:–—\n]{0,80}\b(?:engineers?|developers?|scientists?|researchers?|architects?|lead|interns?)\b[^.:–—\n]{0,40}(?:\s[-–—*]\s|:\s)/i

/** What one word of machine learning says of the job: nothing, a hint, or that it is part of it. */
function weigh(text: string, layout: Layout, cue: CueHit): number {
  const line = lineAt(layout, cue.offset)
  if (line === null) return 0
  if (line.section === 'company' || line.section === 'benefits' || line.section === 'apply') return 0
  const before = clauseBefore(text, Math.max(line.start, cue.offset - 200), cue.offset, ends.sentence)
  const behind = clauseBehind(text, cue.end, Math.min(line.end, cue.end + 120), ends.sentenceOrEnd)
  const sentence = `${before}${behind}`
  if (noNeed.test(before)) return 0
  if (line.section === 'preferred' || /\b(?:a plus|bonus|nice to have|ideally|preferred)\b/i.test(sentence)) return 0.4
  if (
    /^\s*(?:team|teams|engineers|scientists|researchers|experts|company|companies|startup)\b/i.test(behind) &&
    !/\b(?:join|hiring|looking)\b/i.test(before)
  )
    return 0.3
  if (
    /^[^.;:]{0,50}\bteams?\b/i.test(behind) &&
    /\b(?:with|alongside|across|between|partner\w*)\b[^.;]{0,60}$/i.test(before)
  )
    return 0.3
  if (line.section === 'stack') return 0.2
  if (line.section === 'tasks') return doing.test(sentence) ? 2 : 1
  if (line.section === 'requirements') return 1.2
  if (/\b(?:if you(?:['’]d| would) like to|join us|world['’]s (?:best|leading|first|most))\b/i.test(sentence))
    return 0.2
  if (byOthers.test(before)) return 0.3
  if (taskOfTitle.test(text.slice(line.start, cue.offset)) && doing.test(before) && !/\bour\b[^,]{0,40}$/i.test(before))
    return 2
  if (toYou.test(before) && !/^[^,]*\b(?:our|we)\b[^,]*$/i.test(before.slice(-30))) return doing.test(before) ? 2 : 1.2
  if (ofCompany.test(sentence)) return 0.2
  return line.kind === 'item' ? 0.8 : 0.4
}

/** What machine learning is used for, by the words for it outside the company's own account of itself. */
export function patternsOf(layout: Layout, cues: readonly CueHit[], ai: boolean): UsePattern[] {
  if (!ai) return []
  const found = new Set<UsePattern>()
  for (const cue of cues) {
    if (cue.pattern === null || found.has(cue.pattern)) continue
    const section = lineAt(layout, cue.offset)?.section
    if (section !== 'company' && section !== 'benefits') found.add(cue.pattern)
  }
  return usePatterns.filter((pattern) => found.has(pattern))
}
