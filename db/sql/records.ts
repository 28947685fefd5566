/** What is recorded of the runs: events, and the politeness that outlives them. */
import type { EventRow, Store } from '../store.ts'
import { forgetCountsFrom } from './counts.ts'
import type { Session } from './session.ts'

type Records = Pick<
  Store,
  | 'record'
  | 'events'
  | 'lastRecorded'
  | 'host'
  | 'rememberHost'
  | 'robots'
  | 'rememberRobots'
  | 'setBoardState'
  | 'setDue'
>

export function createRecords(session: Session): Records {
  return {
    record: async (event) => {
      await session.run(
        'insert into events (at, run, kind, subject, outcome, message, data) values (?, ?, ?, ?, ?, ?, ?)',
        ...[event.at, event.run, event.kind, event.subject, event.outcome, event.message],
        event.data === undefined ? null : JSON.stringify(event.data),
      )
    },
    events: async ({ kind, since, limit, order = 'time' }) =>
      (
        await session.all<Omit<EventRow, 'data'> & { data: string | null }>(
          `select at, run, kind, subject, outcome, message, data from events where (cast(? as text) is null or kind = ?) and at >= ?
           order by ${order === 'time' ? 'at desc, ' : ''}no desc limit ?`,
          ...[kind ?? null, kind ?? null, since ?? 0, limit],
        )
      ).map(({ data, ...row }) => (data === null ? row : { ...row, data: JSON.parse(data) as unknown })),
    lastRecorded: async () =>
      (await session.one<{ at: number }>('select at from events order by no desc limit 1'))?.at ?? null,
    host: async (host) => {
      const row = await session.one<{ next_at: number; failures: number }>(
        'select next_at, failures from hosts where host = ?',
        host,
      )
      return row === null ? null : { nextAt: row.next_at, failures: row.failures }
    },
    rememberHost: async (host, { nextAt, failures }) => {
      await session.run(
        'insert into hosts (host, next_at, failures) values (?, ?, ?) on conflict (host) do update set next_at = excluded.next_at, failures = excluded.failures',
        ...[host, nextAt, failures],
      )
    },
    robots: async (origin) => {
      const row = await session.one<{ fetched_at: number; status: number; body: string }>(
        'select * from robots where origin = ?',
        origin,
      )
      return row === null ? null : { fetchedAt: row.fetched_at, status: row.status, body: row.body }
    },
    rememberRobots: async (origin, { fetchedAt, status, body }) => {
      await session.run(
        `insert into robots (origin, fetched_at, status, body) values (?, ?, ?, ?)
         on conflict (origin) do update set fetched_at = excluded.fetched_at, status = excluded.status, body = excluded.body`,
        ...[origin, fetchedAt, status, body],
      )
    },
    setBoardState: (board, state) =>
      session.write(async (session) => {
        const today = Math.floor(session.now() / 86_400_000)
        await session.run('update boards set state = ?, state_since = ? where id = ?', state, today, board)
        await forgetCountsFrom(session, today)
      }),
    setDue: async (board, nextDueAt) =>
      void (await session.run('update boards set next_due_at = ? where id = ?', nextDueAt, board)),
  }
}
