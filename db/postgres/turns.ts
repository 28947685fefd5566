/**
 * Whose turn it is to ask a host, over every process that works with the store. A turn is a lease on the host's next moment:
 * whoever holds it moves that moment on while it asks, and to the end of the gap when it was answered; of one that died the
 * lease runs out. All by the clock of the database.
 */
import type { HostTurns } from '../../src/domain.ts'
import { createLine } from './line.ts'

/** Nobody is kept away longer by a moment that a wrong clock wrote. */
const longestMs = 6 * 3_600_000

const now = '(extract(epoch from clock_timestamp()) * 1000)::bigint'

export function openTurns(address: string): HostTurns & { close(): Promise<void> } {
  const line = createLine(address)
  return {
    take: async (host, leaseMs) => {
      const { rows } = await line.query<{ until: number; failures: number }>(
        `insert into hosts as h (host, next_at, failures) values ($1, ${now} + $2::bigint, 0)
         on conflict (host) do update set next_at = ${now} + $2::bigint where h.next_at <= ${now} or h.next_at > ${now} + ${longestMs} + $2::bigint
         returning next_at as until, failures`,
        [host, leaseMs],
      )
      if (rows[0] !== undefined) return { taken: true, ...rows[0] }
      const { rows: others } = await line.query<{ wait: number; failures: number }>(
        `select greatest(next_at - ${now}, 0) as wait, failures from hosts where host = $1`,
        [host],
      )
      return { taken: false, waitMs: others[0]?.wait ?? 0, failures: others[0]?.failures ?? 0 }
    },
    move: async (host, until, forMs) => {
      const { rows } = await line.query<{ until: number }>(
        `update hosts set next_at = ${now} + $3::bigint where host = $1 and next_at = $2 returning next_at as until`,
        // Instants are rounded to milliseconds: one more, so that no gap is ever short.
        [host, until, Math.max(0, Math.ceil(forMs)) + 1],
      )
      return rows[0]?.until ?? null
    },
    rest: async (host, forMs) => {
      await line.query(
        `insert into hosts as h (host, next_at, failures) values ($1, ${now} + $2::bigint, 0)
         on conflict (host) do update set next_at = greatest(h.next_at, ${now} + $2::bigint)`,
        [host, Math.ceil(forMs)],
      )
    },
    failed: async (host) => {
      const { rows } = await line.query<{ failures: number }>(
        `insert into hosts as h (host, next_at, failures) values ($1, 0, 1)
         on conflict (host) do update set failures = h.failures + 1 returning failures`,
        [host],
      )
      return rows[0]!.failures
    },
    worked: async (host) => {
      await line.query('update hosts set failures = 0 where host = $1 and failures > 0', [host])
    },
    close: line.close,
  }
}
