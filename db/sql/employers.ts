/** Every employer by its number: asked for as one text, because a row for each would cost more than what is done with it. */
import type { EmployerKey } from '../../src/domain.ts'
import type { Session } from './session.ts'

export interface Employers {
  /** By number; numbers that are none have holes. */
  keys: EmployerKey[]
  names: string[]
  /** By number a 1 for each that advertises the jobs of others. */
  isAgency: Uint8Array
}

/** No key or name holds them. */
const [cell, end] = ['\u001f', '\u001e']

export async function everyEmployer(session: Session): Promise<Employers> {
  const row = await session.one<{ most: number; employers: string | null }>(
    `select coalesce(max(no), 0) as most, string_agg(cast(no as text) || @cell || key || @cell || name || case when kind = 'employer' then '' else @cell end, cast(@end as text)) as employers
     from employers`,
    { cell, end },
  )
  const found: Employers = { keys: [], names: [], isAgency: new Uint8Array((row?.most ?? 0) + 1) }
  for (const text of row?.employers?.split(end) ?? []) {
    const [no, key, name, agency] = text.split(cell) as [string, string, string, string | undefined]
    found.keys[Number(no)] = key
    found.names[Number(no)] = name
    if (agency !== undefined) found.isAgency[Number(no)] = 1
  }
  return found
}
