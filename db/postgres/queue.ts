/**
 * The queue: pg-boss in a schema of its own beside the store. pg-boss delivers, counts the tries and lets old work go; what
 * it lacks is here: signs of life, by which the work of a dead worker comes back in seconds.
 */
import { createHash } from 'node:crypto'
import PgBoss from 'pg-boss'
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
  data: { key: string; about: string; data: unknown; handedBack: number }
  retryCount: number
  createdOn: Date
}

export async function openQueue(address: string): Promise<Queue> {
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
    await boss.start()
    await line.query(
      `begin; select pg_advisory_xact_lock(${locks.write});
       create table if not exists ${queueSchema}.workers (id text primary key, place text not null, version text not null,
         seen_at timestamptz not null, doing text[] not null);
       commit`,
    )
    for (const kind of kinds) await boss.createQueue(kind)
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
  const letGo = (id: string) => {
    for (const hand of inHand.values()) hand.delete(id)
  }
  const beat = async (worker: WorkerSign) => {
    const doing = [...handOf(worker)].map(([id, about]) => `${id} ${about}`)
    await line.query(
      `insert into ${queueSchema}.workers (id, place, version, seen_at, doing) values ($1, $2, $3, clock_timestamp(), $4)
       on conflict (id) do update set seen_at = excluded.seen_at, doing = excluded.doing`,
      [worker.id, worker.where, worker.version, doing],
    )
  }
  const clock = async () => {
    const { rows } = await line.query<{ now: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    )
    return rows[0]!.now
  }

  return {
    put: async (work) => {
      let added = 0
      for (let from = 0; from < work.length; from += batchPut) {
        const batch = new Map(work.slice(from, from + batchPut).map((one) => [idOf(one.kind, one.key, 0), one]))
        const { rows } = await line.query<{ id: string }>(`select id from ${queueSchema}.job where id = any($1)`, [
          [...batch.keys()],
        ])
        for (const { id } of rows) batch.delete(id)
        if (batch.size === 0) continue
        await boss.insert(
          [...batch].map(([id, { kind, key, about, data, afterMs = 0 }]) => ({
            ...{ id, name: kind, data: { key, about, data, handedBack: 0 } },
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
      await beat(worker)
      const now = await clock()
      return rows.map(({ id, data, retryCount, createdOn }) => ({
        ...{ id, kind, key: data.key, about: data.about, data: data.data },
        ...{ triedBefore: retryCount, handedBack: data.handedBack, ageMs: now - createdOn.getTime() },
      }))
    },
    done: async ({ id, kind }) => {
      const { affected } = (await boss.complete(kind, id)) as unknown as { affected: number }
      letGo(id)
      return affected === 1
    },
    failed: async ({ id, kind }, reason) => {
      await boss.fail(kind, id, { message: reason })
      letGo(id)
    },
    handBack: async ({ id, kind, key, about, data, handedBack }, afterMs) => {
      const again = handedBack + 1
      // Put in anew before it is given up: whoever stops between the two leaves it twice, not never.
      await boss.send(
        kind,
        { key, about, data, handedBack: again },
        { id: idOf(kind, key, again), startAfter: Math.ceil(afterMs / 1000) },
      )
      await boss.complete(kind, id)
      letGo(id)
    },
    beat,
    leave: async ({ id }) => {
      await line.query(`delete from ${queueSchema}.workers where id = $1`, [id])
    },
    recover: async () => {
      const { rows } = await line.query<{ id: string; kind: Kind; about: string }>(lostWork, [[...kinds]])
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
    clock,
    close: async () => {
      await boss.stop({ graceful: false, close: false, wait: false })
      await line.close()
    },
  }
}

/** The same work under the same number, whoever puts it in and when. */
function idOf(kind: Kind, key: string, handedBack: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, key, handedBack]))
    .digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}
