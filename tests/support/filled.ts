/** A small store with a row in every table, as a few days of collecting leave it. */
import type { Store } from '../../db/store.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import type { Mention, Traits } from '../../src/domain.ts'
import { board, noon, posting, snapshot } from './store.ts'

export const edition = '2026.1'

export const traits = (over: Partial<Traits> = {}): Traits => ({
  years: { min: 3, max: null },
  seniority: 'senior',
  salary: { min: 90_000, max: 120_000, currency: 'EUR', period: 'year' },
  remote: 'hybrid',
  role: 'ml_engineer',
  multi: false,
  ai: true,
  patterns: ['training'],
  ...over,
})

export const mention = (skill: string, over: Partial<Mention> = {}): Mention => ({
  skill,
  level: 'required',
  field: 'role',
  offset: 10,
  length: skill.length,
  cue: 'you must know',
  ...over,
})

/** Tags every text: PyTorch in all of them, TensorFlow in those whose title ends in an even number. */
export async function tagAll(store: Store): Promise<void> {
  await store.adoptEdition(edition, 1)
  const texts = await store.untagged(edition, 0, 100_000)
  await store.saveTags(
    edition,
    texts.map(({ no, title }) => ({
      no,
      mentions: [
        mention('pytorch'),
        ...(/[02468]$/.test(title) ? [mention('tensorflow', { level: 'preferred', cue: null })] : []),
      ],
      traits: traits(),
    })),
  )
}

/** Every posting a vacancy of its own. */
export async function mergeAll(store: Store): Promise<void> {
  for (const employer of await store.employersToMerge()) {
    const rows = await store.postingsOf(employer)
    const vacancies = rows.map(({ no }) => ({ members: [{ no, because: null }] }))
    await store.saveVacancies([{ employer, kind: 'employer', vacancies }])
  }
}

export async function countAll(store: Store, today: Day): Promise<void> {
  await store.countDays(edition, await store.uncountedDays(edition, today), async () => true)
}

async function packAll(store: Store): Promise<void> {
  for (const monday of await store.unpackedWeeks(edition)) await store.packWeek(edition, monday)
  for (const monday of await store.unpackedReads()) await store.packReads(monday)
  for (const monday of await store.unpackedEndings()) await store.packEndings(monday)
}

export const lastDay = day('2026-03-06')

/** `boards` boards of `size` postings each, read on six days, with some opened and some ended meanwhile. */
export async function fill(store: Store, boards: number, size: number): Promise<void> {
  const first = addDays(lastDay, -5)
  const ids = Array.from({ length: boards }, (_, index) => `greenhouse:tide${index}`)
  await store.registerBoards(
    ids.map((id) => board(id)),
    first,
  )
  for (const [index, id] of ids.entries()) {
    for (let turn = 0; turn < 6; turn++) {
      const on = addDays(first, turn)
      const postings = Array.from({ length: size }, (_, at) =>
        posting(`${index}-${at + turn}`, {
          employer: `tide-${index}`,
          company: `Tide ${index}`,
          pay: { min: 80_000 + at, max: null, currency: 'EUR', period: 'year' },
          publishedOn: on,
          publishedPrecision: 'day',
        }),
      )
      const page = { url: `https://boards.example/${id}/1`, listed: 'said', askedAt: noon(on) }
      const validators = { etag: '"1"', bodyDigest: 'digest', trust: 0 }
      await store.storeSnapshot(
        snapshot(id, on, 'complete', postings, {
          list: { url: `https://boards.example/${id}`, ...validators },
          opened: postings.slice(0, 1).map(({ externalId }) => ({ externalId, ...page })),
        }),
        noon(on),
      )
    }
  }
  await tagAll(store)
  await mergeAll(store)
  await countAll(store, lastDay)
  await packAll(store)
  await store.record({ at: 1, run: 'r1', kind: 'collect', subject: null, outcome: 'done', message: 'all read' })
  await store.rememberHost('boards.example', { nextAt: 5, failures: 1 })
  await store.rememberRobots('https://boards.example', { fetchedAt: 5, status: 200, body: 'User-agent: *' })
  const vintage = { asOf: lastDay, edition, method: '1', panel: 'p' }
  await store.publish(
    [
      {
        ...{ measure: 'open', skill: 'pytorch', population: 'ai', period: lastDay, value: 7, text: '7 vacancies' },
        ...{ unit: 'vacancies', status: 'observed', flags: [], n: 7, denominator: 9, employers: 3, interval: null },
        vintage,
      },
    ],
    'digest of inputs',
    9,
  )
  await store.saveLabels(
    [
      {
        ...{ skill: 'pytorch', population: 'ai', week: '2026-W10' as never, edition, method: '1' },
        ...{ raw: 'Stable', label: 'Stable', state: { runs: 4 } },
      },
    ],
    11,
  )
}
