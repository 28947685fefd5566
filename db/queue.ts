/**
 * Work that waits for a worker, on any machine: delivered at least once, so that whoever does it must bring the same about
 * however often it is delivered. Stands beside a store in PostgreSQL; a file has none.
 */

/** `collect` reads a board, `tag` a stretch of texts, `timetable` runs a job of the timetable in a process of its own. */
export const kinds = ['timetable', 'collect', 'tag'] as const
export type Kind = (typeof kinds)[number]

export interface Work {
  kind: Kind
  /** What makes it this piece of work and no other: put in again under the same key it is not put in twice. */
  key: string
  /** What it is about, for people: a board, a stretch of texts, a job. */
  about: string
  data: unknown
  /** Not before so many milliseconds from now. */
  afterMs?: number
}

/** A piece of work in the hands of one worker. */
export interface Taken {
  id: string
  kind: Kind
  about: string
  data: unknown
  /** How often it was taken before, and neither done nor handed back. */
  triedBefore: number
  /** When it was put in and when it was taken, by the clock of the database. */
  putInAt: number
  startedAt: number
}

export interface WorkerSign {
  id: string
  /** The machine and process, for people. */
  where: string
  version: string
}

/** What waits, who works, and what was set aside. */
export interface QueueStanding {
  workers: { id: string; where: string; version: string; seenSecondsAgo: number; doing: string[] }[]
  /** Kinds of which something waits or is worked on. */
  backlog: { kind: Kind; waiting: number; underWay: number; oldestSeconds: number | null }[]
  /** Work that was tried too often: nobody takes it again by itself. */
  setAside: { kind: Kind; about: string; tries: number; reason: string; at: string }[]
}

export interface Queue {
  /** Puts in what was never put in under its key; returns how many pieces that is. */
  put(work: Work[]): Promise<number>
  /** Takes up to so many pieces of a kind; they are this worker's until done, failed or handed back, or until it is dead. */
  take(worker: WorkerSign, kind: Kind, most: number): Promise<Taken[]>
  /** False where it was somebody else's in the meantime. */
  done(taken: Taken): Promise<boolean>
  /** Tried once more by whoever takes it next; after the third time it is set aside. */
  failed(taken: Taken, reason: string): Promise<void>
  /** Gives it up untried: it waits again, for so long at least. */
  handBack(taken: Taken, afterMs: number): Promise<void>
  /** It is in nobody's hands here any more: signs of life no longer name it. */
  letGo(taken: Taken): void
  /** The worker's sign of life, with all that it has in hand. */
  beat(worker: WorkerSign): Promise<void>
  /** Ends the worker's signs of life. */
  leave(worker: WorkerSign): Promise<void>
  /** Gives back what dead workers had in hand; returns what it was about. */
  recover(): Promise<string[]>
  /** How many pieces of a kind wait or are worked on. */
  outstanding(kind: Kind): Promise<number>
  /** Lets everything that was set aside be tried again. */
  again(): Promise<number>
  /** Null where no worker was ever started. */
  standing(): Promise<QueueStanding | null>
  /** The clock of the database: the one that all workers go by. */
  clock(): Promise<number>
  close(): Promise<void>
}

/** Signs of life come so often; a worker that was silent for so long is taken for dead. */
export const beatMs = 2_000
export const silentSeconds = 12
/** Deliveries of one piece of work before it is set aside. */
export const triesAtMost = 3
