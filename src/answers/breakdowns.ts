/** What the jobs naming a skill are: roles, uses, seniority, workplace, country, employment, and the skills named beside. */
import type { NamingRow } from '../../db/store.ts'
import type { Figure, SkillId } from '../domain.ts'
import { minimum } from '../figures/method.ts'
import { type Base, leadOf, type PartShare, partsOf } from '../figures/parts.ts'
import type { Part } from '../report/views.ts'
import { count, percent } from '../report/wording.ts'
import { type Asking, shared } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
import { namingOf } from './naming-rows.ts'
import { needs, notEnough } from './needs.ts'
import { roleName } from './population.ts'
import { notMeasured, openOf, readingOf } from './reading.ts'
import { tracked } from './tracked.ts'

type LabelsOf = (row: NamingRow) => readonly string[] | null

/** Each breakdown by the name of its measure. A row that says nothing of the matter gives null and is left out of the whole. */
const useName = (use: string) => (use === 'nlp' ? 'NLP' : use)

const kinds = {
  role: { labels: (row) => known(row.traits.role), name: roleName },
  pattern: { labels: (row) => row.traits.patterns, name: useName },
  /** Uses of the jobs that require the skill. */
  pattern_required: {
    labels: (row) => (row.level === 'required' ? row.traits.patterns : null),
    name: useName,
  },
  seniority: { labels: (row) => known(row.traits.seniority), name: (label: string) => label },
  workplace: { labels: (row) => known(workplaceOf(row)), name: (label: string) => label },
  country: { labels: (row) => (row.countries.length === 0 ? null : row.countries), name: (label: string) => label },
  employment: { labels: (row) => known(row.employment), name: (label: string) => label },
} as const satisfies Record<string, { labels: LabelsOf; name: (label: string) => string }>

export type BreakdownKind = keyof typeof kinds
export const isBreakdown = (word: string): word is BreakdownKind => Object.hasOwn(kinds, word)

/** What a row says of the matter; null where it says nothing. */
export const labelsIn = (kind: BreakdownKind, row: NamingRow): readonly string[] | null => kinds[kind].labels(row)

const known = (value: string | null): string[] | null => (value === null || value === 'unspecified' ? null : [value])
const workplaceOf = ({ workplace, traits }: NamingRow) =>
  workplace !== 'unspecified' ? workplace : (traits.remote ?? 'unspecified')

export async function breakdown(asking: Asking, skill: SkillId, kind: BreakdownKind): Promise<Part[]> {
  const { labels, name } = kinds[kind]
  const rows = await namingOf(asking, skill)
  const base = isOfTraits(kind) ? (await traitsBase(asking))[kind] : null
  return partsIn(asking, skill, kind, partsOf(rows, labels, base), name)
}

const isOfTraits = (kind: BreakdownKind): kind is OfTraits =>
  kind === 'role' || kind === 'pattern' || kind === 'pattern_required' || kind === 'seniority'

/** The naming jobs of one use; all of them for null. */
export const rowsOfUse = (rows: readonly NamingRow[], use: string | null): readonly NamingRow[] =>
  use === null ? rows : rows.filter(({ traits }) => traits.patterns.some((pattern) => pattern === use))

/** Whether the most frequent part is ahead of the next beyond luck: their head-to-head over employers, among all naming jobs or those of one use. */
export async function leadFigure(
  asking: Asking,
  skill: SkillId,
  kind: BreakdownKind,
  use: string | null = null,
): Promise<Figure> {
  const make = await figuresOf(asking, skill)
  const base = { measure: use === null ? `lead.${kind}` : `lead.${kind}.${use}`, unit: 'ratio' as const }
  const untracked = await tracked(asking, skill)
  const reading = await readingOf(asking)
  if (untracked !== null) return make({ ...base, status: 'not_tracked', text: untracked })
  if (!reading.enough) return make({ ...base, text: notMeasured(reading) })
  const lead = leadOf(rowsOfUse(await namingOf(asking, skill), use), (row) => labelsIn(kind, row))
  if (lead === null) return make({ ...base, status: 'low', text: 'Not enough data: fewer than two parts to compare.' })
  const { a: n, b: denominator, employers, interval, enough, ratio } = lead.ratio
  const [first, second] = [kinds[kind].name(lead.first), kinds[kind].name(lead.second)]
  const counts = { n, denominator, employers }
  if (!enough) {
    const unmet = [
      ...needs(`jobs of ${first}`, n, minimum.ratio.n),
      ...needs(`jobs of ${second}`, denominator, minimum.ratio.n),
      ...needs('effective employers', lead.ratio.effectiveEmployers, minimum.ratio.effectiveEmployers),
    ]
    const text =
      unmet.length > 0 ? notEnough(unmet) : `Not enough data: each needs ${minimum.ratio.employers} employers.`
    return make({ ...base, ...counts, status: 'low', text })
  }
  const text = lead.leads
    ? `${first} leads: ${count(n)} jobs for ${count(denominator)} of ${second}`
    : `No clear lead: ${count(n)} jobs of ${first}, ${count(denominator)} of ${second}`
  return make({ ...base, ...counts, value: ratio, interval, text })
}

/** The skills named beside it: by lift among those with enough behind them. */
export async function coNamed(asking: Asking, skill: SkillId): Promise<Part[]> {
  const rows = await namingOf(asking, skill)
  const implied = new Set(asking.skills.find(({ id }) => id === skill)?.implies ?? [])
  const parts = partsOf(
    rows,
    (row) => row.skills.filter((id) => id !== skill && !implied.has(id)),
    await skillsBase(asking),
  )
  const names = new Map(asking.skills.map(({ id, name }) => [id, name]))
  const named = parts.filter(({ label }) => names.has(label))
  const told = await partsIn(asking, skill, 'co_named', named, (label) => names.get(label)!)
  return told.map((part, at) => ({ ...part, skill: named[at]!.label }))
}

async function partsIn(
  asking: Asking,
  skill: SkillId,
  measure: string,
  parts: readonly PartShare[],
  name: (label: string) => string,
): Promise<Part[]> {
  const make = await figuresOf(asking, skill)
  const reading = await readingOf(asking)
  if (!reading.enough) return []
  return parts.map((part) => ({
    label: name(part.label),
    figure: make({ measure: `${measure}.${part.label}`, ...partDraft(part) }),
    lift: part.enough ? part.lift : null,
  }))
}

/** The part's share where enough stands behind it, else its count and what is missing. */
export function partDraft({ x, employers, of, share, enough }: PartShare): Omit<Draft, 'measure'> {
  const counts = { unit: 'share' as const, n: x, denominator: of.n, employers }
  if (share === null || !enough) {
    const unmet = [
      ...needs('jobs with it', x, minimum.part.n),
      ...needs('employers with it', employers, minimum.part.employers),
      ...needs('jobs in all', of.n, minimum.level.n),
      ...needs('employers in all', of.employers, minimum.level.employers),
    ]
    return { ...counts, status: 'low', text: notEnough(unmet) }
  }
  const text = `${percent(share.share)} (${count(x)} of ${count(of.n)})`
  return { ...counts, status: 'observed', value: share.share, interval: share.interval, text }
}

const openTraitsOf = shared(async (asking: Asking) => (await openOf(asking)).traits({ name: asking.population }))

type OfTraits = 'role' | 'pattern' | 'pattern_required' | 'seniority'

const traitsBase = shared(async (asking: Asking): Promise<Record<OfTraits, Base>> => {
  const rows = await openTraitsOf(asking)
  const base = (labels: (row: (typeof rows)[number]) => readonly string[] | null): Base => {
    const of = new Map<string, number>()
    let n = 0
    for (const row of rows) {
      const told = labels(row)
      if (told === null) continue
      n += row.vacancies
      for (const label of told) of.set(label, (of.get(label) ?? 0) + row.vacancies)
    }
    return { n, of }
  }
  const pattern = base(({ patterns }) => patterns)
  return {
    role: base(({ role }) => known(role)),
    seniority: base(({ seniority }) => known(seniority)),
    ...{ pattern, pattern_required: pattern },
  }
})

const skillsBase = shared(async (asking: Asking): Promise<Base> => {
  const rows = (await openOf(asking)).skills({ name: asking.population })
  const all = await openTraitsOf(asking)
  return {
    n: all.reduce((sum, { vacancies }) => sum + vacancies, 0),
    of: new Map(rows.map(({ skill, vacancies }) => [skill, vacancies])),
  }
})
