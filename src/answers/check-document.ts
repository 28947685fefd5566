/** A document's own words against the figures: numbers typed by hand, and sentences that the figures bear out or not. */
import type { Figure, SkillId } from '../domain.ts'
import { placeOf, type Sentence, sentencesOf } from '../report/check/prose.ts'
import { type NamedSkill, skillsNamed } from '../report/check/skills-named.ts'
import { type TypedNumber, typedNumbers } from '../report/check/typed-numbers.ts'
import { figuresOf } from '../report/figures-in.ts'
import { labelOf } from '../report/measures.ts'
import { jobsOf } from '../report/populations.ts'
import type { FormatName } from '../report/render/format-name.ts'
import type { DocumentFinding } from '../report/views.ts'
import { fullText, isWithheld } from '../report/wording.ts'
import { places } from './alternatives.ts'
import { type Asking, sharedBy, skillName } from './asking.ts'
import { claimVerdict } from './claims.ts'
import { recentRows } from './recent.ts'
import { saidIn, speaksOfThePast } from './said.ts'
import { skillReport } from './skill-report.ts'

export interface Document {
  file: string
  source: string
  format: FormatName
}

/** How a skill may be written; the names of the catalog where nothing more is known. */
export type Spellings = readonly { id: SkillId; names: readonly string[] }[]

type Finding = Pick<DocumentFinding, 'verdict' | 'because' | 'instead' | 'figures'>

const reportOf = sharedBy(skillReport)
/** Words that stand for the skill that was named last. */
const pronoun =
  /\b(?:it|its|this skill|the skill|this framework|the framework|this library|the library|demand|hiring|trajectory)\b/i

/** Every finding in the order of the document; sentences that are borne out are among them. */
export async function checkDocument(
  asking: Asking,
  document: Document,
  spellings: Spellings,
): Promise<DocumentFinding[]> {
  const namedIn = skillsNamed(spellings)
  const subjects = new Set(asking.skills.filter(({ group }) => group !== 'research').map(({ id }) => id))
  const found: DocumentFinding[] = []
  let last: NamedSkill | null = null
  for (const sentence of sentencesOf(document.source, document.format)) {
    const all = namedIn(sentence.text)
    const tools = all.filter(({ skill }) => subjects.has(skill))
    const here = tools.length > 0 ? tools : all
    const named = here.length === 0 && last !== null && pronoun.test(sentence.text) ? [last] : here
    last = tools[0] ?? last
    const spared = sentence.carried || sentence.vouched || speaksOfThePast(sentence.text, asking)
    for (const number of spared ? [] : typedNumbers(sentence.text)) {
      found.push({
        ...{ file: document.file, ...placeOf(document.source, sentence.at + number.at) },
        ...{ words: number.words, kind: 'number', ...(await numberFinding(asking, number, named)) },
      })
    }
    const told = await sentenceFinding(asking, sentence, named)
    if (told !== null) {
      found.push({
        ...{ file: document.file, ...placeOf(document.source, sentence.at) },
        ...{ words: sentence.text, kind: 'sentence', ...told },
      })
    }
  }
  return found
}

async function sentenceFinding(
  asking: Asking,
  { text }: Sentence,
  named: readonly NamedSkill[],
): Promise<Finding | null> {
  const said = saidIn(asking, text, named)
  if (said === null) return null
  const among = said.population === null ? asking : { ...asking, population: said.population }
  const rule = 'leads' in said.rule ? { ...said.rule, over: await foremost(among, said.rule.over) } : said.rule
  const claim = { claim: text, population: said.population, rule, line: 0 }
  const { verdict, because, figures } = await claimVerdict(asking, claim)
  const borneOut = verdict === 'cannot say' ? null : (verdict === 'supported') !== said.denied
  return {
    ...{ because, figures, instead: null },
    verdict: borneOut === null ? 'cannot say' : borneOut ? 'agrees' : 'contradicted',
  }
}

/** The rivals that new jobs name most, where there are many: who leads them leads all. */
async function foremost(asking: Asking, rivals: readonly SkillId[]): Promise<SkillId[]> {
  const rows = rivals.length > most ? await recentRows(asking) : []
  const named = new Map(rivals.map((id) => [id, rows.reduce((sum, { naming }) => sum + (naming[id] ?? 0), 0)]))
  const known = new Set(places.flat())
  const first = (id: SkillId) => (known.has(id) ? 0 : 1)
  return rivals
    .toSorted((left, right) => named.get(right)! - named.get(left)! || first(left) - first(right))
    .slice(0, most)
}

const most = 3

/** A number beside a skill is held against the skill's figure of that kind. */
async function numberFinding(asking: Asking, number: TypedNumber, named: readonly NamedSkill[]): Promise<Finding> {
  const [first, second] = named
  const unknown = (because: string): Finding => ({ verdict: 'cannot say', because, instead: null, figures: [] })
  if (first === undefined) return unknown('No skill is named beside it.')
  const measure = number.measure === 'ratio' ? (second === undefined ? null : `ratio.${second.skill}`) : number.measure
  const { name } = skillName(asking, first.skill)
  if (measure === null) return unknown(`There is no figure of ${name} that these words name.`)
  const report = await reportOf(asking, first.skill)
  const figure = figuresOf(report).find((each) => each.measure === measure)
  if (figure === undefined) return unknown(`There is no figure of ${name} called ${measure}.`)
  return {
    ...judged(figure, number),
    instead: `${first.skill}.${measure}`,
    because: `${name}, ${labelOf(measure).toLowerCase()} (${jobsOf(report.population)}): ${fullText(figure)}`,
    figures: [figure],
  }
}

/** True as written; told apart from the figure by its interval; or neither. */
function judged(figure: Figure, { low, high }: TypedNumber): Pick<Finding, 'verdict'> {
  if (isWithheld(figure) || figure.value === null) return { verdict: 'withheld' }
  if (figure.value >= low && figure.value <= high) return { verdict: 'agrees' }
  const range = figure.interval ?? { low: figure.value, high: figure.value }
  return { verdict: range.high < low || range.low > high ? 'contradicted' : 'cannot say' }
}
