/** The worked examples of the method, computed again: each keeps its inputs and has its outputs put in anew. */
import { addDays, day, weekOf } from '../../src/days.ts'
import { adjusted } from '../../src/figures/benjamini-hochberg.ts'
import { type Cell, evidenceCap, sameEmployerChange } from '../../src/figures/change.ts'
import { chartIndex, periodSums } from '../../src/figures/chart-index.ts'
import { type LabelState, step, unlabelled } from '../../src/figures/label-steps.ts'
import { minimum } from '../../src/figures/method.ts'
import { mixture } from '../../src/figures/mixture.ts'
import { onlyP } from '../../src/figures/near-zero.ts'
import { openNow } from '../../src/figures/open-now.ts'
import { datedBetween, openingDays } from '../../src/figures/opened.ts'
import { pairedCells } from '../../src/figures/paired.ts'
import { createPanel } from '../../src/figures/panel.ts'
import { medianOf, payOf, payValues } from '../../src/figures/pay.ts'
import { ascending, median, quantile } from '../../src/figures/quartiles.ts'
import { rankAll } from '../../src/figures/rank.ts'
import { ratio } from '../../src/figures/ratio.ts'
import { clusteredShare, employersNaming } from '../../src/figures/share.ts'
import { tQuantile } from '../../src/figures/student.ts'
import { type Label, labels, rawLabel } from '../../src/figures/trajectory.ts'
import { wilson } from '../../src/figures/wilson.ts'
import { windowsFor } from '../../src/figures/windows.ts'

type CellRow = [board: string, employer: string, n0: number, x0: number, n1: number, x1: number]
type Fields = Record<string, unknown>

const cellsOf = (rows: readonly CellRow[]): Cell[] =>
  rows.map(([board, employer, n0, x0, n1, x1]) => ({ board, employer, n0, x0, n1, x1 }))

function changeOf(rows: readonly CellRow[], distance: number, cap = evidenceCap): Fields {
  const { counts, estimate } = sameEmployerChange(cellsOf(rows), distance, cap)
  const { weightedNow: R, weightedThen: Q, ratio: found, logRatio, se, df, p, interval, interval90 } = estimate!
  return {
    ...{ R, Q, ratio: found, logRatio, se, df, t975: tQuantile(0.975, df), p, G: estimate!.employers },
    ...{ Gstar: estimate!.effectiveEmployers, maxEvidence: estimate!.maxEvidence },
    ...{ ci95: [interval.low, interval.high], ci90: [interval90.low, interval90.high] },
    ...{ X0: counts.x0, X1: counts.x1, N0: counts.n0, N1: counts.n1 },
    ...{ namingEmployers: counts.naming, k0: counts.namingThen, k1: counts.namingNow },
  }
}

const e1Cells = 'cells[source,employer,n0,x0,n1,x1]'

/** Our words begin with a capital. */
const labelOf = (word: string): Label => labels.find((label) => label.toLowerCase() === word)!

function shareOf(rows: readonly [x: number, n: number][], { deff_jackknife }: Fields): Fields {
  const found = clusteredShare(rows.map(([x, n], at) => ({ employer: `e${at}`, x, n })))!
  return {
    // What leaving out employers shows alone is no output of ours; the larger of it and the other is.
    ...{ deff_jackknife, deff: found.deff, n_eff: found.effectiveN, Gstar: found.effectiveEmployers, t975: found.t },
    ...{ share: found.share, X: found.x, N: found.n, employers: found.employers, naming: found.naming },
    ...{ lo: found.interval.low, hi: found.interval.high },
  }
}
const endsOf = ({ low, high }: { low: number; high: number }) => [low, high]

type PayRow = [employer: string, type: string, min: number | null, max: number | null, currency: string, period: 'year']

/** By the example's name. */
export const recomputed: Record<string, (example: never, all: never) => Fields | Fields[]> = {
  E1_same_employer_change: (example: Fields) => {
    const cells = example[e1Cells] as CellRow[]
    return {
      ...example,
      ...{ D52: changeOf(cells, 52), D26_startup: changeOf(cells, 26), no_cap: changeOf(cells, 52, Infinity) },
    }
  },
  E1b_tiny: (example: Fields & { cells: CellRow[] }) => ({ ...example, result: changeOf(example.cells, 52) }),
  E2_only_test: (example: { onlyNow: number; onlyThen: number; N0: number; N1: number }[]) =>
    example.map((row) => ({ ...row, p: onlyP(row.onlyNow, row.onlyThen, row.N0, row.N1) })),
  E3_paired_weeks: (example: Fields & Record<'ok' | 'n' | 'x', number[]> & Record<'T' | 'L' | 'D', number>) => {
    const weekAt = (at: number) => weekOf(addDays(day('2026-01-05'), 7 * at))
    const observed = example.ok.flatMap((was, at) => (was === 1 ? [{ board: 'b', week: weekAt(at), month: null }] : []))
    const rows = example.n.map((n, at) => ({
      ...{ board: 'b', employer: 'e', week: weekAt(at), month: '2026-01' as never, n },
      naming: { pytorch: example.x[at]! },
    }))
    const windows = { length: example.L, distance: example.D, mode: 'provisional' as const }
    const [cell] = pairedCells(createPanel(rows, observed), weekAt(example.T - 1), windows).cells('pytorch')
    return { ...example, 'n0,x0,n1,x1': [cell!.n0, cell!.x0, cell!.n1, cell!.x1] }
  },
  E4_newly_opened: (example: Fields) => {
    const postings = example['postings[id,first_seen,published]'] as [string, number, number | null][]
    const dated = openingDays(
      example['ok_days'] as number[],
      postings.map(([, firstSeen, published]) => ({ firstSeen, published })),
    )
    const news = postings.filter((_, at) => dated[at]!.length > 0).map(([, firstSeen]) => firstSeen)
    const inWeek = (from: number, to: number) => news.filter((seen) => seen >= from && seen <= to).length
    return {
      ...example,
      opened_per_week_estimate: { 'A(7-13)': datedBetween(dated, 7, 13), 'B(14-20)': datedBetween(dated, 14, 20) },
      trend_rows_by_first_seen_week: { 'A(7-13)': inWeek(7, 13), 'B(14-20)': inWeek(14, 20) },
    }
  },
  E5_open_now: (example: Fields) => {
    const lists = example['sources[id,age_days,ai,naming]'] as [string, number, number, number][]
    const none = { postings: 0, namingPostings: 0, required: 0, preferred: 0, mentioned: 0, stale: 0 }
    const open = openNow(
      lists.map(([board, ageDays, vacancies, naming]) => ({
        ...{ board, employer: board, ageDays, vacancies, naming, ...none },
      })),
    )
    const found = { open_ai: open.vacancies, open_naming: open.naming, coverage: open.coverage! }
    return { ...example, ...found, print: found.coverage >= minimum.coverage }
  },
  E6_clustered_share: (example: Fields) => {
    const own = (name: string) => example[name] as { clusters: [number, number][]; result: Fields }
    const seven = Array.from({ length: 10 }, (_, at) => ({ employer: `e${at}`, x: at < 7 ? 1 : 0, n: 2 }))
    const main = example['clusters[x,n]'] as [number, number][]
    const result = shareOf(main, example['result'] as Fields)
    const again = (name: string) => ({ ...own(name), result: shareOf(own(name).clusters, own(name).result) })
    return {
      ...{ ...example, result, zero: again('zero'), few_naming: again('few_naming') },
      naive_wilson: endsOf(wilson(result['share'] as number, result['N'] as number)),
      employers_naming_7_of_10_wilson: endsOf(employersNaming(seven)!.interval),
      wilson_10_of_100: endsOf(wilson(0.1, 100)),
    }
  },
  E7_bh: (example: Fields & { p: number[]; q: number }) => {
    const ps = adjusted(example.p)
    return { ...example, rejected: ps.filter((p) => p <= example.q).length, adjusted: ps }
  },
  E8a_raw_label: (
    example: { ratio: number; bh_significant: boolean; ci90: [number, number]; earlier_share: number }[],
  ) =>
    example.map(({ ratio: found, bh_significant: significant, ci90, earlier_share: earlierShare, ...row }) => ({
      ...{ ...row, ratio: found, bh_significant: significant, ci90, earlier_share: earlierShare },
      raw: rawLabel({
        ...{ ratio: found, significant, interval90: { low: ci90[0], high: ci90[1] }, earlierShare },
      }).toLowerCase(),
    })),
  E8b_hysteresis: (example: Fields) => {
    let state: LabelState = { ...unlabelled, label: 'No clear trend' }
    const weekly = example['weekly[raw,p,ratio]'] as [string, number, number][]
    const published = weekly.map(([raw, p, found]) => {
      const interval90 = { low: 0.5, high: 2 }
      state = step(state, { raw: labelOf(raw), p, ratio: found, interval90, lately: null })
      return state.label.toLowerCase()
    })
    return { ...example, published }
  },
  E9_head_to_head: (example: Fields) => {
    const pairs = example['per_employer[a,b]'] as [number, number][]
    const found = ratio(pairs.map(([a, b], at) => ({ employer: `e${at}`, a, b })))!
    const { a: A, b: B, se: se_log, effectiveEmployers: Gstar, interval } = found
    const result = { A, B, ratio: found.ratio, se_log, Gstar, t975: tQuantile(0.975, Gstar - 1) }
    return { ...example, result: { ...result, lo: interval.low, hi: interval.high } }
  },
  E10_pay: (example: Fields) => {
    const rows = example['postings[employer,type,lo,hi,currency,period]'] as PayRow[]
    const jobs = rows.map(([employer, , min, max, currency, period]) => ({
      ...{ employer, pay: { min, max, currency, period } },
    }))
    const values = payValues(jobs, 'USD')
    const closed = jobs
      .map(({ pay }) => pay)
      .filter(({ min, max }) => min !== null && max !== null && max / min <= 3) as { min: number; max: number }[]
    const sorted = ascending(values.map(({ value }) => value))
    const found = medianOf(values)
    return {
      ...example,
      ...{ usable: values.length, employers: new Set(values.map(({ employer }) => employer)).size },
      up_factor: median(closed.map(({ min, max }) => (min + max) / 2 / min)),
      down_factor: median(closed.map(({ min, max }) => (min + max) / 2 / max)),
      annual_values: values.map(({ employer, value }) => [employer, value]),
      ...{ median: found.median, p25: quantile(sorted, 0.25), p75: quantile(sorted, 0.75) },
      ...{ deff: found.deff, h: found.reach, interval: endsOf(found.interval!) },
      printed: payOf(jobs, 'USD').median === null ? example['printed'] : 'a median',
    }
  },
  E11_index: (example: Fields) => {
    const cells = example['cells[source,period,n,x]'] as [string, number, number, number][]
    const all = cells.map(([board, period, n, x]) => ({ board, employer: board, period, n, x }))
    const points = chartIndex(periodSums(all), 1)
    return {
      ...{ ...example, 'index_last=1': points.map(({ index }) => index) },
      ...{ adjusted_share: points.map((point) => point.adjusted), raw_share: points.map(({ raw }) => raw) },
    }
  },
  E12_windows: (example: Fields) =>
    Object.fromEntries(
      Object.keys(example).map((weeks) => {
        const found = windowsFor(Number(weeks))
        const mode = found?.mode.replaceAll(' ', '-')
        return [weeks, found === null ? null : { L: found.length, D: found.distance, mode }]
      }),
    ),
  E13_ranks: (example: Fields & { per_employer: number[][] }) => {
    const skills = example.per_employer[0]!.map((_, at) => `s${at + 1}`)
    const rows = example.per_employer.map((counts, at) => ({
      employer: `e${at}`,
      naming: Object.fromEntries(skills.map((skill, column) => [skill, counts[column]!])),
    }))
    const found = rankAll(rows, skills)
    const told = { totals: found.map(({ n }) => n), rank: found.map(({ rank }) => rank) }
    return { ...example, ...told, range: found.map(({ range }) => range) }
  },
  E14_mix: (example: Fields, all: { E1_same_employer_change: Fields }) => {
    const cells = cellsOf(all.E1_same_employer_change[e1Cells] as CellRow[])
    const found = mixture(cells, sameEmployerChange(cells, 52).estimate!.ratio, 52)!
    const told = { raw_ratio_all_boards: found.raw, same_employer_ratio: found.same }
    return { ...example, ...told, mix_factor: found.mix }
  },
}
