/** The monitors on sources of many boards: false alarms in quiet runs, and how soon a sudden loss and a slow rot are told. */
import { existsSync } from 'node:fs'
import type { BoardState, SnapshotRow } from '../db/store.ts'
import { alarmsOf } from '../jobs/monitor.ts'
import { addDays, day } from '../src/days.ts'
import { seeded } from '../tests/support/faultd.ts'
import { board, noon } from '../tests/support/store.ts'
import { jobsByToken } from './support/ashby.ts'

/** What a posting has filled; a source is its boards, each a list of such postings to draw from. */
type Filled = Record<(typeof fields)[number], boolean>
type Source = Filled[][]

const fields = ['text', 'url', 'locations', 'publishedOn', 'python'] as const
const first = day('2026-05-04')
/** Runs that the job looks back over, and quiet ones before anything is broken. */
const lookBack = 28
const before = 40
const quietRuns = 90
/** A posting stays for two months; a board in fifty is not read whole on a day. */
const leaves = 1 / 60
const unread = 1 / 50

/** `monitors [seeds=10] [recording of Ashby boards]` */
export default async function measure([seeds = '10', folder = '../shared/data/ashby']: string[]): Promise<string> {
  const numbers = Array.from({ length: Number(seeds) }, (_, at) => at + 1)
  const bases: [string, (seed: number) => Source][] = [
    ['10 boards of 50', (seed) => invented(seed, 10, () => 50)],
    ['60 boards of 1 to 400', (seed) => invented(seed, 60, (random) => Math.ceil(400 ** random()))],
  ]
  if (existsSync(folder)) {
    const recorded = [...jobsByToken(folder).values()].filter((jobs) => jobs.length > 0).map((jobs) => jobs.map(filled))
    bases.push([`the ${recorded.length} recorded boards`, () => recorded])
  }
  const lines: string[] = []
  for (const [name, source] of bases) {
    const quiet = numbers.map((seed) => episodes(runs(source(seed), seed, quietRuns)))
    lines.push(
      `${name}, ${numbers.length} seeds of ${quietRuns} quiet runs`,
      `  false alarms a source               most ${Math.max(...quiet)}, in all ${quiet.reduce((sum, n) => sum + n, 0)}`,
    )
    for (const what of ['volume', ...fields] as const) {
      const told = (kept: (run: number) => number) =>
        numbers.map((seed) => {
          const found = runs(source(seed), seed + 100, before + 12, what, kept)
          return found.findIndex((alarms, run) => run >= before && alarms.some(({ of }) => of === what)) - before + 1
        })
      lines.push(
        `  ${what.padEnd(14)}half lost at once       told in run ${spread(told(() => 0.5))}`,
        `  ${' '.repeat(14)}2 % lost in each run    told in run ${spread(told((run) => 0.98 ** run))}`,
      )
    }
  }
  return lines.join('\n')
}

/** Lowest to highest; a run before the first means that it was never told. */
const spread = (told: number[]) => {
  const never = told.filter((run) => run < 1).length
  const known = told.filter((run) => run >= 1)
  const range = known.length === 0 ? 'none' : `${Math.min(...known)} to ${Math.max(...known)}`
  return never === 0 ? range : `${range}, ${never} of ${told.length} not at all`
}

function invented(seed: number, boards: number, size: (random: () => number) => number): Source {
  const random = seeded(seed * 7919)
  const one = (): Filled => ({
    ...{ text: random() < 0.98, url: true, locations: random() < 0.9, publishedOn: random() < 0.8 },
    python: random() < 0.35,
  })
  return Array.from({ length: boards }, () => Array.from({ length: size(random) }, one))
}

const filled = (job: Record<string, unknown>): Filled => ({
  ...{ text: job['descriptionHtml'] !== '', url: job['jobUrl'] !== '', locations: Boolean(job['location']) },
  publishedOn: Boolean(job['publishedAt']),
  python: /\bpython\b/i.test(String(job['descriptionPlain'])),
})

interface Told {
  key: string
  of: string
}

const nameOf: Record<string, string> = { places: 'locations', dates: 'publishedOn' }

/** The alarms after each run; from run `before` on, only this share of postings or of a field is left. */
function runs(
  source: Source,
  seed: number,
  count: number,
  what: 'volume' | (typeof fields)[number] | null = null,
  kept: (run: number) => number = () => 1,
): Told[][] {
  const random = seeded(seed)
  const boards = source.map((pool) => ({ pool, open: [...pool] }))
  const lists: SnapshotRow[] = []
  const newest = new Map<string, SnapshotRow>()
  return Array.from({ length: count }, (_, run) => {
    const on = addDays(first, run)
    const share = run < before ? 1 : kept(run - before + 1)
    // Few advertise or take down on a weekend.
    const pace = run % 7 < 5 ? 1.3 : 0.25
    for (const [at, { pool, open }] of boards.entries()) {
      const stays = open.filter(() => random() >= leaves * pace)
      for (let turn = 0; turn < pool.length; turn++)
        if (random() < leaves * pace) stays.push(pool[Math.floor(random() * pool.length)]!)
      open.splice(0, open.length, ...stays)
      if (random() < unread) continue
      const shown = what === 'volume' ? open.filter(() => random() < share) : open
      const has = (field: (typeof fields)[number]) =>
        shown.filter((one) => one[field] && (what !== field || share === 1 || random() < share)).length
      const id = `tide:${at}`
      const row: SnapshotRow = {
        ...{ board: id, startedAt: noon(on), day: on, outcome: 'complete', reason: null, listed: shown.length },
        ...{ total: null, withText: has('text'), rejects: 0, origin: 'collected', clearedAt: null },
        fills: Object.fromEntries(fields.map((field) => [field, has(field)])),
      }
      lists.push(row)
      newest.set(id, row)
    }
    while (lists.length > 0 && lists[0]!.day < addDays(on, -lookBack)) lists.shift()
    const states = [...newest.values()].map(
      (row): BoardState => ({
        ...board(row.board),
        ...{ state: 'active', addedOn: first, nextDueAt: 0, lastSnapshot: row, lastComplete: row.day, open: 0 },
      }),
    )
    return alarmsOf(lists, states, on).map((alarm) => ({
      key: `${alarm.about} ${alarm.what}`,
      of: alarm.about === 'tide' ? (nameOf[alarm.what] ?? alarm.what) : '',
    }))
  })
}

/** How often an alarm began that did not stand the run before. */
const episodes = (found: Told[][]): number =>
  found.reduce(
    (sum, alarms, run) => sum + alarms.filter(({ key }) => !found[run - 1]?.some((other) => other.key === key)).length,
    0,
  )
