/** Dates the spells of an imported file by the snapshots of their board. */
import type { Outcome } from '../../src/domain.ts'
import { gapDays, isWhole } from '../lifecycle.ts'
import { flag } from './expressions.ts'
import { type ImpliedLists, startOf } from './imported-lists.ts'
import type { Session } from './session.ts'

/** Now that the board's snapshots are known: when each spell may have begun, when its end was seen, whether it is stock. */
export async function dateSpells(session: Session, boardNo: number, implied: ImpliedLists | null): Promise<void> {
  const known = await session.all<KnownSnapshot>(
    `select started_at, day, outcome, ${flag("origin = 'collected'")} as collected from snapshots where board_no = ? order by day`,
    boardNo,
  )
  const snapshots = implied === null ? known : withImplied(known, implied)
  const whole = snapshots.filter(({ outcome }) => isWhole(outcome))
  const days = whole.map(({ day }) => day)
  const reached = whole.findLast(({ collected }) => !collected)?.day ?? null
  const { monthly } = (await session.one<{ monthly: number }>(
    `select ${flag("every = 'month'")} as monthly from boards where no = ?`,
    boardNo,
  ))!
  const isStock = (firstSeen: number, before: number | null) =>
    !monthly && (before === null || firstSeen - before > gapDays)
  const imported = await session.all<ImportedSpell>(
    `select s.no, s.not_before, s.first_seen, s.last_seen, s.ended_on, s.stock,
       (select min(n.first_seen) from spells n where n.posting_no = s.posting_no and n.first_seen > s.first_seen) as next
     from imported_spells i join spells s on s.no = i.spell_no where i.board_no = ?`,
    boardNo,
  )
  for (const spell of imported) {
    const { no, first_seen, last_seen, next } = spell
    const before = lastBelow(days, first_seen)
    const open = spell.ended_on === null
    const dated = {
      not_before: before === null ? first_seen : before + 1,
      stock: Number(isStock(first_seen, before)),
      ended_on: open ? null : Math.min(firstAbove(days, last_seen) ?? last_seen + 1, next ?? Number.POSITIVE_INFINITY),
      last_seen: open ? Math.max(last_seen, reached ?? last_seen) : last_seen,
    }
    if (datings.every((column) => dated[column] === spell[column])) continue
    await session.run(
      `update spells set ${datings.map((column) => `${column} = ?`).join(', ')} where no = ?`,
      ...[...datings.map((column) => dated[column]), no],
    )
  }
  // History before a board's first collected list makes what that list showed new, or narrows when it can have opened.
  if (known.length === 0) return
  const collected = await session.all<{ no: number; not_before: number; first_seen: number; stock: number }>(
    `select s.no, s.not_before, s.first_seen, s.stock from postings p join spells s on s.posting_no = p.no
     where p.board_no = ? and not exists (select 1 from imported_spells i where i.board_no = p.board_no and i.spell_no = s.no)`,
    boardNo,
  )
  for (const { no, not_before, first_seen, stock } of collected) {
    const before = lastBelow(days, first_seen)
    if (before === null || (before < not_before && !stock)) continue
    await session.run(
      'update spells set not_before = ?, stock = ? where no = ? and (not_before <> ? or stock <> ?)',
      ...[Math.max(not_before, before + 1), Number(stock === 1 && isStock(first_seen, before)), no],
      ...[Math.max(not_before, before + 1), Number(stock === 1 && isStock(first_seen, before))],
    )
  }
}

/** The board's snapshots as they will be: of one moment the store has one, and that is the one it has already. */
function withImplied(known: KnownSnapshot[], { first, last }: ImpliedLists): KnownSnapshot[] {
  const taken = new Set(known.map(({ started_at }) => started_at))
  const all = [...known]
  for (let day = first; day <= last; day++) {
    const started_at = startOf(day)
    if (!taken.has(started_at)) all.push({ started_at, day, outcome: 'complete', collected: 0 })
  }
  return all.sort((one, other) => one.day - other.day)
}

interface KnownSnapshot {
  started_at: number
  day: number
  outcome: Outcome
  collected: number
}

interface ImportedSpell {
  no: number
  not_before: number
  first_seen: number
  last_seen: number
  ended_on: number | null
  stock: number
  next: number | null
}

/** What a spell is dated by. */
const datings = ['not_before', 'stock', 'ended_on', 'last_seen'] as const

const firstAtLeast = (sorted: number[], value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
const lastBelow = (sorted: number[], value: number): number | null => sorted[firstAtLeast(sorted, value) - 1] ?? null
const firstAbove = (sorted: number[], value: number): number | null => sorted[firstAtLeast(sorted, value + 1)] ?? null
