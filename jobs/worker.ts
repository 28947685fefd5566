/** A worker: takes work from the queue, as much at once as it is told, and gives back what it could not do. */
import { setTimeout as wait } from 'node:timers/promises'
import { beatMs, type Kind, kinds, type Queue, type Taken, triesAtMost, type WorkerSign } from '../db/queue.ts'
import { isTrouble, type Patience, steadily } from './steady.ts'

/** Done, or to be done later by whoever takes it then. */
export type Came = 'done' | { againInMs: number }

export interface Working {
  queue: Queue
  sign: WorkerSign
  /** Pieces of each kind at the same time; kinds that are 0 are left to others. */
  atOnce: Record<Kind, number>
  /** Does it, such that doing it twice is doing it once. What it throws counts as a try, unless the store was in trouble. */
  work(taken: Taken): Promise<Came>
  signal: AbortSignal
  /** Ends when nothing waits any more. */
  untilEmpty: boolean
  tell(level: 'info' | 'warn' | 'error', message: string): void
}

export interface Worked {
  done: number
  failed: number
  handedBack: number
}

/** An idle worker looks for work so often. */
const lookMs = 1_000

export async function runWorker(working: Working): Promise<Worked> {
  const { queue, sign, atOnce, signal, tell } = working
  const patience = patienceOf(working)
  const worked: Worked = { done: 0, failed: 0, handedBack: 0 }
  const busy = new Map<Kind, number>(kinds.map((kind) => [kind, 0]))
  const inHand = new Set<Promise<void>>()
  let wake = () => {}

  const begin = (taken: Taken) => {
    busy.set(taken.kind, busy.get(taken.kind)! + 1)
    const work = settle(taken, working, worked, patience)
      .catch((error: unknown) => tell('error', `${taken.about}: ${messageOf(error)}`))
      .finally(() => {
        queue.letGo(taken)
        busy.set(taken.kind, busy.get(taken.kind)! - 1)
        inHand.delete(work)
        wake()
      })
    inHand.add(work)
  }
  const takeSome = async (): Promise<number> => {
    let took = 0
    for (const kind of kinds) {
      const free = atOnce[kind] - busy.get(kind)!
      if (free <= 0 || signal.aborted) continue
      const taken = await queue.take(sign, kind, free)
      for (const one of taken) begin(one)
      took += taken.length
    }
    return took
  }
  const pause = () =>
    Promise.race([
      new Promise<void>((resolve) => {
        wake = resolve
      }),
      sleep(lookMs * (0.75 + Math.random() / 2), signal).catch(() => {}),
    ])

  await steadily(() => queue.beat(sign), patience)
  const beating = beatOn(working)
  while (!signal.aborted) {
    const took = await steadily(takeSome, patience).catch((error: unknown) => {
      if (!signal.aborted) throw error
      return 0
    })
    if (took > 0) continue
    if (working.untilEmpty && inHand.size === 0 && (await nothingLeft(working, patience))) break
    if (!signal.aborted) await pause()
  }
  await Promise.all(inHand)
  beating.stop()
  // A server that is away takes no leave: it will know by the silence.
  await queue.leave(sign).catch((error: unknown) => tell('warn', messageOf(error)))
  return worked
}

const sleep = async (ms: number, signal?: AbortSignal) => void (await wait(ms, undefined, { signal }))

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function patienceOf({ signal, tell }: Working): Patience {
  return { sleep, signal, onTrouble: (message) => tell('warn', `${message} It is waited for.`) }
}

/** Tells the queue every few seconds that this worker lives, and gives back what dead ones had. */
function beatOn({ queue, sign, tell }: Working) {
  let under = false
  const timer = setInterval(async () => {
    if (under) return
    under = true
    try {
      await queue.beat(sign)
      for (const about of await queue.recover()) tell('warn', `${about}: its worker is gone; it waits again`)
    } catch (error) {
      // While the database is away nobody can be told of life; what else is asked tells of that.
      if (!isTrouble(error)) tell('error', messageOf(error))
    } finally {
      under = false
    }
  }, beatMs)
  return { stop: () => clearInterval(timer) }
}

async function nothingLeft({ queue, atOnce }: Working, patience: Patience): Promise<boolean> {
  for (const kind of kinds) {
    if (atOnce[kind] > 0 && (await steadily(() => queue.outstanding(kind), patience)) > 0) return false
  }
  return true
}

/** Works on one piece and tells the queue what came of it; a worker that is to stop tries so once. */
async function settle(taken: Taken, { queue, work, tell }: Working, worked: Worked, patience: Patience): Promise<void> {
  try {
    const came = await work(taken)
    if (came !== 'done') {
      await steadily(() => queue.handBack(taken, came.againInMs), patience)
      worked.handedBack += 1
    } else if (await steadily(() => queue.done(taken), patience)) worked.done += 1
    else tell('warn', `${taken.about}: it was done, and was somebody else's by then`)
  } catch (error) {
    if (isTrouble(error)) return void tell('warn', `${taken.about} is left to the next worker: ${error.message}`)
    const tries = taken.triedBefore + 1
    tell('error', `${taken.about}: ${messageOf(error)} (try ${tries} of ${triesAtMost})`)
    await steadily(() => queue.failed(taken, messageOf(error)), patience)
    worked.failed += 1
  }
}
