/** A connection of its own for short statements, made when it is needed and anew after it broke. */
import { UserError } from '../../src/domain.ts'
import { type Client, connect, inTurn } from './driver.ts'
import { asUserError, isBroken } from './errors.ts'

export interface Line {
  /** Throws a UserError with exit code 6 where the server cannot be reached or broke off; the next call tries again. */
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
  close(): Promise<void>
}

/** A short statement that is not answered in so long never will be: the connection is half open. */
const silenceMs = 20_000

export function createLine(address: string): Line {
  let opened: Promise<Client> | null = null
  const turn = inTurn()
  const drop = (own: Promise<Client>) => {
    if (opened === own) opened = null
    own.then((client) => client.end()).catch(() => {})
  }
  const ask = async <Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }> => {
    opened ??= connect(address)
    const own = opened
    try {
      const asked = { text, ...(values === undefined ? {} : { values }), query_timeout: silenceMs }
      return (await (await own).query(asked)) as unknown as { rows: Row[] }
    } catch (error) {
      // What the server refused leaves the connection good, unless it began a transaction.
      if (isBroken(error) || error instanceof UserError || /^\s*begin/i.test(text)) drop(own)
      throw asUserError(error, address)
    }
  }
  return {
    query: <Row>(text: string, values?: unknown[]) => turn(() => ask<Row>(text, values)),
    close: async () => {
      const own = opened
      opened = null
      if (own !== null) await own.then((client) => client.end()).catch(() => {})
    },
  }
}
