/**
 * What every noun of the store works with, whichever database is below: statements, transactions and number caches. One
 * session is one connection: what is asked of it while a transaction runs waits until that has ended.
 */

/** A connection to a database, and how it says what each does in its own way. */
export interface Driver {
  all(sql: string, values: unknown[]): Promise<unknown[]>
  one(sql: string, values: unknown[]): Promise<unknown>
  run(sql: string, values: unknown[]): Promise<{ changes: number }>
  /** The number of the row that an insert adds. */
  insert(sql: string, values: unknown[]): Promise<number>
  /** Rows, many at a time. */
  batches(sql: string, values: unknown[]): AsyncIterable<unknown[]>
  begin(kind: 'read' | 'write'): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface Session {
  now(): number
  /** All rows of a query. Values are for each `?` in turn, then one object for every `@name`. */
  all<Row>(sql: string, ...values: unknown[]): Promise<Row[]>
  /** The first row, or null. */
  one<Row>(sql: string, ...values: unknown[]): Promise<Row | null>
  run(sql: string, ...values: unknown[]): Promise<{ changes: number }>
  /** Adds one row to a table whose rows are numbered, and returns its number. */
  insert(sql: string, ...values: unknown[]): Promise<number>
  /** Several statements that see the same state, whatever is written meanwhile. Within a transaction: part of it. */
  read<Result>(work: (session: Transaction) => Promise<Result>): Promise<Result>
  /**
   * One transaction, alone in writing from its begin to its end: a read that later writes would meet what another wrote.
   * `work` may wait for nothing but the session it is given. Within a transaction: part of it.
   */
  write<Result>(work: (session: Transaction) => Promise<Result>): Promise<Result>
  /** Numbers of rows by what names them, kept in memory; gone as soon as a transaction is taken back, whose rows never were. */
  numbers(name: string): Map<string, number>
}

/** A session within a transaction; none of it is to be used after the end. */
export interface Transaction extends Session {
  /** Rows of a query, many at a time, however many there are. */
  batches<Row>(sql: string, ...values: unknown[]): AsyncIterable<Row[]>
}

/** A transaction that stays open between calls of the store. */
export interface Held {
  session: Transaction
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface RootSession extends Session {
  /** Begins a transaction that its caller ends; until then whatever else is asked of the store is refused, and says why. */
  hold(kind: 'read' | 'write', doing: string): Promise<Held>
}

/** Names kept in memory of each kind before they are all let go. */
const keptNumbers = 50_000

interface Turn {
  /** What is being done with the store, where that is held between calls. */
  doing: string | null
  steps: number
  /** Statements under way. */
  busy: number
  ended: boolean
  waiting: { go(): void; refuse(error: Error): void }[]
}

export function createSession(driver: Driver, now: () => number): RootSession {
  const numbers = new Map<string, Map<string, number>>()
  let current: Turn | null = null

  const base = {
    now,
    numbers: (name: string) => {
      let known = numbers.get(name)
      if (known === undefined || known.size > keptNumbers) {
        known = new Map()
        numbers.set(name, known)
      }
      return known
    },
  }

  /** What the session does when no transaction runs; not a moment may pass between looking and doing. */
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    while (current !== null) await ending(current)
    return work()
  }

  const begin = async (kind: 'read' | 'write', doing: string | null): Promise<Held> => {
    while (current !== null) await ending(current)
    const turn: Turn = { doing, steps: 0, busy: 1, ended: false, waiting: [] }
    current = turn
    const end = async (how: () => Promise<void>) => {
      turn.ended = true
      try {
        await how()
      } finally {
        current = null
        for (const { go } of turn.waiting) go()
      }
    }
    const rollback = async () => {
      numbers.clear()
      if (!turn.ended) await end(driver.rollback)
    }
    try {
      await driver.begin(kind)
    } catch (error) {
      await end(async () => {})
      throw error
    }
    turn.busy = 0
    const commit = async () => {
      try {
        await driver.commit()
      } catch (error) {
        numbers.clear()
        await driver.rollback()
        throw error
      }
    }
    return { session: within(driver, turn, base), commit: () => end(commit), rollback }
  }

  const transaction = async <Result>(kind: 'read' | 'write', work: (session: Transaction) => Promise<Result>) => {
    const held = await begin(kind, null)
    let result: Result
    try {
      result = await work(held.session)
    } catch (error) {
      await held.rollback()
      throw error
    }
    await held.commit()
    return result
  }

  return {
    ...base,
    all: <Row>(sql: string, ...values: unknown[]) => inTurn(() => driver.all(sql, values) as Promise<Row[]>),
    one: <Row>(sql: string, ...values: unknown[]) => inTurn(() => driver.one(sql, values) as Promise<Row | null>),
    // Alone in writing, too: the number of a new row is one more than the largest.
    run: (sql, ...values) => transaction('write', (session) => session.run(sql, ...values)),
    insert: (sql, ...values) => transaction('write', (session) => session.insert(sql, ...values)),
    read: (work) => transaction('read', work),
    write: (work) => transaction('write', work),
    hold: (kind, doing) => begin(kind, doing),
  }
}

/** Resolves when the turn has ended. Who asks from within it would wait for himself: that is told instead. */
function ending(turn: Turn): Promise<void> {
  if (turn.doing !== null) {
    return Promise.reject(
      new Error(`The store was asked something in the middle of ${turn.doing}, which has it alone.`),
    )
  }
  return new Promise((go, refuse) => {
    turn.waiting.push({ go, refuse })
    lookForStandstill(turn)
  })
}

/** A transaction's work waits for nothing but its own statements: with none under way for a round of the loop, it never ends. */
function lookForStandstill(turn: Turn): void {
  if (turn.busy > 0 || turn.ended) return
  const { steps } = turn
  setImmediate(() => {
    if (turn.ended || turn.busy > 0 || turn.steps !== steps) return
    const error = new Error('A transaction waits for the session that it came from, which waits for it: use its own.')
    for (const { refuse } of turn.waiting.splice(0)) refuse(error)
  })
}

function within(driver: Driver, turn: Turn, base: Pick<Session, 'now' | 'numbers'>): Transaction {
  const refuseLate = () => {
    if (turn.ended) throw new Error('A transaction that has ended was asked something.')
  }
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    refuseLate()
    turn.steps += 1
    turn.busy += 1
    try {
      return await work()
    } finally {
      turn.busy -= 1
      if (turn.waiting.length > 0) lookForStandstill(turn)
    }
  }
  const session: Transaction = {
    ...base,
    all: <Row>(sql: string, ...values: unknown[]) => step(() => driver.all(sql, values) as Promise<Row[]>),
    one: <Row>(sql: string, ...values: unknown[]) => step(() => driver.one(sql, values) as Promise<Row | null>),
    run: (sql, ...values) => step(() => driver.run(sql, values)),
    insert: (sql, ...values) => step(() => driver.insert(sql, values)),
    batches: async function* <Row>(sql: string, ...values: unknown[]) {
      refuseLate()
      turn.busy += 1
      try {
        for await (const rows of driver.batches(sql, values)) yield rows as Row[]
      } finally {
        turn.busy -= 1
      }
    },
    read: (work) => work(session),
    write: (work) => work(session),
  }
  return session
}
