/** A posting's spells as rows: between the laws of the lifecycle and the table. */
import type { Spell } from '../lifecycle.ts'
import type { Session } from './session.ts'

export interface SpellRow {
  no: number
  posting_no: number
  not_before: number
  first_seen: number
  last_seen: number
  ended_on: number | null
  stock: number
  misses: number
}

export const spellOf = (row: SpellRow): Spell => ({
  notBefore: row.not_before,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  endedOn: row.ended_on,
  stock: row.stock === 1,
  misses: row.misses,
})

export const insertSpell = async (
  session: Session,
  postingNo: number,
  spell: Spell,
  listedBy: number,
): Promise<void> => {
  await session.run(
    'insert into spells (posting_no, not_before, first_seen, last_seen, ended_on, stock, misses, listed_by) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[postingNo, spell.notBefore, spell.firstSeen, spell.lastSeen, spell.endedOn, Number(spell.stock), spell.misses],
    listedBy,
  )
}

export const updateSpell = async (
  session: Session,
  no: number,
  spell: Spell,
  listedBy: number | null,
): Promise<void> => {
  await session.run(
    'update spells set last_seen = ?, ended_on = ?, misses = ?, listed_by = coalesce(?, listed_by) where no = ?',
    ...[spell.lastSeen, spell.endedOn, spell.misses, listedBy, no],
  )
}
