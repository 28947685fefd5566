/** The other side of the server: a process that holds the store and reckons, so that a long question holds up no short one. */
import { type ChildProcess, fork } from 'node:child_process'
import { UserError } from '../domain.ts'
import type { Standing } from './cache.ts'
import type { Question } from './question.ts'
import type { Sealed } from './sealed.ts'

/** What the process is asked; `standing` asks only what the store is like now. */
export interface Call {
  no: number
  question: Question | { kind: 'standing' }
}

export type Reply = { no: number } & (
  | { kind: 'answered'; answer: Sealed | null; standing: Standing }
  /** The question cannot be answered as it was put. */
  | { kind: 'refused'; message: string }
  /** The store cannot be read; the reason is for whoever runs the server. */
  | { kind: 'unreadable'; message: string }
  /** A bug of ours. */
  | { kind: 'failed'; message: string }
)

/** The store cannot be read now, or too much is being asked: the same question may be answered later. */
export class Unavailable extends Error {}

export interface Asker {
  /** Starts the process, and looks after it from then on. */
  start(): void
  ask(question: Question): Promise<{ answer: Sealed | null; standing: Standing }>
  /** The store as it was when last looked at; null where it could not be read. */
  standing(): Standing | null
  close(): void
}

export interface AskerOptions {
  /** The program of the process, and what it is started with: one word of JSON. */
  program: URL
  data: unknown
  /** Told when the store becomes unreadable, or readable again. */
  say(line: string): void
  /** Milliseconds after which a process that answers nothing is replaced. */
  patience?: number
  lookEvery?: number
}

const mostWaiting = 64

interface Waiting {
  done(reply: Reply): void
  failed(error: Error): void
}

/** Holds one process, and starts another in its place whenever it dies or is silent for too long. */
export function createAsker({ program, data, say, patience = 20_000, lookEvery = 500 }: AskerOptions): Asker {
  const waiting = new Map<number, Waiting>()
  let child: ChildProcess | null = null
  let closed = false
  let last = 0
  let lastHeard = performance.now()
  let standing: Standing | null = null
  let trouble: string | null = null
  let looking = false

  const giveUp = (reason: string) => {
    const gone = [...waiting.values()]
    waiting.clear()
    looking = false
    for (const { failed } of gone) failed(new Unavailable(reason))
  }

  const fresh = () => {
    const started = fork(program, [JSON.stringify(data)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.on('message', (reply: Reply) => {
      lastHeard = performance.now()
      const asked = waiting.get(reply.no)
      waiting.delete(reply.no)
      asked?.done(reply)
    })
    const over = (reason: string) => {
      if (child !== started) return
      child = null
      if (!closed) note(reason)
      giveUp('the store could not be read')
    }
    started.on('error', (error) => over(`what reads the store did not start: ${error.message}`))
    started.on('exit', (code, signal) =>
      over(`what reads the store ended (${signal ?? `code ${code}`}); it is started again`),
    )
    child = started
    lastHeard = performance.now()
  }

  const note = (message: string | null) => {
    if (message !== trouble) say(message === null ? 'the store can be read again' : `answering 503: ${message}`)
    trouble = message
    if (message !== null) standing = null
  }

  const call = (question: Call['question']): Promise<Reply> =>
    new Promise((done, failed) => {
      if (child === null && !closed) fresh()
      const no = ++last
      if (waiting.size === 0) lastHeard = performance.now()
      waiting.set(no, { done, failed })
      // A process that is going has its 'exit' answered for it.
      child?.send({ no, question } satisfies Call, () => undefined)
    })

  const look = async () => {
    if (waiting.size > 0 && performance.now() - lastHeard > patience) {
      say(`a question took longer than ${Math.round(patience / 1000)} seconds and was given up`)
      child?.kill('SIGKILL')
      return
    }
    if (looking) return
    looking = true
    const reply = await call({ kind: 'standing' }).catch(() => null)
    looking = false
    if (reply?.kind === 'answered') {
      standing = reply.standing
      note(null)
    } else if (reply?.kind === 'unreadable') note(reply.message)
  }

  let timer: NodeJS.Timeout | null = null

  return {
    start() {
      timer = setInterval(() => void look(), lookEvery)
      timer.unref()
      void look()
    },
    async ask(question) {
      if (closed) throw new Unavailable('the server is stopping')
      if (waiting.size >= mostWaiting) throw new Unavailable('too much is being asked at once')
      const reply = await call(question)
      if (reply.kind === 'refused') throw new UserError(reply.message)
      if (reply.kind === 'failed') throw new Error(reply.message)
      if (reply.kind === 'unreadable') {
        note(reply.message)
        throw new Unavailable('the store cannot be read')
      }
      standing = reply.standing
      return reply
    },
    standing: () => standing,
    close() {
      closed = true
      if (timer !== null) clearInterval(timer)
      child?.disconnect()
      child?.unref()
      giveUp('the server is stopping')
    },
  }
}
