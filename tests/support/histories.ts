/** Generated histories of a board, and the plainest reading of the rules over them: stretches kept in a list in memory. */
import fc from 'fast-check'
import type { PostingView, Store } from '../../db/store.ts'
import { addDays, type Day, day, daysBetween } from '../../src/days.ts'
import type { Coverage, Outcome } from '../../src/domain.ts'
import { board, noon, posting, snapshot } from './store.ts'

export interface Step {
  outcome: Outcome
  ids: string[]
  on: Day
  /** Milliseconds; a later step may have begun before an earlier one. */
  startedAt: number
  /** Misses that this step asks for, beyond the board's own. */
  patience: number
}

export interface History {
  tolerance: number
  coverage: Coverage
  steps: Step[]
}

const ids = ['a', 'b', 'c', 'd', 'e']

/** Boards read once to several times a day, with every outcome, gaps, repeats and arrivals out of order. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    tolerance: fc.constantFrom(1, 1, 2, 4),
    coverage: fc.constantFrom<Coverage>('complete', 'complete', 'complete', 'recent', 'sample'),
    raw: fc.array(
      fc.record({
        outcome: fc.constantFrom<Outcome>(
          ...(['complete', 'complete', 'complete', 'complete', 'empty', 'partial'] as const),
          ...(['partial', 'suspect', 'blocked', 'gone', 'failed'] as const),
        ),
        listed: fc.subarray(ids),
        gap: fc.constantFrom(0, 0, 1, 1, 1, 1, 2, 7, 28, 29, 60),
        patience: fc.constantFrom(1, 1, 1, 2),
        kind: fc.constantFrom('next', 'next', 'next', 'next', 'again', 'late'),
      }),
      { minLength: 1, maxLength: 16 },
    ),
  })
  .map(({ tolerance, coverage, raw }) => {
    const steps: Step[] = []
    let on = day('2026-01-01')
    let startedAt = noon(on)
    for (const { outcome, listed, gap, kind, patience } of raw) {
      const shown = outcome === 'empty' ? [] : listed
      if (kind === 'again' && steps.length > 0) steps.push(steps.at(-1)!)
      else if (kind === 'late') {
        const before = addDays(on, -gap)
        steps.push({ outcome, ids: shown, on: before, startedAt: noon(before) - 3_600_000, patience })
      } else {
        on = addDays(on, gap)
        startedAt = Math.max(startedAt + 60_000, noon(on))
        steps.push({ outcome, ids: shown, on, startedAt, patience })
      }
    }
    return { tolerance, coverage, steps }
  })

type Stretch = PostingView['spells'][number]

/** What the spells must be. */
export function expected({ tolerance, coverage, steps }: History): Map<string, Stretch[]> {
  const lives = new Map<string, (Stretch & { misses: number })[]>()
  let lastWhole: Day | null = null
  let newest = Number.NEGATIVE_INFINITY
  for (const { outcome, ids: listed, on, startedAt, patience } of steps) {
    if (startedAt <= newest) continue
    newest = startedAt
    const whole = outcome === 'complete' || outcome === 'empty'
    const shown = outcome === 'complete' || outcome === 'partial' ? listed : []
    const stock = lastWhole === null || daysBetween(lastWhole, on) > 28
    for (const id of shown) {
      const life = lives.get(id) ?? []
      lives.set(id, life)
      const current = life.at(-1)
      if (current !== undefined && (current.endedOn === null || current.endedOn === on)) {
        Object.assign(current, { lastSeen: on, endedOn: null, misses: 0 })
      } else life.push({ firstSeen: on, lastSeen: on, endedOn: null, stock, misses: 0 })
    }
    if (!whole) continue
    for (const [id, life] of lives) {
      const current = life.at(-1)!
      if (current.endedOn !== null || shown.includes(id) || current.lastSeen === on) continue
      current.misses += 1
      const longUnseen = coverage === 'complete' || daysBetween(current.lastSeen, on) >= 30
      if (current.misses >= Math.max(tolerance, patience) && longUnseen) current.endedOn = on
    }
    lastWhole = on
  }
  return new Map([...lives].map(([id, life]) => [id, life.map(({ misses: _, ...stretch }) => stretch)]))
}

/** Lives the history on a board of its own; returns what the store made of it. */
export async function lived(
  store: Store,
  id: string,
  { tolerance, coverage, steps }: History,
): Promise<Map<string, Stretch[]>> {
  await store.registerBoards([board(id, { missTolerance: tolerance, coverage })], day('2026-01-01'))
  for (const { outcome, ids: listed, on, startedAt, patience } of steps) {
    const postings = listed.map((externalId) => posting(externalId))
    await store.storeSnapshot(snapshot(id, on, outcome, postings, { startedAt, missTolerance: patience }), startedAt)
  }
  const spells = new Map<string, Stretch[]>()
  for (const externalId of ids) {
    const view = await store.posting(id, externalId)
    if (view !== null) spells.set(externalId, view.spells)
  }
  return spells
}
