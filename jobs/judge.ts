/** What one collection of a board came to: the rules that keep a short answer from looking like a small market. Pure. */

import type { SnapshotRow } from '../db/store.ts'
import type { Source } from '../scrapers/kit/scraper.ts'
import { type Day, daysBetween } from '../src/days.ts'
import type { Outcome, Posting } from '../src/domain.ts'

/** What ended the reading early, in the words of the HTTP layer and the reader. */
export interface Stop {
  kind: 'gone' | 'blocked' | 'failed'
  reason: string
}

export interface Sweep {
  postings: Posting[]
  rejects: string[]
  pages: number
  /** What the source says the board has, where it says so. */
  total: number | null
  /** Why the reading ended before the board did, if it did. */
  stop: Stop | null
  /** Doubts about having seen everything: a repeated page, a page limit, failed details. */
  doubts: string[]
  day: Day
  startedAt: number
}

export interface Verdict {
  outcome: Outcome
  reason: string | null
}

/** An empty list counts only when a second one, at least this much later, agrees. */
const confirmEmptyAfterMs = 6 * 3_600_000
/** Below this many postings a halving is an ordinary week. */
const smallBoard = 10

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How many postings have each field filled, and the characters of all texts: what the fill-rate series is made of. */
export function fillsOf(postings: Posting[]): Record<string, number> {
  const filled: Record<string, (posting: Posting) => boolean> = {
    url: (posting) => posting.url !== null,
    text: (posting) => posting.text !== null && (posting.text.role !== '' || posting.text.company !== ''),
    company: (posting) => posting.company !== '',
    locations: (posting) => posting.locations.length > 0,
    countries: (posting) => posting.countries.length > 0,
    workplace: (posting) => posting.workplace !== 'unspecified',
    employment: (posting) => posting.employment !== null,
    department: (posting) => posting.department !== null,
    pay: (posting) => posting.pay !== null,
    publishedOn: (posting) => posting.publishedOn !== null,
  }
  const counts = Object.entries(filled).map(([field, has]): [string, number] => [
    field,
    postings.reduce((sum, posting) => sum + Number(has(posting)), 0),
  ])
  const length = postings.reduce(
    (sum, { text }) => sum + (text === null ? 0 : text.role.length + text.company.length),
    0,
  )
  return Object.fromEntries([...counts, ['textLength', length]])
}

/**
 * Decides the outcome. `recent` are the board's snapshots, newest first.
 * Complete and confirmed empty are the only ones that may end a spell.
 */
export function judge(sweep: Sweep, source: Source, recent: SnapshotRow[]): Verdict {
  const listed = sweep.postings.length
  const read = `${listed} posting${listed === 1 ? '' : 's'} read`
  if (sweep.stop !== null) {
    if (sweep.pages === 0) return { outcome: sweep.stop.kind, reason: sweep.stop.reason }
    return { outcome: 'partial', reason: `${read}, then page ${sweep.pages + 1}: ${sweep.stop.reason}` }
  }
  if (sweep.doubts.length > 0) return { outcome: 'partial', reason: `${read}; ${sweep.doubts.join('; ')}` }
  const accounted = listed + sweep.rejects.length
  if (sweep.total !== null && accounted < sweep.total) {
    return { outcome: 'partial', reason: `${read}, while the source says it has ${sweep.total}` }
  }
  if (source.caps?.includes(accounted)) {
    return { outcome: 'partial', reason: `exactly ${accounted} listed, which is where this source cuts its lists` }
  }
  const whole = recent.filter((snapshot) => snapshot.outcome === 'complete')
  const usual = whole.slice(0, 5)
  if (listed === 0) return judgeEmpty(sweep, usual, recent)
  // A monthly thread begins anew each month: its first days are short, and no loss.
  const volume = source.every === 'month' ? null : judgeVolume(sweep, usual, recent)
  return (
    volume ?? judgeFields(sweep, usual, recent) ?? judgeTexts(sweep, usual) ?? { outcome: 'complete', reason: null }
  )
}

function judgeEmpty(sweep: Sweep, usual: SnapshotRow[], recent: SnapshotRow[]): Verdict {
  const last = usual[0]
  if (sweep.rejects.length > 0)
    return { outcome: 'suspect', reason: `none of ${sweep.rejects.length} rows could be read` }
  if (last === undefined || last.listed === 0) return { outcome: 'empty', reason: null }
  const earlier = recent.find(
    (snapshot) =>
      snapshot.startedAt > last.startedAt &&
      snapshot.listed === 0 &&
      (snapshot.outcome === 'suspect' || snapshot.outcome === 'empty') &&
      sweep.startedAt - snapshot.startedAt >= confirmEmptyAfterMs,
  )
  if (earlier !== undefined) return { outcome: 'empty', reason: `empty also on ${earlier.day}` }
  return {
    outcome: 'suspect',
    reason: `an empty list where ${last.listed} were on ${last.day}; waiting for a second one`,
  }
}

function judgeVolume(sweep: Sweep, usual: SnapshotRow[], recent: SnapshotRow[]): Verdict | null {
  if (usual.length === 0) return null
  const normal = median(usual.map((snapshot) => snapshot.listed))
  const listed = sweep.postings.length
  if (normal < smallBoard || listed >= normal / 2) return null
  const reason = `${listed} listed where ${normal} are usual`
  return agreeing(sweep, recent, (snapshot) => snapshot.listed > 0 && snapshot.listed < normal / 2)
    ? { outcome: 'complete', reason: `${reason}; three days agree` }
    : { outcome: 'suspect', reason }
}

/** Fields that a posting cannot lose without the figures losing their meaning. */
const watched = ['url', 'text', 'company', 'locations', 'publishedOn'] as const

function judgeFields(sweep: Sweep, usual: SnapshotRow[], recent: SnapshotRow[]): Verdict | null {
  const listed = sweep.postings.length
  if (listed < smallBoard || usual.length === 0) return null
  const fills = fillsOf(sweep.postings)
  const rate = (snapshot: SnapshotRow, field: string) => (snapshot.fills[field] ?? 0) / Math.max(1, snapshot.listed)
  for (const field of watched) {
    const normal = median(usual.map((snapshot) => rate(snapshot, field)))
    const now = fills[field]! / listed
    if (normal < 0.3 || now >= normal / 2) continue
    const reason = `${field} filled in ${Math.round(now * 100)} % where ${Math.round(normal * 100)} % is usual`
    // A lost text takes the skills with it: agreement does not make it true.
    if (field === 'text') return { outcome: 'suspect', reason }
    if (!agreeing(sweep, recent, (snapshot) => snapshot.listed > 0 && rate(snapshot, field) < normal / 2)) {
      return { outcome: 'suspect', reason }
    }
  }
  return null
}

/** A teaser in place of the text is a lost text: most of the skills go with it. */
function judgeTexts(sweep: Sweep, usual: SnapshotRow[]): Verdict | null {
  const lengths = usual.filter((snapshot) => snapshot.withText > 0 && snapshot.fills['textLength'] !== undefined)
  if (sweep.postings.length < smallBoard || lengths.length === 0) return null
  const normal = median(lengths.map((snapshot) => snapshot.fills['textLength']! / snapshot.withText))
  const fills = fillsOf(sweep.postings)
  const now = fills['textLength']! / Math.max(1, fills['text']!)
  if (now >= normal / 4) return null
  return { outcome: 'suspect', reason: `texts of ${Math.round(now)} characters where ${Math.round(normal)} are usual` }
}

/** Whether the two suspect snapshots before this one, on two other days, saw the same: then it is the world that changed. */
function agreeing(sweep: Sweep, recent: SnapshotRow[], same: (snapshot: SnapshotRow) => boolean): boolean {
  const days = new Set([sweep.day])
  for (const snapshot of recent) {
    if (snapshot.outcome === 'complete' || snapshot.outcome === 'empty') break
    if (snapshot.outcome === 'suspect' && same(snapshot)) days.add(snapshot.day)
  }
  return days.size >= 3
}

/** A board is given up only when it said "gone" on three days, the first at least two days before the last. */
export function confirmedGone(day: Day, recent: SnapshotRow[]): boolean {
  const days = [day]
  for (const snapshot of recent) {
    if (snapshot.outcome !== 'gone') break
    if (!days.includes(snapshot.day)) days.push(snapshot.day)
  }
  return days.length >= 3 && daysBetween(days.at(-1)!, days[0]!) >= 2
}
