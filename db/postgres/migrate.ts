/** Brings the tables in a database up to this program's, in one transaction that is alone in writing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { exit, UserError } from '../../src/domain.ts'
import { migrationsFolder, programVersion } from '../migrations.ts'
import { type Client, locks, namespace } from './driver.ts'
import { shownAddress } from './errors.ts'

const folder = () => join(migrationsFolder(), 'postgres')

/** The newest migration that the program knows, by its instant. */
const newestKnown = (): number =>
  Math.max(
    ...(
      JSON.parse(readFileSync(join(folder(), 'meta', '_journal.json'), 'utf8')) as { entries: { when: number }[] }
    ).entries.map(({ when }) => when),
  )

/** Throws a UserError where the namespace is another program's. */
export async function schemaState(client: Client, address: string): Promise<'new' | 'older' | 'current' | 'newer'> {
  const { rows } = await client.query<{ there: boolean; ours: boolean }>(
    `select exists (select 1 from pg_namespace where nspname = $1) as there, to_regclass($1 || '.migrations') is not null as ours`,
    [namespace],
  )
  if (!rows[0]!.there) return 'new'
  if (!rows[0]!.ours) {
    throw new UserError(
      `The store ${shownAddress(address)} has a schema "${namespace}" that skilltide did not make, and leaves alone: name another database.`,
      exit.store,
    )
  }
  const last = await lastApplied(client)
  const newest = newestKnown()
  return last === null ? 'new' : last > newest ? 'newer' : last < newest ? 'older' : 'current'
}

async function lastApplied(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ last: number | null }>('select max(created_at) as last from migrations')
  return rows[0]!.last
}

export async function migrate(client: Client, address: string): Promise<void> {
  if ((await schemaState(client, address)) === 'current') return
  await client.query(`begin; select pg_advisory_xact_lock(${locks.write})`)
  try {
    // Another program may have done it while this one waited.
    const state = await schemaState(client, address)
    if (state === 'newer') await refuseNewer(client, address)
    await applyMigrations(client)
    await client.query(
      "insert into facts (name, value) values ('version', $1) on conflict (name) do update set value = excluded.value",
      [programVersion()],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function refuseNewer(client: Client, address: string): Promise<never> {
  const { rows } = await client.query<{ value: string }>("select value from facts where name = 'version'")
  throw new UserError(
    `The store ${shownAddress(address)} was made by skilltide ${rows[0]?.value ?? 'of a newer version'}; this is ${programVersion()}. Use that version or a later one. The store is untouched.`,
    exit.store,
  )
}

/** Applies the migrations that the store lacks, within the caller's transaction. */
export async function applyMigrations(client: Client): Promise<void> {
  await client.query(
    `create schema if not exists ${namespace};
     create table if not exists ${namespace}.migrations (hash text not null, created_at bigint not null)`,
  )
  const last = (await lastApplied(client)) ?? 0
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folder() })) {
    if (folderMillis <= last) continue
    for (const statement of sql) await client.query(statement)
    await client.query('insert into migrations (hash, created_at) values ($1, $2)', [hash, folderMillis])
  }
}
