/** What waits in the queue, who works on it, what was set aside, and what dead workers left. */
import { type Kind, kinds, type QueueStanding, silentSeconds } from '../queue.ts'
import type { Line } from './line.ts'

export const queueSchema = 'skilltide_queue'

/** A worker whose connection has ended has not merely been slow: it is taken for dead after so long. */
const goneSeconds = 5

/**
 * Work under way that no living worker has in hand. Work just taken may not be in its worker's signs yet, and after the server
 * came back all signs are old: both get the time of a sign.
 */
export const lostWork = (silent = silentSeconds): string => `
  select j.id, j.name as kind, j.data->>'about' as about from ${queueSchema}.job j
  where j.name = any($1) and j.state = 'active'
    and pg_postmaster_start_time() < clock_timestamp() - interval '${silentSeconds} seconds'
    and not exists (select 1 from ${queueSchema}.workers w, unnest(w.doing) d
      where left(d, 36) = j.id::text and w.seen_at > clock_timestamp() - interval '${silent} seconds'
        and (w.seen_at > clock_timestamp() - interval '${goneSeconds} seconds'
          or exists (select 1 from pg_stat_activity a where a.pid = w.backend)))
    and (j.started_on < clock_timestamp() - interval '${silent} seconds'
      or exists (select 1 from ${queueSchema}.workers w, unnest(w.doing) d
        where left(d, 36) = j.id::text and w.seen_at >= j.started_on))`

/** Nothing where no worker was ever started. */
export async function standingOf(line: Line): Promise<QueueStanding | null> {
  const { rows: there } = await line.query<{ there: boolean }>(
    `select to_regclass('${queueSchema}.workers') is not null as there`,
  )
  if (!there[0]!.there) return null
  const { rows: workers } = await line.query<{
    id: string
    place: string
    version: string
    ago: number
    doing: string[]
  }>(
    `select id, place, version, extract(epoch from clock_timestamp() - seen_at)::float8 as ago, doing
     from ${queueSchema}.workers order by place, id`,
  )
  const { rows: backlog } = await line.query<{ kind: Kind; waiting: number; active: number; oldest: number | null }>(
    `select name as kind, count(*) filter (where state < 'active')::int as waiting, count(*) filter (where state = 'active')::int as active,
       extract(epoch from clock_timestamp() - min(greatest(created_on, start_after)) filter (where state < 'active'))::float8 as oldest
     from ${queueSchema}.job where name = any($1) and state <= 'active' group by name order by name`,
    [[...kinds]],
  )
  const { rows: aside } = await line.query<{
    kind: Kind
    about: string
    tries: number
    reason: string | null
    at: Date
  }>(
    `select name as kind, data->>'about' as about, retry_count + 1 as tries, output->>'message' as reason, completed_on as at
     from ${queueSchema}.job where name = any($1) and state = 'failed' order by completed_on desc limit 100`,
    [[...kinds]],
  )
  return {
    workers: workers.map(({ id, place, version, ago, doing }) => ({
      ...{ id, where: place, version, seenSecondsAgo: Math.max(0, Math.round(ago)) },
      doing: doing.map((one) => one.slice(37)),
    })),
    backlog: backlog.map(({ kind, waiting, active, oldest }) => ({
      ...{ kind, waiting, underWay: active },
      oldestSeconds: oldest === null ? null : Math.max(0, Math.round(oldest)),
    })),
    setAside: aside.map(({ kind, about, tries, reason, at }) => ({
      ...{ kind, about, tries, reason: reason ?? 'no reason was recorded', at: at.toISOString() },
    })),
  }
}
