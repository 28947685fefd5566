/** Every employer by its number: asked for as texts of one column each, because a row for each would cost more than what is done with it. */
import type { EmployerKey } from '../../src/domain.ts'
import type { Session } from './session.ts'

export interface Employers {
  /** By number; numbers that are none have holes. */
  keys: EmployerKey[]
  /** By number a 1 for each that advertises the jobs of others. */
  isAgency: Uint8Array
}

/** No key or name holds it. */
const end = '\u001e'

export async function everyEmployer(session: Session): Promise<Employers> {
  // All three are gathered in one pass, so that a number and its key have the same place.
  const row = await session.one<{ most: number; numbers: string | null; keys: string | null; agencies: string | null }>(
    `select coalesce(max(no), 0) as most, string_agg(cast(no as text), ',') as numbers, string_agg(key, cast(@end as text)) as keys,
       string_agg(case when kind = 'employer' then null else cast(no as text) end, ',') as agencies
     from employers`,
    { end },
  )
  const keys: EmployerKey[] = []
  const isAgency = new Uint8Array((row?.most ?? 0) + 1)
  const inOrder = row?.keys?.split(end) ?? []
  for (const [at, no] of (row?.numbers?.split(',') ?? []).entries()) keys[Number(no)] = inOrder[at]!
  for (const no of row?.agencies?.split(',') ?? []) isAgency[Number(no)] = 1
  return { keys, isAgency }
}

/** Employers as people write them. */
export async function employerNames(session: Session, keys: readonly EmployerKey[]): Promise<Map<EmployerKey, string>> {
  const row = await session.one<{ keys: string | null; names: string | null }>(
    'select string_agg(key, cast(@end as text)) as keys, string_agg(name, cast(@end as text)) as names from employers',
    { end },
  )
  const wanted = new Set(keys)
  const names = row?.names?.split(end) ?? []
  return new Map((row?.keys?.split(end) ?? []).flatMap((key, at) => (wanted.has(key) ? [[key, names[at]!]] : [])))
}
