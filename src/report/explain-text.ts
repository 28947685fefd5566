/** The postings behind a figure, and one posting with what was found in it and why. */
import type { Mention } from '../domain.ts'
import { indented, section, title } from './lines.ts'
import { table } from './table.ts'
import { visible, wrap } from './terminal-text.ts'
import type { Evidence, SkillName, Terminal } from './views.ts'
import { counted } from './wording.ts'

export interface EvidenceView {
  skill: SkillName
  population: string
  asOf: string
  /** Only of this level, where one was asked for. */
  level: string | null
  /** All there are; `rows` shows some or all of them. */
  total: number
  rows: (Evidence & { vacancy: number })[]
}

export function evidenceText(view: EvidenceView, terminal: Terminal): string {
  const asked = view.level === null ? 'naming' : view.level === 'mentioned' ? 'only mentioning' : `with ${view.level}`
  const head = `${counted(view.total, 'open vacancy')} ${asked} ${view.skill.name} as of ${view.asOf}; population ${view.population}.`
  const shown = view.rows.length < view.total ? `${view.rows.length} of them:` : 'All of them:'
  const rows = view.rows.map(({ board, externalId, title: name, company, level, cue, firstSeen }) => [
    `${board}/${externalId}`,
    company,
    name,
    level,
    cue ?? '',
    firstSeen,
  ])
  const next =
    view.rows[0] === undefined
      ? ''
      : wrap(
          visible(`Next: "skilltide explain ${view.rows[0].board}/${view.rows[0].externalId}" shows one whole.`),
          terminal.width,
        )
  return [
    title(head, terminal),
    view.rows.length === 0
      ? ''
      : `${shown}\n${table(['posting', 'employer', 'title', 'level', 'because', 'first seen'], rows, terminal, {})}`,
    visible(next),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** A posting as the store tells it; all its texts are of others. */
export interface PostingExplained {
  board: string
  externalId: string
  url: string | null
  title: string
  company: string
  employer: string
  locations: string[]
  spells: { firstSeen: string; lastSeen: string; endedOn: string | null; stock: boolean }[]
  vacancy: number | null
  mergedBecause: string | null
  text: { role: string; company: string } | null
  mentions: Mention[]
  traits: object | null
}

export function postingText(posting: PostingExplained, terminal: Terminal): string {
  const facts = [
    ['employer', `${posting.company} (${posting.employer})`],
    ['places', posting.locations.join('; ') || 'none told'],
    ['address', posting.url ?? 'none told'],
    ['seen', posting.spells.map(spellText).join('; ')],
    ['vacancy', vacancyText(posting)],
    ...Object.entries(posting.traits ?? {}).map(([name, value]) => [name, traitText(value)]),
  ]
  const rows = posting.mentions.map((mention) => [
    mention.skill,
    mention.level,
    mention.field,
    wordsOf(posting, mention),
    mention.cue ?? '',
  ])
  const text =
    posting.text === null
      ? '  Its text is not in the store: only what was found in it is known.'
      : indented(wrap(visible(posting.text.role), terminal.width - 2))
  return [
    title(`${posting.title} (${posting.board}/${posting.externalId})`, terminal),
    facts.map(([name, value]) => visible(`  ${name!.padEnd(10)}  ${value}`)).join('\n'),
    section(
      'Skills',
      rows.length === 0
        ? '  none of the catalog'
        : indented(table(['skill', 'level', 'in', 'words', 'because'], rows, terminal, {})),
      terminal,
    ),
    section('What it says', text, terminal),
    posting.text === null || posting.text.company === ''
      ? ''
      : section('About the company', indented(wrap(visible(posting.text.company), terminal.width - 2)), terminal),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const spellText = ({ firstSeen, lastSeen, endedOn, stock }: PostingExplained['spells'][number]) =>
  `${firstSeen} to ${endedOn === null ? `today (last on ${lastSeen})` : lastSeen}${stock ? ', there when the board was first read' : ''}`

const vacancyText = ({ vacancy, mergedBecause }: PostingExplained) =>
  vacancy === null
    ? 'not merged yet'
    : mergedBecause === null
      ? `${vacancy}, for which it speaks`
      : `${vacancy}: ${mergedBecause}`

const traitText = (value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 0)
    ? 'not told'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** The words that matched, with a little of what stands around them. */
function wordsOf({ text, title: name }: PostingExplained, { field, offset, length }: Mention): string {
  const source = field === 'title' ? name : text?.[field]
  if (source === undefined || length === 0) return ''
  return `… ${source.slice(Math.max(0, offset - 20), offset + length + 20).replace(/\s+/g, ' ')} …`
}
