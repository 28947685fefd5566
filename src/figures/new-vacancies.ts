/** New vacancies as columns of numbers, in order of their first day: millions of them are summed without an object for each. */
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'

/** What the columns refer to by place: lists in order of name. */
export interface Names {
  boards: readonly { id: BoardId; isThread: boolean }[]
  employers: readonly EmployerKey[]
  skills: readonly SkillId[]
}

/** `skill` holds what each vacancy names, from its place in `skillsFrom` to that of the next. */
export interface Opened extends Names {
  count: number
  /** Its number. */
  vacancy: Uint32Array
  /** Days since 1970, in order. */
  firstSeen: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  skillsFrom: Uint32Array
  skill: Uint16Array
}

/** The first place in a column in order that holds no less. */
export function firstAt(column: ArrayLike<number>, least: number): number {
  let low = 0
  let high = column.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (column[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** By the place of a skill the vacancies that name it, in order; none for one that has no place. */
export function namingRows(
  { count, skillsFrom, skill }: Pick<Opened, 'count' | 'skillsFrom' | 'skill'>,
  skills: number,
): (skill: number) => Uint32Array {
  const places = new Uint32Array(skills + 1)
  for (let at = 0; at < skill.length; at++) places[skill[at]! + 1]!++
  for (let key = 0; key < skills; key++) places[key + 1]! += places[key]!
  const next = places.slice()
  const rows = new Uint32Array(skill.length)
  for (let row = 0, at = 0; row < count; row++) {
    for (const end = skillsFrom[row + 1]!; at < end; at++) rows[next[skill[at]!]!++] = row
  }
  return (of) => (of < 0 ? rows.subarray(0, 0) : rows.subarray(places[of], places[of + 1]))
}

/** The employers of each board, in order of board and employer, and to which of them each vacancy belongs. */
export interface Pairs {
  count: number
  board: Uint32Array
  employer: Uint32Array
  of: Uint32Array
}

export function pairsOf({ count, board, employer, employers }: Opened): Pairs {
  // The pairs of an employer hang together, the newest first: most have one.
  const newest = new Int32Array(employers.length).fill(-1)
  const [before, boards, hiring]: [number[], number[], number[]] = [[], [], []]
  const of = new Uint32Array(count)
  for (let row = 0; row < count; row++) {
    const by = employer[row]!
    let pair = newest[by]!
    while (pair >= 0 && boards[pair] !== board[row]) pair = before[pair]!
    if (pair < 0) {
      pair = boards.push(board[row]!) - 1
      hiring.push(by)
      before.push(newest[by]!)
      newest[by] = pair
    }
    of[row] = pair
  }
  const inOrder = Uint32Array.from(boards.keys()).sort(
    (one, other) => boards[one]! - boards[other]! || hiring[one]! - hiring[other]!,
  )
  const placeOf = new Uint32Array(inOrder.length)
  for (const [place, pair] of inOrder.entries()) placeOf[pair] = place
  for (let row = 0; row < count; row++) of[row] = placeOf[of[row]!]!
  return {
    count: inOrder.length,
    board: inOrder.map((pair) => boards[pair]!),
    employer: inOrder.map((pair) => hiring[pair]!),
    of,
  }
}
