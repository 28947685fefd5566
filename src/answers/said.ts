/** What a sentence says of the job market, as rules that the figures can bear out or not; nothing where it says nothing. */
import { roles, type SkillId, seniorities } from '../domain.ts'
import type { NamedSkill } from '../report/check/skills-named.ts'
import type { Asking } from './asking.ts'
import type { Rule } from './claim-file.ts'

export interface Said {
  rule: Rule
  /** The sentence denies what the rule says. */
  denied: boolean
  population: string | null
}

const marketWord =
  /\b(?:demand|hiring|hires?|jobs?|job market|postings?|vacanc(?:y|ies)|openings?|employers?|compan(?:y|ies)|market|wanted|sought|asked for|recruit\w*|roles?|positions?|listings?|trajectory)\b/i
/** A question, a condition, a guess, a plan or somebody's advice claims nothing. */
const unsaid = /\?\s*$|\b(?:may|might|could|would|should|if|whether|when|will|unless|until)\b/i
const denial = /\b(?:not|no longer|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t|don['’]t|never|hardly)\b/i

const directions = [
  { is: ['Emerging'], words: /\bemerging\b/i },
  {
    is: ['Declining'],
    words:
      /\b(?:fall(?:s|ing|en)?|fell|declin\w+|shrink\w*|shrank|drop(?:s|ped|ping)?|dying|fad(?:es|ing)|wan(?:es|ing)|los(?:es|ing) ground|decreas\w+|cooling|disappear\w*|on the way out)\b/i,
  },
  {
    is: ['Rising', 'Emerging'],
    words:
      /\b(?:ris(?:es?|ing)|rose|grow(?:s|n|ing|th)?|grew|increas(?:es?|ed|ing)|surg(?:es?|ed|ing)|soar\w*|boom\w*|climb\w*|gain(?:s|ing) (?:ground|popularity|traction)|taking off|heating up)\b/i,
  },
  { is: ['Stable'], words: /\b(?:stable|steady|flat|unchanged)\b/i },
] as const

const asked = '(?:wanted|in demand|in-demand|sought[- ]after|required|requested|asked[- ]for|demanded|recruited)'
const loose = '(?:popular|used|common|named|mentioned|listed)'
const superlative = new RegExp(
  String.raw`\bmost[- ](${asked}|${loose})\b|\bmore (?:often )?than any other\b|\b(?:number one|dominates?|tops)\b`,
  'i',
)
const comparative =
  /\b(more|fewer|less|oftener)\b[^.]*\bthan\b|\b(outranks?|beats?|overtakes?|overtook|leads?|ahead of|trails?|behind)\b/i

const share = [
  { words: /\bevery\b|\ball (?:the )?(?:\w+ )?(?:jobs|postings|employers)\b/i, least: 0.99 },
  { words: /\bthree[- ]quarters of\b/i, least: 0.75 },
  { words: /\btwo[- ]thirds of\b/i, least: 2 / 3 },
  { words: /\b(?:most|the majority of|half of|over half|more than half)\b/i, least: 0.5 },
  { words: /\ba third of\b/i, least: 1 / 3 },
  { words: /\ba quarter of\b/i, least: 0.25 },
]
const jobsNoun = /\b(?:jobs?|postings?|vacanc(?:y|ies)|openings?|employers?|positions|listings?)\b/i
const askVerb = /\b(?:nam|mention|ask|requir|want|list|call|need|demand)(?:e?s|e|ed|ing)?\b/i
const nobody =
  /\b(?:no|zero)\s+(?:[\w-]+\s+){0,3}?(?:jobs?|postings?|employers?|compan(?:y|ies))\b|\b(?:nobody|no one)\b/i

const populations: { words: RegExp; population: string }[] = [
  { words: /\b(?:ML|machine[- ]learning) engineers?\b/i, population: 'role:ml_engineer' },
  { words: /\bAI engineers?\b/i, population: 'role:ai_engineer' },
  { words: /\bdata scientists?\b/i, population: 'role:data_scientist' },
  { words: /\bdata engineers?\b/i, population: 'role:data_engineer' },
  { words: /\bsoftware engineers?\b/i, population: 'role:software_engineer' },
]

/** A sentence says at most one thing that is checked: the strongest that its words can mean. */
export function saidIn(asking: Asking, sentence: string, named: readonly NamedSkill[]): Said | null {
  const [first, second] = named
  if (first === undefined || unsaid.test(sentence) || speaksOfThePast(sentence, asking)) return null
  const population = populations.find(({ words }) => words.test(sentence))?.population ?? null
  const denied = denial.test(sentence)
  const said = (rule: Rule): Said => ({ rule, denied, population })

  if (nobody.test(sentence) && askVerb.test(sentence)) {
    return { rule: { figure: `${first.skill}.open`, at_most: 0 }, denied: false, population }
  }
  const part = partIn(sentence)
  if (part !== null) return { rule: { most: first.skill, ...part }, denied, population: null }
  const most = superlative.exec(sentence)
  if (most !== null && (marketWord.test(sentence) || new RegExp(asked, 'i').test(most[0]))) {
    if (/\bone of the\b|\bamong the\b/i.test(sentence)) return null
    return said({ leads: first.skill, over: rivals(asking, first.skill, sentence) })
  }
  const direction = directions.find(({ words }) => words.test(sentence))
  if (direction !== undefined && marketWord.test(sentence))
    return said({ direction: first.skill, is: [...direction.is] })
  const against = comparative.exec(sentence)
  if (
    against !== null &&
    second !== undefined &&
    marketWord.test(sentence) &&
    !/\b(?:pay|paid|salar)/i.test(sentence)
  ) {
    const behind = /^(?:fewer|less|trail|behind)/i.test(against[1] ?? against[2] ?? '')
    const [ahead, after] = behind ? [second, first] : [first, second]
    return said({ leads: ahead.skill, over: [after.skill] })
  }
  const bound = share.find(({ words }) => words.test(sentence))
  if (bound !== undefined && jobsNoun.test(sentence) && askVerb.test(sentence)) {
    return said({ figure: `${first.skill}.share`, at_least: bound.least })
  }
  return null
}

/** Another year than the one of the asking is named. */
export const speaksOfThePast = (sentence: string, { asOf }: Asking) =>
  [...sentence.matchAll(/\b(?:19|20)\d{2}\b/g)].some(([year]) => year !== asOf.slice(0, 4))

const labelsOf: Record<string, [RegExp, string][]> = {
  seniority: seniorities
    .filter((each) => each !== 'unspecified')
    .map((each) => [new RegExp(`\\b${each}\\b`, 'i'), each]),
  workplace: [
    [/\bremote\b/i, 'remote'],
    [/\bhybrid\b/i, 'hybrid'],
    [/\bon-?site\b/i, 'onsite'],
  ],
  employment: [
    [/\bfull[- ]time\b/i, 'full-time'],
    [/\bpart[- ]time\b/i, 'part-time'],
    [/\bcontract(?:s|ors?)?\b/i, 'contract'],
  ],
  role: populations.map(({ words, population }) => [words, population.slice('role:'.length)]),
}

/** `most jobs that name it are senior`: which part of them is said to be ahead. */
function partIn(sentence: string): { of: string; is: string } | null {
  if (!/\b(?:most|mostly|mainly|majority|typically|usually)\b/i.test(sentence) || !jobsNoun.test(sentence)) return null
  if (!/\b(?:are|is|come|go)\b/i.test(sentence)) return null
  for (const [of, labels] of Object.entries(labelsOf)) {
    const found = labels.find(([words]) => words.test(sentence.slice(sentence.search(/\b(?:are|is|come|go)\b/i))))
    if (found !== undefined && (of !== 'role' || (roles as readonly string[]).includes(found[1])))
      return { of, is: found[1] }
  }
  return null
}

/** Those that it is said to lead: every skill, or those of its kind; what names it as well (TorchServe) is no rival. */
function rivals(asking: Asking, skill: SkillId, sentence: string): SkillId[] {
  const kind = asking.skills.find(({ id }) => id === skill)?.group
  const all = /\bskills?\b/i.test(sentence)
  return asking.skills
    .filter(({ id, group, implies }) => id !== skill && !implies?.includes(skill) && (all || group === kind))
    .map(({ id }) => id)
}
