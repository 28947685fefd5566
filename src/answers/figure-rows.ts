/** What a figure sums: its employers with what each adds to both counts, and the postings where it counts postings. */
import type { NamingRow } from '../../db/store.ts'
import { addDays, dayNumber, maybeMonday } from '../days.ts'
import type { EmployerKey, Figure, SkillId } from '../domain.ts'
import { datedBetween } from '../figures/opened.ts'
import { pairedCells } from '../figures/paired.ts'
import { leadOf } from '../figures/parts.ts'
import { payValues } from '../figures/pay.ts'
import type { Evidence } from '../report/views.ts'
import type { Asking } from './asking.ts'
import { type BreakdownKind, isBreakdown, labelsIn, rowsOfUse } from './breakdowns.ts'
import { closedOn } from './closed-series.ts'
import { datedClosings, datedOpenings, lastedRows } from './flow-figures.ts'
import { indexRows } from './index-series.ts'
import { namingOf } from './naming-rows.ts'
import { besidesOf, openRowsOf } from './open-figures.ts'
import { jobsNaming } from './opened.ts'
import { payGroups, statedPay } from './pay-figures.ts'
import { kindOf, lastDayOf, startOf } from './periods.ts'
import { recentRows } from './recent.ts'
import { panelOf, verdictsOf } from './runs.ts'
import { evidenceRows } from './skill-report.ts'
import { namesNoFramework } from './without-frameworks.ts'

/** What one employer adds to a figure's n and to its denominator. */
export interface SummedRow {
  employer: EmployerKey
  n: number
  denominator: number
}

export interface FigureRows {
  /** The employers that add anything, most first: their sums are the figure's n and its denominator where it has one. */
  employers: SummedRow[]
  /** The postings that n counts, one each; null where it counts something else. */
  postings: (Evidence & { vacancy: number })[] | null
}

/** The rows behind a figure that has counts. Throws a RangeError for a measure that nobody makes. */
export async function rowsBehind(asking: Asking, skill: SkillId, figure: Figure): Promise<FigureRows> {
  const { measure } = figure
  const [family = '', ...rest] = measure.split('.')
  const part = rest.join('.')
  if (measure === 'opened.share' || measure === 'opened' || measure === 'closed')
    return openedRows(asking, skill, figure)
  if (measure === 'index') {
    const rows = await indexRows(asking, skill, figure.period)
    return summed(
      rows.map(({ employer, x, n }) => [employer, x, n]),
      null,
    )
  }
  if (measure === 'rank' && isPeriod(figure.period)) return openedRows(asking, skill, figure)
  if (measure === 'open.besides') {
    const besides = await besidesOf(asking, skill)
    return summed(
      besides.map(({ employer, agencies, aggregators }) => [employer, agencies + aggregators, 0]),
      null,
    )
  }
  if (family === 'open' || measure === 'share' || family === 'level') return openRows(asking, skill, measure)
  if (measure === 'employers') return employerRows(asking, skill)
  if (family === 'both') return bothRows(asking, skill, part)
  if (family === 'rank' || family === 'ratio') return recent(asking, skill, part)
  if (measure === 'change' || measure === 'trajectory') return paired(asking, skill)
  if (family === 'pay' && measure !== 'pay.stated') return payRows(asking, skill)
  if (family === 'days_open') {
    const rows = await lastedRows(asking, skill)
    return summed(
      rows.map(({ employer, closed }) => [employer, closed ? 1 : 0, 1]),
      null,
    )
  }
  if (family === 'lead') {
    const [kind = '', use = null] = rest
    if (isBreakdown(kind)) return leadRows(asking, skill, kind, use)
  }
  const says = family === 'without_frameworks' ? await namesNoFramework(asking) : saysOf(family, part)
  if (says === null) throw new RangeError(`no rows are kept for ${measure}`)
  return naming(asking, skill, says)
}

/** A quarter or a year of a series; today's rank is of 13 weeks. */
const isPeriod = (period: string) => kindOf(period) === 'quarter' || kindOf(period) === 'year'

type Added = readonly [employer: EmployerKey, n: number, denominator: number]

function summed(added: readonly Added[], postings: FigureRows['postings']): FigureRows {
  const employers = new Map<EmployerKey, SummedRow>()
  for (const [employer, n, denominator] of added) {
    const known = employers.get(employer) ?? { employer, n: 0, denominator: 0 }
    employers.set(employer, { employer, n: known.n + n, denominator: known.denominator + denominator })
  }
  const rows = [...employers.values()].filter((row) => row.n > 0 || row.denominator > 0)
  return {
    employers: rows.sort((left, right) => right.n - left.n || (left.employer < right.employer ? -1 : 1)),
    postings,
  }
}

const shownOf = async (asking: Asking, skill: SkillId, keep: (row: { vacancy: number; level: string }) => boolean) =>
  (await evidenceRows(asking, skill)).filter(keep).map(({ employer: _, ...row }) => row)

async function openRows(asking: Asking, skill: SkillId, measure: string): Promise<FigureRows> {
  const rows = await openRowsOf(asking, skill)
  const level = /^(?:open|level)\.(required|preferred|mentioned)$/.exec(measure)?.[1] as 'required' | undefined
  const of = (row: (typeof rows)[number]) =>
    level !== undefined
      ? row[level]
      : measure === 'open.postings'
        ? row.namingPostings
        : measure === 'open.stale'
          ? row.stale
          : row.naming
  const isOfAll = measure === 'open' || measure === 'share'
  const added = rows.map((row): Added => [row.employer, of(row), isOfAll ? row.vacancies : row.naming])
  const isListed = measure !== 'open.postings' && measure !== 'open.stale'
  return summed(
    added,
    isListed ? await shownOf(asking, skill, (row) => level === undefined || row.level === level) : null,
  )
}

async function employerRows(asking: Asking, skill: SkillId): Promise<FigureRows> {
  const { employers } = await openRows(asking, skill, 'open')
  return summed(
    employers.filter(({ denominator }) => denominator > 0).map(({ employer, n }) => [employer, n > 0 ? 1 : 0, 1]),
    null,
  )
}

/** Whether a naming row has what a part of it counts; null where it says nothing of the matter. */
type Says = (row: NamingRow) => boolean | null

function saysOf(family: string, part: string): Says | null {
  if (family === 'co_named' || family === 'sub_skill') return ({ skills }) => skills.includes(part)
  if (family === 'years') return ({ traits }) => traits.years !== null
  if (family === 'pay') return ({ pay }) => pay !== null
  if (!isBreakdown(family)) return null
  return (row) => labelsIn(family, row)?.includes(part) ?? null
}

async function naming(asking: Asking, skill: SkillId, says: Says): Promise<FigureRows> {
  const rows = (await namingOf(asking, skill))
    .map((row) => ({ ...row, has: says(row) }))
    .filter(({ has }) => has !== null)
  const having = new Set(rows.filter(({ has }) => has === true).map(({ vacancy }) => vacancy))
  const added = rows.map(({ employer, has }): Added => [employer, has ? 1 : 0, 1])
  return summed(added, await shownOf(asking, skill, ({ vacancy }) => having.has(vacancy)))
}

async function bothRows(asking: Asking, left: SkillId, right: SkillId): Promise<FigureRows> {
  const [first, second] = [await namingOf(asking, left), await namingOf(asking, right)]
  const own = new Set(first.map(({ vacancy }) => vacancy))
  const shared = new Set(second.filter(({ vacancy }) => own.has(vacancy)).map(({ vacancy }) => vacancy))
  const either = [...first, ...second.filter(({ vacancy }) => !own.has(vacancy))]
  const added = either.map(({ employer, vacancy }): Added => [employer, shared.has(vacancy) ? 1 : 0, 1])
  return summed(added, await shownOf(asking, left, ({ vacancy }) => shared.has(vacancy)))
}

async function payRows(asking: Asking, skill: SkillId): Promise<FigureRows> {
  const group = payGroups(await namingOf(asking, skill))[0]
  if (group === undefined) return summed([], null)
  const values = payValues(group.rows.map(statedPay), group.currency)
  return summed(
    [
      ...group.rows.map(({ employer }): Added => [employer, 0, 1]),
      ...values.map(({ employer }): Added => [employer, 1, 0]),
    ],
    null,
  )
}

async function leadRows(asking: Asking, skill: SkillId, kind: BreakdownKind, use: string | null): Promise<FigureRows> {
  const rows = rowsOfUse(await namingOf(asking, skill), use)
  const lead = leadOf(rows, (row) => labelsIn(kind, row))
  const has = (row: NamingRow, label: string | undefined) => (labelsIn(kind, row)?.includes(label ?? '') ? 1 : 0)
  return summed(
    rows.map((row) => [row.employer, has(row, lead?.first), has(row, lead?.second)]),
    null,
  )
}

/** For a ratio the second skill stands in the denominator; a rank has none. */
async function recent(asking: Asking, skill: SkillId, other: SkillId): Promise<FigureRows> {
  const rows = await recentRows(asking)
  return summed(
    rows.map(({ employer, naming: of }) => [employer, of[skill] ?? 0, of[other] ?? 0]),
    null,
  )
}

async function paired(asking: Asking, skill: SkillId): Promise<FigureRows> {
  const verdict = (await verdictsOf(asking)).get(skill)
  if (verdict === undefined || verdict.judgement.windows === null) return summed([], null)
  const cells = pairedCells(await panelOf(asking), verdict.week, verdict.judgement.windows).cells(skill)
  return summed(
    cells.map(({ employer, n0, x0, n1, x1 }) => [employer, x0 + x1, n0 + n1]),
    null,
  )
}

/** New jobs of a series by first sight; those of a week by the days on which each may have opened, or closed. */
async function openedRows(asking: Asking, skill: SkillId, { measure, period }: Figure): Promise<FigureRows> {
  const { store, asOf, population } = asking
  const by = kindOf(period)
  const to = lastDayOf(period, by)
  const from = startOf(to, by)
  if (measure !== 'opened.share' && by === 'week') {
    const monday = maybeMonday(period)!
    const dated = await (measure === 'closed' ? datedClosings : datedOpenings)(asking, skill, monday)
    const within = dated.filter(
      ({ days }) => datedBetween([days], dayNumber(monday), dayNumber(addDays(monday, 6))) > 0,
    )
    return summed(
      within.map(({ employer }) => [employer, 1, 0]),
      null,
    )
  }
  const until = to < asOf ? to : asOf
  if (measure === 'closed') {
    const gone = [...(await closedOn(asking, skill, from))].filter(([on]) => on <= until)
    return summed(
      gone.flatMap(([, rows]) => rows.map(({ employer }): Added => [employer, 1, 0])),
      null,
    )
  }
  const rows = await store.questions.weekly([skill], { name: population }, from, until)
  const listed = await store.questions.firstPostings(skill, await jobsNaming(asking, skill, from, until))
  return summed(
    rows.map(({ employer, n, naming: of }) => [employer, of[skill] ?? 0, measure === 'opened.share' ? n : 0]),
    listed.map(({ employer: _, ...row }) => row),
  )
}
