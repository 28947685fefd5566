/** Goes on after the database was away: what a worker asks is asked again when it is back. */
import type { EventRow, Store } from '../db/store.ts'
import { exit, UserError } from '../src/domain.ts'

export interface Patience {
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Once it is aborted, nothing is waited for any more. */
  signal: AbortSignal
  onTrouble?(message: string): void
}

/** The store cannot be reached, broke off or is busy: later it may work. */
export const isTrouble = (error: unknown): error is UserError =>
  error instanceof UserError && error.exitCode === exit.store

/** Does it until it could be done. It must be such that doing it twice is doing it once. */
export async function steadily<Result>(work: () => Promise<Result>, { sleep, signal, onTrouble }: Patience) {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isTrouble(error) || signal.aborted) throw error
      if (tries === 0) onTrouble?.(error.message)
      // The end of the wait is told by the next try, which then throws.
      await sleep(Math.min(5_000, 200 * 2 ** tries), signal).catch(() => {})
    }
  }
}

/**
 * A store that is opened anew after its connection broke. Every question and write of it is asked again then: writes that the
 * database may have kept without a word are refused the second time by what they are known by. For what workers ask: single
 * questions and writes, none of the streams and figures.
 */
export function steadyStore(open: () => Promise<Store>, patience: Patience): Store {
  let opened: Promise<Store> | null = null
  const within = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
    opened ??= open()
    const own = opened
    try {
      return await work(await own)
    } catch (error) {
      if (isTrouble(error) && opened === own) {
        opened = null
        own.then((store) => store.close()).catch(() => {})
      }
      throw error
    }
  }
  const again =
    (name: string) =>
    (...given: unknown[]) =>
      steadily(
        () => within((store) => (Reflect.get(store, name) as (...given: unknown[]) => Promise<unknown>)(...given)),
        patience,
      )
  const own: Partial<Store> = {
    record: (event) => recordOnce(event, within, patience),
    close: async () => {
      const last = opened
      opened = null
      await (await last?.catch(() => null))?.close()
    },
  }
  return new Proxy(own as Store, {
    // No promise: whoever waits for it gets the store.
    get: (known, name) => (name === 'then' ? undefined : (Reflect.get(known, name) ?? again(String(name)))),
  })
}

/** An event has no key: after a silence it is looked for among the newest before it is written again. */
async function recordOnce(
  event: EventRow,
  within: <Result>(work: (store: Store) => Promise<Result>) => Promise<Result>,
  patience: Patience,
): Promise<void> {
  const same = (other: EventRow) =>
    (['at', 'run', 'kind', 'subject', 'outcome', 'message'] as const).every((field) => other[field] === event[field])
  let first = true
  await steadily(
    () =>
      within(async (store) => {
        const lookFirst = !first
        first = false
        if (lookFirst && (await store.events({ kind: event.kind, since: event.at, limit: 100 })).some(same)) return
        await store.record(event)
      }),
    patience,
  )
}
