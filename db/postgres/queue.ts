/**
 * The queue: pg-boss in a schema of its own beside the store. pg-boss delivers, counts the tries and lets old work go; what
 * it lacks is here: signs of life, by which the work of a dead worker comes back in seconds.
 */
import { createHash } from 'node:crypto'
import PgBoss from 'pg-boss'
import { UserError } from '../../src/domain.ts'
import { type Kind, kinds, type Queue, triesAtMost, type WorkerSign } from '../queue.ts'
import { locks } from './driver.ts'
import { createLine } from './line.ts'
import { lostWork, queueSchema, standingOf } from './queue-standing.ts'

const day = 86_400
/** Signs of life take the place of pg-boss's own deadline, which must only be far away. */
const expireSeconds = 23 * 3600
const batchPut = 500

/** Delivered work, as pg-boss has it. */
interface Row {
  id: string
  data: { about: string; data: unknown }
  retryCount: number
  createdOn: Date
  startedOn: Date
}

export async function openQueue(address: string, silent?: number): Promise<Queue> {
  const line = createLine(address)
  const boss = new PgBoss({
    db: { executeSql: (text, values) => line.query(text, values) },
    schema: queueSchema,
    supervise: true,
    schedule: false,
    // A key is known for two days after its work was done; what was set aside stays until it is tried again.
    archiveCompletedAfterSeconds: 2 * day,
    archiveFailedAfterSeconds: 400 * day,
    deleteAfterSeconds: 30 * day,
    retentionDays: 60,
    retryLimit: triesAtMost - 1,
    expireInSeconds: expireSeconds,
  })
  // Its upkeep is tried again by itself; what a worker asks fails in the worker's own hands.
  boss.on('error', () => {})
  try {
    // One at a time: two that make the same tables would wait for each other.
    await line.query(`select pg_advisory_lock(${locks.queue})`)
    await boss.start()
    await line.query(
      `create table if not exists ${queueSchema}.workers (id text primary key, place text not null, version text not null,
         seen_at timestamptz not null, doing text[] not null)`,
    )
    await line.query(`alter table ${queueSchema}.workers add column if not exists backend integer`)
    for (const kind of kinds) await boss.createQueue(kind)
    await line.query(`select pg_advisory_unlock(${locks.queue})`)
  } catch (error) {
    await line.close()
    throw error
  }

  /** What each worker of this process has in hand. */
  const inHand = new Map<string, Map<string, string>>()
  const handOf = (worker: WorkerSign) => {
    const hand = inHand.get(worker.id) ?? new Map<string, string>()
    inHand.set(worker.id, hand)
    return hand
  }
  const beat = async (worker: WorkerSign) => {
    const doing = [...handOf(worker)].map(([id, about]) => `${id} ${about}`)
    await line.query(
      `insert into ${queueSchema}.workers (id, place, version, seen_at, doing, backend) values ($1, $2, $3, clock_timestamp(), $4, pg_backend_pid())
       on conflict (id) do update set seen_at = excluded.seen_at, doing = excluded.doing, backend = excluded.backend`,
      [worker.id, worker.where, worker.version, doing],
    )
  }

  return {
    put: async (work) => {
      let added = 0
      for (let from = 0; from < work.length; from += batchPut) {
        const batch = new Map(work.slice(from, from + batchPut).map((one) => [idOf(one.kind, one.key), one]))
        const { rows } = await line.query<{ id: string }>(`select id from ${queueSchema}.job where id = any($1)`, [
          [...batch.keys()],
        ])
        for (const { id } of rows) batch.delete(id)
        if (batch.size === 0) continue
        await boss.insert(
          [...batch].map(([id, { kind, about, data, afterMs = 0 }]) => ({
            ...{ id, name: kind, data: { about, data } },
            startAfter: `${Math.ceil(afterMs)} milliseconds`,
          })),
        )
        added += batch.size
      }
      return added
    },
    take: async (worker, kind, most) => {
      const rows = (await boss.fetch<Row['data']>(kind, { batchSize: most, includeMetadata: true })) as Row[]
      if (rows.length === 0) return []
      for (const { id, data } of rows) handOf(worker).set(id, data.about)
      // They are this worker's now, whether that can be told at once or with its next sign.
      await beat(worker).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error
      })
      return rows.map(({ id, data, retryCount, createdOn, startedOn }) => ({
        ...{ id, kind, about: data.about, data: data.data, triedBefore: retryCount },
        ...{ putInAt: createdOn.getTime(), startedAt: startedOn.getTime() },
      }))
    },
    done: async ({ id, kind }) => {
      const { affected } = (await boss.complete(kind, id)) as unknown as { affected: number }
      return affected === 1
    },
    failed: async ({ id, kind }, reason) => {
      await boss.fail(kind, id, { message: reason })
    },
    // As if it had never been taken, so that no try is counted; unless somebody else has it by now.
    handBack: async ({ id, kind, startedAt }, afterMs) => {
      await line.query(
        `update ${queueSchema}.job set state = 'created', started_on = null, start_after = now() + $4 * interval '1 millisecond'
         where name = $1 and id = $2 and state = 'active' and date_trunc('milliseconds', started_on) = $3`,
        [kind, id, new Date(startedAt), Math.ceil(afterMs)],
      )
    },
    letGo: (taken) => {
      for (const hand of inHand.values()) hand.delete(taken.id)
    },
    beat,
    leave: async ({ id }) => {
      await line.query(`delete from ${queueSchema}.workers where id = $1`, [id])
    },
    recover: async () => {
      const { rows } = await line.query<{ id: string; kind: Kind; about: string }>(lostWork(silent), [[...kinds]])
      for (const { id, kind } of rows) {
        await boss.fail(kind, id, { message: 'its worker died, or was cut off, while it worked on it' })
      }
      await line.query(`delete from ${queueSchema}.workers where seen_at < clock_timestamp() - interval '1 hour'`)
      return rows.map(({ about }) => about)
    },
    outstanding: async (kind) => {
      const { rows } = await line.query<{ n: number }>(
        `select count(*)::int as n from ${queueSchema}.job where name = $1 and state <= 'active'`,
        [kind],
      )
      return rows[0]!.n
    },
    again: async () => {
      const { rows } = await line.query<{ id: string; kind: Kind }>(
        `select id, name as kind from ${queueSchema}.job where name = any($1) and state = 'failed'`,
        [[...kinds]],
      )
      for (const { id, kind } of rows) await boss.retry(kind, id)
      return rows.length
    },
    standing: () => standingOf(line),
    clock: async () => {
      const { rows } = await line.query<{ now: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
      )
      return rows[0]!.now
    },
    close: async () => {
      await boss.stop({ graceful: false, close: false, wait: false })
      await line.close()
    },
  }
}

/** The same work under the same number, whoever puts it in and when. */
function idOf(kind: Kind, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, key]))
    .digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}
