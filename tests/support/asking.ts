/** Commands as a user gives them, on a store whose days were collected as the test says and refreshed by the real job. */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { vi } from 'vitest'
import type { Store } from '../../db/store.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { type Outcome, type Posting, UserError } from '../../src/domain.ts'
import { runWords } from '../../src/words.ts'
import { board, emptyStore, noon, posting, scratchFolder, snapshot } from './store.ts'

export const newPath = (): string => join(scratchFolder(), 'store.sqlite')

/** What a command prints on a day, and its exit code. */
export function ask(path: string, today: string, ...words: string[]): Promise<{ text: string; exitCode: number }> {
  vi.stubEnv('SKILLTIDE_TODAY', today)
  return runWords([...words, '--db', path], {
    stdin: Readable.from([]),
    signal: new AbortController().signal,
    terminal: { width: 100, colour: false, interactive: false },
    write: () => {},
    say: () => {},
    progress: () => {},
  })
}

/** The same as data. */
export const asked = async <View>(...words: Parameters<typeof ask>): Promise<View> =>
  JSON.parse((await ask(...words, '--json')).text) as View

/** The one line that a command is refused with, behind its exit code. */
export const refused = (...words: Parameters<typeof ask>): Promise<string> =>
  ask(...words).then(
    ({ text }) => `not refused: ${text}`,
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error
      return `${error.exitCode}: ${error.message}`
    },
  )

/** Board `tide<at>` has a list of so many jobs; every job trains models, those of an even number name PyTorch. */
export const jobsOf = (at: number, numbers: readonly number[]): Posting[] =>
  numbers.map((number) =>
    posting(`${at}-${number}`, {
      employer: `tide-${at}`,
      company: `Tide ${at}`,
      title: `Machine Learning Engineer ${at}-${number}`,
      text: { role: textOf(at, number), company: '' },
    }),
  )

const textOf = (at: number, number: number) =>
  [
    `You train machine learning models for gauge ${at}-${number} of the harbour.`,
    ...(number % 2 === 0 ? ['# Requirements', '- You must have experience with PyTorch.'] : []),
    ...(number % 4 === 0 ? ['# Nice to have', '- JAX.'] : []),
    ...(number % 4 === 2 ? ['# Nice to have', '- TensorFlow.'] : []),
  ].join('\n')

export interface Read {
  on: Day
  outcome?: Outcome
  /** Numbers of the jobs listed. */
  jobs: readonly number[]
}

/** Stores what was read of `boards` boards, each with the same reads, and closes the store. */
export async function collected(path: string, boards: number, reads: readonly Read[]): Promise<void> {
  const today = reads.at(-1)!.on
  const store = await emptyStore(path, today)
  await register(store, boards, reads[0]!.on)
  for (const { on, outcome = 'complete', jobs } of reads) {
    for (let at = 0; at < boards; at++) {
      const failed = outcome !== 'complete' && outcome !== 'empty'
      const reason = failed ? 'the host answered 503' : null
      const write = snapshot(`greenhouse:tide${at}`, on, outcome, failed ? [] : jobsOf(at, jobs), { reason })
      await store.storeSnapshot(write, noon(on))
    }
  }
  await store.close()
  await ask(path, today, 'refresh')
}

const register = (store: Store, boards: number, on: Day) =>
  store.registerBoards(
    Array.from({ length: boards }, (_, at) => board(`greenhouse:tide${at}`, { employer: `Tide ${at}` })),
    on,
  )

export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

export const days = (from: string, to: string): Day[] => {
  const all: Day[] = []
  for (let at = day(from); at <= day(to); at = addDays(at, 1)) all.push(at)
  return all
}
