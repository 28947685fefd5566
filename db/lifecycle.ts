/** What a snapshot does to a posting's spells. Pure: the laws of closing and opening stand here and nowhere else. */
import type { Outcome } from '../src/domain.ts'

/** Days as whole numbers since 1970. */
export interface Spell {
  notBefore: number
  firstSeen: number
  lastSeen: number
  endedOn: number | null
  stock: boolean
  misses: number
}

/** A board by its complete snapshots before this one. */
export interface BoardPast {
  /** Day of the last complete (or confirmed empty) snapshot; null before the first. */
  lastWhole: number | null
  /** A thread of its month: whatever it lists was posted in it, so nothing of it is stock. */
  monthly: boolean
}

export interface Sight {
  day: number
  outcome: Outcome
}

/** After this many days without a whole read, what is found is stock again: nobody saw it open. */
export const gapDays = 28

/** Only these prove what a board lists, and so may end a spell. */
export const isWhole = (outcome: Outcome): boolean => outcome === 'complete' || outcome === 'empty'
/** A partial snapshot proves what it shows, and nothing of what it does not. */
export const isSeen = (outcome: Outcome): boolean => outcome === 'complete' || outcome === 'partial'

/** The spell of a posting that a snapshot lists and that has none open. */
export function opened({ day }: Sight, board: BoardPast): Spell {
  const { lastWhole, monthly } = board
  const stock = !monthly && (lastWhole === null || day - lastWhole > gapDays)
  return {
    notBefore: lastWhole === null ? day : Math.min(day, lastWhole + 1),
    firstSeen: day,
    lastSeen: day,
    endedOn: null,
    stock,
    misses: 0,
  }
}

/** The open spell of a posting that a snapshot lists again. */
export function seenAgain(spell: Spell, { day }: Sight): Spell {
  return { ...spell, lastSeen: Math.max(spell.lastSeen, day), misses: 0 }
}

/** What it takes to believe that a posting is gone. */
export interface Patience {
  /** Whole snapshots in a row that miss it. */
  misses: number
  /** The source shows all that is open. Where it shows only the newest or a sample, to be missing says little. */
  showsAll: boolean
}

/** On a list that does not show all, a posting unseen for so long is taken to be gone. */
export const unseenDays = 30

/** The open spell of a posting that a snapshot does not list: ended only by whole snapshots, when patience is spent. */
export function missed(spell: Spell, { day, outcome }: Sight, patience: Patience): Spell {
  if (!isWhole(outcome) || day <= spell.lastSeen) return spell
  const misses = spell.misses + 1
  const gone = misses >= patience.misses && (patience.showsAll || day - spell.lastSeen >= unseenDays)
  return gone ? { ...spell, misses, endedOn: day } : { ...spell, misses }
}

/** Ended and listed again on the same day: it never ended. */
export const revived = (spell: Spell, { day }: Sight): Spell => ({ ...spell, lastSeen: day, endedOn: null, misses: 0 })

/** A spell as the store knows it when a file tells of another. */
export interface KnownSpell {
  no: number
  firstSeen: number
  lastSeen: number
  endedOn: number | null
  /** A collected snapshot listed it on lastSeen; otherwise an open spell's lastSeen is only how far the file reached. */
  collected: boolean
}

export interface Joined {
  firstSeen: number
  lastSeen: number
  open: boolean
  /** The known spells that it takes the place of. */
  replaces: number[]
}

/**
 * Joins a stretch of an imported file to a posting's known spells (in order of time): what overlaps is one spell, so that a
 * file read twice, a later file, and a file beside collected lists never count a posting twice. `to` is null where the file
 * says "still open". Null where the file tells nothing new.
 */
export function joined(known: KnownSpell[], from: number, to: number | null): Joined | null {
  const stillOpen = to === null
  const touching = stillOpen
    ? // "Still open" was true when the file was made: what is known to have come after it stays as it is.
      known.filter((spell) => spell.endedOn === null || spell.lastSeen >= from).slice(0, 1)
    : known.filter((spell) => spell.firstSeen <= to && (spell.endedOn === null || spell.lastSeen >= from))
  if (touching.length === 0) return { firstSeen: from, lastSeen: to ?? from, open: stillOpen, replaces: [] }
  const firstSeen = Math.min(from, ...touching.map((spell) => spell.firstSeen))
  const seen = touching.map((spell) => (spell.endedOn !== null || spell.collected ? spell.lastSeen : spell.firstSeen))
  const lastSeen = Math.max(to ?? from, ...seen)
  // A file knows the end of a spell, unless a list collected on its last day or later still shows it.
  const open = touching.some(
    (spell) => spell.endedOn === null && (stillOpen || (spell.collected && spell.lastSeen >= to)),
  )
  const [only] = touching
  const same =
    touching.length === 1 &&
    only!.firstSeen === firstSeen &&
    (only!.endedOn === null) === open &&
    (open || only!.lastSeen === lastSeen)
  return same ? null : { firstSeen, lastSeen, open, replaces: touching.map(({ no }) => no) }
}
