/**
 * A job market whose truth is known: the share of jobs that name a skill grows at an exact rate at every employer, and
 * everything that makes real data hard is there: employers of very different size and habit, one text for all ads of some,
 * families of like ads, copies that escape merging, boards that come, go and fail, seasons, and new boards of another mix.
 */
import { addDays, type Day, day, monthOf, weekOf } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { ObservedWeek, WeeklyRow } from '../../src/figures/panel.ts'
import { random } from '../../tests/support/market.ts'

export interface SkillTruth {
  id: SkillId
  /** Share of the jobs at an employer of middling habit, at the last day where it rises and at the first where not. */
  share: number
  /** Factor a year. */
  rate: number
}

export interface Shape {
  boards: number
  /** New jobs a week, over all boards of the first day. */
  perWeek: number
  weeks: number
  skills: readonly SkillTruth[]
  seed: number
  /** From this week on there are 30% more boards, with another mix of skills. */
  moreBoardsAt?: number
}

/** Days are numbered from the first Monday. */
export interface SimulatedBoard {
  id: string
  employer: string
  /** 1 on the days on which it was read whole. */
  ok: Uint8Array
}

export interface SimulatedJob {
  board: number
  opened: number
  closed: number
  /** Places in the list of skills. */
  naming: number[]
}

export interface SimulatedMarket {
  shape: Shape
  boards: SimulatedBoard[]
  jobs: SimulatedJob[]
}

export const firstMonday = day('2023-01-02')
export const dayAt = (at: number): Day => addDays(firstMonday, at)

interface Habits {
  size: number
  from: number
  until: number
  /** By skill: how far its habit lies from the middle, on the logit scale, and how far it has drifted. */
  lean: Float64Array
  drift: Float64Array
  /** Where all ads have one text: the week in the year in which it is rewritten, and what it names now. */
  template: { week: number; naming: number[] } | null
}

const yearly = { comeAndGo: 0.1, gaps: 2 }
const spread = { size: 1.2, habit: 1, drift: 0.4, newMix: 1 }
const parts = { templates: 0.1, failedDays: 0.05, relatives: 0.25, escapedCopies: 0.035 }
/** Half of a drift is forgotten in half a year. */
const memory = 0.5 ** (1 / 26)
const meanLife = 45

export function simulate(shape: Shape): SimulatedMarket {
  const luck = draws(shape.seed)
  const days = shape.weeks * 7
  const habits = boardsOf(shape, luck)
  const outages = collectorOutages(days, luck)
  const boards = habits.map((own, at): SimulatedBoard => {
    const name = `sim${String(at).padStart(4, '0')}`
    return { id: `ashby:${name}`, employer: `${name} works`, ok: readDays(own, days, outages, luck) }
  })
  const total = habits.reduce((sum, { size, from }) => sum + (from === 0 ? size : 0), 0)
  const jobs: SimulatedJob[] = []
  // Jobs of the half year before the first day are the stock that the first lists hold.
  for (let week = -26; week < shape.weeks; week++) {
    for (const [board, own] of habits.entries()) {
      drift(own, luck)
      const monday = week * 7
      if (monday + 6 < own.from - 26 * 7 || monday > own.until) continue
      rewrite(own, shape, week, luck)
      let left = luck.poisson((shape.perWeek * own.size * season(week)) / total)
      while (left > 0) {
        const naming = own.template?.naming ?? namingOf(own, shape, week, luck)
        let family = 1
        while (family < left && luck.next() < parts.relatives) family++
        left -= family
        for (; family > 0; family--) {
          const opened = monday + weekday(luck)
          const closed = opened + 3 + Math.ceil(-meanLife * Math.log(1 - luck.next()))
          jobs.push({ board, opened, closed, naming })
          if (luck.next() < parts.escapedCopies) jobs.push({ board, opened, closed, naming })
        }
      }
    }
  }
  return { shape, boards, jobs }
}

function boardsOf({ boards, weeks, skills, moreBoardsAt }: Shape, luck: Luck): Habits[] {
  const days = weeks * 7
  const one = (from: number, shift: number): Habits => ({
    ...{ size: Math.exp(spread.size * luck.normal()), from, until: Number.POSITIVE_INFINITY },
    lean: Float64Array.from(skills, () => spread.habit * luck.normal() + shift * luck.sign()),
    drift: Float64Array.from(skills, () => spread.drift * luck.normal()),
    template: luck.next() < parts.templates ? { week: Math.floor(luck.next() * 52), naming: [] } : null,
  })
  const all = Array.from({ length: boards }, () => one(0, 0))
  for (const own of all.slice()) {
    if (luck.next() > 1 - (1 - yearly.comeAndGo) ** (weeks / 52)) continue
    own.until = Math.floor(luck.next() * days)
    all.push(one(Math.floor(luck.next() * days), 0))
  }
  if (moreBoardsAt !== undefined) {
    for (let at = 0; at < 0.3 * boards; at++) all.push(one(moreBoardsAt * 7, spread.newMix))
  }
  return all
}

function drift({ drift: of }: Habits, luck: Luck): void {
  const fresh = spread.drift * Math.sqrt(1 - memory * memory)
  for (let skill = 0; skill < of.length; skill++) of[skill] = memory * of[skill]! + fresh * luck.normal()
}

function rewrite(own: Habits, shape: Shape, week: number, luck: Luck): void {
  if (own.template !== null && (week === -26 || (week + 52) % 52 === own.template.week)) {
    own.template.naming = namingOf(own, shape, week, luck)
  }
}

/** Growth multiplies the share that an employer's habit comes to; it is at most 1 at either end, so that nothing clips it. */
function namingOf({ lean, drift: drifted }: Habits, { skills, weeks }: Shape, week: number, luck: Luck): number[] {
  const naming: number[] = []
  for (let at = 0; at < skills.length; at++) {
    const { share, rate } = skills[at]!
    const habit = 1 / (1 + Math.exp(-(Math.log(share / (1 - share)) + lean[at]! + drifted[at]!)))
    const years = (rate > 1 ? week - weeks : Math.max(0, week)) / 52
    if (luck.next() < habit * rate ** years) naming.push(at)
  }
  return naming
}

/** A year with a swing of 15% and a quiet end. */
function season(week: number): number {
  const at = ((week % 52) + 52) % 52
  return (1 + 0.15 * Math.sin((2 * Math.PI * at) / 52)) * (at >= 49 ? 0.6 : 1)
}

/** Monday to Friday mostly. */
function weekday(luck: Luck): number {
  const at = luck.next() * 5.4
  return at < 5 ? Math.floor(at) : at < 5.2 ? 5 : 6
}

/** Two stretches in which nothing at all was collected. */
function collectorOutages(days: number, luck: Luck): Set<number> {
  const out = new Set<number>()
  for (const length of [4, 10]) {
    const from = Math.floor(luck.next() * (days - length))
    for (let at = from; at < from + length; at++) out.add(at)
  }
  return out
}

function readDays({ from, until }: Habits, days: number, outages: ReadonlySet<number>, luck: Luck): Uint8Array {
  const ok = new Uint8Array(days)
  for (let at = from; at < days && at <= until; at++) {
    ok[at] = outages.has(at) || luck.next() < parts.failedDays ? 0 : 1
  }
  for (let gap = luck.poisson((yearly.gaps * days) / 364); gap > 0; gap--) {
    const at = Math.floor(luck.next() * days)
    ok.fill(0, at, at + 3 + Math.floor(luck.next() * 19))
  }
  return ok
}

interface Luck {
  next(): number
  sign(): number
  normal(): number
  poisson(mean: number): number
}

function draws(seed: number): Luck {
  const next = random(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const poisson = (mean: number) => {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const least = Math.exp(-mean)
    let count = 0
    for (let product = next(); product > least; product *= next()) count++
    return count
  }
  return { next, sign: () => (next() < 0.5 ? -1 : 1), normal, poisson }
}

/** What a collector that looks each day would have counted: new jobs by board and week of first sight, and weeks read. */
export function rowsOf({ boards, jobs, shape }: SimulatedMarket): { rows: WeeklyRow[]; observed: ObservedWeek[] } {
  const days = shape.weeks * 7
  const weekNames = Array.from({ length: shape.weeks }, (_, at) => weekOf(dayAt(7 * at)))
  const monthNames = Array.from({ length: days }, (_, at) => monthOf(dayAt(at)))
  const sights = boards.map(({ ok }) => sightsOf(ok))
  const sums = new Map<string, WeeklyRow & { naming: Record<SkillId, number> }>()
  for (const { board, opened, closed, naming } of jobs) {
    const { next, fresh } = sights[board]!
    const seen = opened >= days ? -1 : next[Math.max(0, opened)]!
    // Never seen, or on a first list, or on the first after four weeks without one: no news.
    if (seen < 0 || seen >= closed || !fresh[seen]) continue
    const week = Math.floor(seen / 7)
    const key = `${board} ${week} ${monthNames[seen]}`
    const { id, employer } = boards[board]!
    const known = sums.get(key) ?? {
      board: id,
      employer,
      week: weekNames[week]!,
      month: monthNames[seen]!,
      n: 0,
      naming: {},
    }
    sums.set(key, known)
    known.n += 1
    for (const at of naming) {
      const skill = shape.skills[at]!.id
      known.naming[skill] = (known.naming[skill] ?? 0) + 1
    }
  }
  const observed = boards.flatMap(({ id, ok }) => {
    const first = ok.indexOf(1)
    return weekNames.flatMap((week, at): ObservedWeek[] =>
      ok.subarray(7 * at, 7 * at + 7).some((read, on) => read === 1 && 7 * at + on > first)
        ? [{ board: id, week, month: null }]
        : [],
    )
  })
  return { rows: [...sums.values()], observed }
}

/** By day: the next one on which the board is read, and whether a job first seen on it is new. */
function sightsOf(ok: Uint8Array): { next: Int32Array; fresh: Uint8Array } {
  const next = new Int32Array(ok.length)
  for (let at = ok.length - 1, after = -1; at >= 0; at--) {
    if (ok[at] === 1) after = at
    next[at] = after
  }
  const fresh = new Uint8Array(ok.length)
  for (let at = 0, before = Number.NEGATIVE_INFINITY; at < ok.length; at++) {
    if (ok[at] !== 1) continue
    fresh[at] = at - before <= 28 ? 1 : 0
    before = at
  }
  return { next, fresh }
}
