/** What a time of the timetable puts into the queue: it is put in once, however many schedules see it come. */
import { openQueue, openStore } from '../db/open.ts'
import type { Queue, Work } from '../db/queue.ts'
import type { DueBoard, Store } from '../db/store.ts'
import type { App } from '../src/app.ts'
import { exit } from '../src/domain.ts'
import { boardsInForce } from '../src/in-force.ts'
import type { RunningJob } from './schedule.ts'
import type { Entry } from './timetable.ts'

/** Texts of one piece of tagging work. */
const textsTogether = 1000

/** Work that a worker may have in hand. */
export interface TagWork {
  edition: string
  after: number
  upTo: number
}

/** A board's next read is one piece of work, until it was made. */
export const boardWork = ({ nextDueAt, lastStartedAt, ...board }: DueBoard): Work => ({
  kind: 'collect',
  key: `${board.id} due ${nextDueAt} after ${lastStartedAt ?? 'none'}`,
  about: board.id,
  data: board,
})

/** The texts that an edition has not read, in stretches. Numbers of texts have no gaps worth a thought. */
export async function tagWork(store: Store, edition: string): Promise<Work[]> {
  const [first] = await store.untagged(edition, 0, 1)
  if (first === undefined) return []
  const { texts: last } = await store.size()
  const work: Work[] = []
  for (let after = first.no - 1; after < last; after += textsTogether) {
    const data: TagWork = { edition, after, upTo: Math.min(last, after + textsTogether) }
    work.push({
      ...{ kind: 'tag', key: `${edition} ${data.after} ${data.upTo}`, data },
      about: `texts ${data.after + 1} to ${data.upTo}`,
    })
  }
  return work
}

export const timetableWork = (job: string, slot: number): Work => ({
  ...{ kind: 'timetable', key: `${job} at ${new Date(slot).toISOString()}`, about: job, data: { job } },
})

/** Puts a job's work into the queue, as a job of the schedule. */
export function enqueueJob(app: App, entry: Entry, run: string): RunningJob {
  const ended = enqueue(app, entry, run).then(() => ({ code: exit.done, signal: null }))
  // It takes moments: there is nothing to stop.
  return { ended, stop: () => {} }
}

async function enqueue(app: App, { job, slot }: Entry, run: string): Promise<void> {
  if (slot === undefined) return
  const queue = await openQueue(app.config.store)
  try {
    if (job === 'collect') return await enqueueBoards(app, queue, run)
    if (job === 'refresh') await enqueueTexts(app, queue)
    await queue.put([timetableWork(job, slot)])
  } finally {
    await queue.close()
  }
}

async function briefly<Result>(app: App, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(app.config.store, { lock: 'brief', now: app.now })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const enqueueBoards = (app: App, queue: Queue, run: string) =>
  briefly(app, async (store) => {
    const inForce = boardsInForce(app.config)
    await store.registerBoards(inForce, app.today())
    const wanted = new Set(inForce.map(({ id }) => id))
    const due = (await store.boardsDue(app.now())).filter(({ id }) => wanted.has(id))
    const added = await queue.put(due.map(boardWork))
    const message = `${added} of ${due.length} boards due were put into the queue`
    for (const outcome of ['started', 'done'])
      await store.record({ at: app.now(), run, kind: 'job', subject: 'collect', outcome, message })
  })

const enqueueTexts = (app: App, queue: Queue) =>
  briefly(app, async (store) => {
    const { taggerInForce } = await import('../src/tagger-in-force.ts')
    const { edition } = await taggerInForce(app.config)
    await store.adoptEdition(edition, app.now())
    await queue.put(await tagWork(store, edition))
  })
