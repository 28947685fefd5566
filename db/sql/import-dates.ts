/** Dates the spells of an imported file by the snapshots of their board. */
import type { Outcome } from '../../src/domain.ts'
import { gapDays, isWhole } from '../lifecycle.ts'
import { flag } from './expressions.ts'
import type { Session } from './session.ts'

/** Now that the board's snapshots are known: when each spell may have begun, when its end was seen, whether it is stock. */
export async function dateSpells(session: Session, boardNo: number): Promise<void> {
  const snapshots = await session.all<{ day: number; outcome: Outcome; collected: number }>(
    `select day, outcome, ${flag("origin = 'collected'")} as collected from snapshots where board_no = ? order by day`,
    boardNo,
  )
  const whole = snapshots.filter(({ outcome }) => isWhole(outcome))
  const days = whole.map(({ day }) => day)
  const reached = whole.findLast(({ collected }) => !collected)?.day ?? null
  const { monthly } = (await session.one<{ monthly: number }>(
    `select ${flag("every = 'month'")} as monthly from boards where no = ?`,
    boardNo,
  ))!
  const isStock = (firstSeen: number, before: number | null) =>
    !monthly && (before === null || firstSeen - before > gapDays)
  const imported = await session.all<{
    no: number
    first_seen: number
    last_seen: number
    open: number
    next: number | null
  }>(
    `select s.no, s.first_seen, s.last_seen, ${flag('s.ended_on is null')} as open,
       (select min(n.first_seen) from spells n where n.posting_no = s.posting_no and n.first_seen > s.first_seen) as next
     from imported_spells i join spells s on s.no = i.spell_no where i.board_no = ?`,
    boardNo,
  )
  for (const { no, first_seen, last_seen, open, next } of imported) {
    const before = lastBelow(days, first_seen)
    await session.run(
      'update spells set not_before = ?, stock = ?, ended_on = ?, last_seen = ? where no = ?',
      ...[before === null ? first_seen : before + 1, Number(isStock(first_seen, before))],
      ...(open
        ? [null, Math.max(last_seen, reached ?? last_seen)]
        : [Math.min(firstAbove(days, last_seen) ?? last_seen + 1, next ?? Number.POSITIVE_INFINITY), last_seen]),
      no,
    )
  }
  // History before a board's first collected list makes what that list showed new, or narrows when it can have opened.
  const collected = await session.all<{ no: number; not_before: number; first_seen: number; stock: number }>(
    `select s.no, s.not_before, s.first_seen, s.stock from postings p join spells s on s.posting_no = p.no
     where p.board_no = ? and s.no not in (select spell_no from imported_spells)`,
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
