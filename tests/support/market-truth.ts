/** What the market knows, in the words of a report: each figure of a report is equal to it, flagged, withheld, or wrong. */
import { addDays, type Day, monthOf, weekOf } from '../../src/days.ts'
import type { Figure } from '../../src/domain.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import type { Job, Market } from './market.ts'

export interface Compared {
  figure: string
  /** `unchecked`: the market has no truth of its own for it. */
  verdict: 'equal' | 'flagged' | 'withheld' | 'unchecked' | 'wrong'
  said: string
  truth: string
}

/** Boards read whole within the week before the last day. */
const readable = (market: Market): Set<string> =>
  new Set(
    market.boards.filter((board) =>
      [0, 1, 2, 3, 4, 5, 6].some((back) => market.faultOn(board, addDays(market.last, -back)) === null),
    ),
  )

/** By linear interpolation between the two nearest (type 7). */
function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!)
}

export function compareReport(report: SkillReportView, market: Market, skill: string): Compared[] {
  const read = readable(market)
  const open = market.openOn(market.last).filter(({ board, ai }) => ai && read.has(board))
  const naming = open.filter(({ skills }) => skills.includes(skill))
  const truths = truthsOf(open, naming)
  const rows = report.figures.map((figure) =>
    compare(`${skill} ${figure.measure}`, figure, truths[figure.measure] ?? flowTruth(figure, market, skill)),
  )
  for (const { skill: other, figures, ratio, both } of report.alternatives) {
    const others = open.filter(({ skills }) => skills.includes(other.id))
    const own = truthsOf(open, others)
    for (const figure of figures)
      rows.push(
        compare(
          `${skill} beside ${other.id}: ${figure.measure}`,
          figure,
          own[figure.measure] ?? flowTruth(figure, market, other.id),
        ),
      )
    const shared = naming.filter(({ skills }) => skills.includes(other.id)).length
    if (both !== null) rows.push(compare(`${skill} and ${other.id}`, both, shared))
    rows.push(compare(`${skill} to ${other.id}: ${ratio.measure}`, ratio, flowTruth(ratio, market, skill)))
  }
  for (const { employer, naming: said, open: all } of report.employers) {
    const board = employer.replace(/works$/, '')
    const own = (jobs: Job[]) => jobs.filter((job) => job.board === board).length
    rows.push(plain(`${skill} at ${employer}`, `${said} of ${all}`, `${own(naming)} of ${own(open)}`))
  }
  for (const series of report.series.filter(({ measure, by }) => measure === 'opened.share' && by === 'month')) {
    for (const point of series.points) {
      const truth = openedIn(market, skill, (on) => monthOf(on) === point.period)
      rows.push(
        point.status === 'observed' && point.flags.length === 0
          ? plain(
              `${skill} opened in ${point.period}`,
              `${point.n} of ${point.denominator}`,
              `${truth.naming} of ${truth.all}`,
            )
          : {
              figure: `${skill} opened in ${point.period}`,
              verdict: point.value === null ? 'withheld' : 'flagged',
              said: `${point.status} ${point.flags.join(' ')}`,
              truth: `${truth.naming} of ${truth.all}`,
            },
      )
    }
  }
  return rows
}

const plain = (figure: string, said: string, truth: string): Compared => ({
  figure,
  verdict: said === truth ? 'equal' : 'wrong',
  said,
  truth,
})

/** The truth of every measure that speaks of one day; a null is a figure that must be withheld. */
function truthsOf(open: Job[], naming: Job[]): Record<string, number | null> {
  const at = (level: Job['level']) => naming.filter((job) => job.level === level).length
  const boards = (jobs: Job[]) => new Set(jobs.map(({ board }) => board)).size
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const pays = naming.flatMap(({ pay }) => (pay === null ? [] : [pay]))
  const years = naming.map((job) => job.years)
  return {
    open: naming.length,
    'open.required': at('required'),
    'open.preferred': at('preferred'),
    'open.mentioned': 0,
    'open.postings': naming.reduce((sum, { twice }) => sum + (twice ? 2 : 1), 0),
    'open.stale': 0,
    'open.besides': 0,
    share: share(naming.length, open.length),
    employers: share(boards(naming), boards(open)),
    'level.required': share(at('required'), naming.length),
    'level.preferred': share(at('preferred'), naming.length),
    'level.mentioned': share(0, naming.length),
    'pay.median': pays.length === 0 ? null : quantile(pays, 0.5),
    'pay.p25': pays.length === 0 ? null : quantile(pays, 0.25),
    'pay.p75': pays.length === 0 ? null : quantile(pays, 0.75),
    'pay.stated': share(pays.length, naming.length),
    'years.median': years.length === 0 ? null : quantile(years, 0.5),
    'years.p25': years.length === 0 ? null : quantile(years, 0.25),
    'years.p75': years.length === 0 ? null : quantile(years, 0.75),
  }
}

/**
 * When a job opened, and when it was first seen by who looks each day: in shares it belongs to the week or month in which it
 * was first seen, in counts of newly opened jobs to the day that its board published. What had closed before the first day is known to
 * nobody, and a repost of it is a new job to all who look; null where the board could never be read while it was listed.
 */
function opened({ listed, board }: Job, market: Market): { on: Day; seen: Day } | null {
  const shown = listed.find(({ to }) => to > market.first)
  if (shown === undefined) return null
  for (
    let on = shown.from < market.first ? market.first : shown.from;
    on < shown.to && on <= market.last;
    on = addDays(on, 1)
  ) {
    const fault = market.faultOn(board, on)
    if (fault === null) return { on: shown.from, seen: on }
  }
  return null
}

/** AI jobs opened on days that `within` names, after the market's first day: what was there before is no news. */
function openedIn(
  market: Market,
  skill: string,
  within: (on: Day) => boolean,
  by: 'on' | 'seen' = 'seen',
): { naming: number; all: number } {
  const jobs = market.jobs.filter((job) => {
    const when = job.ai ? opened(job, market) : null
    return when !== null && when.on > market.first && within(when[by])
  })
  return { naming: jobs.filter(({ skills }) => skills.includes(skill)).length, all: jobs.length }
}

/** The last thirteen weeks, the last day being a Sunday. */
const lately = (market: Market) => (on: Day) => on > addDays(market.last, -91)

/** Of newly opened jobs: how many in the period that the figure names, which place, and how many for each of another's. */
function flowTruth({ measure, period }: Figure, market: Market, skill: string): number | undefined {
  const inLately = (own: string) => openedIn(market, own, lately(market)).naming
  if (measure === 'rank') {
    // Every AI job of this market says that it is about machine learning, which is a skill of the catalog too.
    return 2 + ['pytorch', 'tensorflow', 'jax'].filter((other) => inLately(other) > inLately(skill)).length
  }
  if (measure.startsWith('ratio.')) return inLately(skill) / inLately(measure.slice('ratio.'.length))
  return measure === 'opened' && /^\d{4}-W\d\d$/.test(period)
    ? openedIn(market, skill, (on) => weekOf(on) === period, 'on').naming
    : undefined
}

function compare(name: string, figure: Figure, truth: number | null | undefined): Compared {
  const said = `${figure.value ?? figure.status} (${figure.text})`
  const row = (verdict: Compared['verdict']): Compared => ({
    figure: name,
    verdict,
    said,
    truth: String(truth ?? 'not known'),
  })
  if (figure.value === null) return row('withheld')
  const equal = typeof truth === 'number' && Math.abs(figure.value - truth) < 1e-9
  if (equal) return row('equal')
  if (truth === undefined && figure.flags.length === 0) return row('unchecked')
  return row(figure.flags.length > 0 || !['observed', 'zero'].includes(figure.status) ? 'flagged' : 'wrong')
}
