/** What one collection of a board came to: the rules that keep a short answer from looking like a small market. Pure. */

import type { SnapshotRow } from '../db/store.ts'
import type { Source } from '../scrapers/kit/scraper.ts'
import { type Day, daysBetween } from '../src/days.ts'
import type { Outcome, Posting } from '../src/domain.ts'
import { fillsOf } from './fills.ts'

/** What ended the reading early, in the words of the HTTP layer and the reader. */
export interface Stop {
  kind: 'gone' | 'blocked' | 'failed'
  reason: string
}

export interface Sweep {
  postings: Posting[]
  /** Ids of the postings that were carried over from an earlier read: their pages were not opened this time. */
  carried?: ReadonlySet<string>
  rejects: string[]
  /** Rows that named a posting already read. */
  repeats: number
  /** Rows that cannot be kept, such as one without an id; they are among the rejects. */
  refused: number
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

/** The board as it was known before. */
export interface Past {
  /** Its snapshots, newest first. */
  recent: SnapshotRow[]
  /** Postings open on it, and how many of them the new list shows. */
  open: number
  seenAgain: number
}

export interface Verdict {
  outcome: Outcome
  reason: string | null
  /** How many whole lists in a row must miss a posting, where this one misses unusually many. */
  missTolerance?: number
}

interface Judging {
  sweep: Sweep
  /** How many postings this read itself saw, and which of their fields were filled. */
  fresh: { listed: number; fills: Record<string, number> }
  /** What is usual: up to five whole lists, or the one that a person has cleared since. */
  usual: SnapshotRow[]
  past: Past
  cleared: boolean
}

/** An empty list counts only when a second one, at least this much later, agrees. */
const confirmEmptyAfterMs = 6 * 3_600_000
/** Below this many postings a halving is an ordinary week. */
const smallBoard = 10
/** After a longer pause more than half of a board may well have changed. */
const churnDays = 14

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
const percent = (rate: number) => `${Math.round(rate * 100)} %`

/**
 * Decides the outcome of a sweep, whose postings have `fills` filled, on a board with this past.
 * Complete and confirmed empty are the only outcomes that may end a spell.
 */
export function judge(sweep: Sweep, fills: Record<string, number>, source: Source, past: Past): Verdict {
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
  const lastWhole = past.recent.findIndex(({ outcome }) => outcome === 'complete' || outcome === 'empty')
  const since = lastWhole === -1 ? past.recent : past.recent.slice(0, lastWhole)
  const pardoned = since.find(({ outcome, clearedAt }) => outcome === 'suspect' && clearedAt !== null)
  const trusted = [pardoned, past.recent[lastWhole]].some((row) => row && row.listed + row.rejects === accounted)
  // Once a person has let a list of just this length count, the board is taken to have so many.
  if (source.caps?.includes(accounted) && !trusted) {
    return { outcome: 'suspect', reason: `exactly ${accounted} listed, which is where this source cuts its lists` }
  }
  const usual = past.recent.filter(({ outcome }) => outcome === 'complete').slice(0, 5)
  const judging = {
    ...{ sweep, fresh: freshOf(sweep, fills), past, cleared: pardoned !== undefined },
    usual: pardoned === undefined ? usual : [pardoned],
  }
  if (listed === 0) return judgeEmpty(judging)
  // A monthly thread begins anew each month: its first days are short, and no loss.
  const monthly = source.unit === 'month'
  return (
    (monthly ? null : judgeVolume(judging)) ??
    judgeFields(judging) ??
    judgeTexts(judging) ??
    (monthly || source.coverage !== 'complete' ? null : judgeChurn(judging)) ??
    whole(judging)
  )
}

/** A fifth of the board missing at once may be half a list: each such posting ends only when the next whole list agrees. */
function whole({ past: { open, seenAgain }, cleared }: Judging): Verdict {
  const missing = open - seenAgain
  return cleared || missing < open / 5 || missing === 0
    ? { outcome: 'complete', reason: null }
    : { outcome: 'complete', reason: null, missTolerance: 2 }
}

function judgeEmpty({ sweep, usual, past: { recent } }: Judging): Verdict {
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

function judgeVolume({ sweep, usual, past }: Judging): Verdict | null {
  if (usual.length === 0) return null
  const normal = median(usual.map((snapshot) => snapshot.listed))
  const listed = sweep.postings.length
  if (normal < smallBoard || listed >= normal / 2) return null
  const reason = `${listed} listed where ${normal} are usual`
  return agreeing(sweep, past, (snapshot) => snapshot.listed > 0 && snapshot.listed < normal / 2)
    ? { outcome: 'complete', reason: `${reason}; three days agree` }
    : { outcome: 'suspect', reason }
}

/** Fields that a posting cannot lose without the figures losing their meaning. */
const watched = ['url', 'text', 'company', 'locations', 'publishedOn'] as const

function judgeFields({ sweep, fresh: { listed, fills }, usual, past }: Judging): Verdict | null {
  if (!tells(sweep, listed, past) || usual.length === 0) return null
  const rate = (snapshot: SnapshotRow, field: string) => (snapshot.fills[field] ?? 0) / Math.max(1, snapshot.listed)
  for (const field of watched) {
    const normal = median(usual.map((snapshot) => rate(snapshot, field)))
    const now = fills[field]! / listed
    if (normal < 0.3 || now >= normal / 2) continue
    // Of a few pages some may lack what most have; that all of them lack what nearly all have is no chance.
    if (listed < fewest(sweep) && (now > 0 || normal < 0.9)) continue
    const reason = `${field} filled in ${percent(now)} where ${percent(normal)} is usual`
    // A lost text takes the skills with it: agreement does not make it true.
    if (field === 'text') return { outcome: 'suspect', reason }
    if (!agreeing(sweep, past, (snapshot) => snapshot.listed > 0 && rate(snapshot, field) < normal / 2)) {
      return { outcome: 'suspect', reason }
    }
  }
  return null
}

/** A list speaks of its fields when it is long enough for chance to even out, or shows mostly postings known before. */
const tells = ({ carried, postings }: Sweep, listed: number, { seenAgain }: Past) =>
  listed >= smallBoard ||
  (carried?.size ? listed >= smallestSample : postings.length > 0 && seenAgain >= postings.length / 2)

/** Of a board whose pages rest mostly, so many that were opened show how the source writes them now. */
const smallestSample = 3
const fewest = ({ carried }: Sweep) => (carried?.size ? smallBoard : 0)

/** What was carried over from an earlier read does not say how the source writes its postings today. */
function freshOf({ postings, carried }: Sweep, fills: Record<string, number>): Judging['fresh'] {
  if (carried === undefined || carried.size === 0) return { listed: postings.length, fills }
  const fresh = postings.filter(({ externalId }) => !carried.has(externalId))
  return { listed: fresh.length, fills: fillsOf(fresh) }
}

/** A teaser in place of the text, or words without any everyday skill, is a lost text: the skills went with it. */
function judgeTexts({ sweep, fresh: { listed, fills }, usual, past }: Judging): Verdict | null {
  const withText = fills['text']!
  const known = usual.filter((snapshot) => snapshot.withText > 0 && snapshot.fills['textLength'] !== undefined)
  if (!tells(sweep, listed, past) || withText === 0 || known.length === 0) return null
  const normal = median(known.map((snapshot) => snapshot.fills['textLength']! / snapshot.withText))
  const now = fills['textLength']! / Math.max(1, withText)
  if (now < normal / 4) {
    return {
      outcome: 'suspect',
      reason: `texts of ${Math.round(now)} characters where ${Math.round(normal)} are usual`,
    }
  }
  const naming = median(known.map((snapshot) => (snapshot.fills['canary'] ?? 0) / snapshot.withText))
  if (withText < smallBoard || naming < 0.3 || fills['canary']! > 0) return null
  return {
    outcome: 'suspect',
    reason: `none of ${withText} texts names any everyday skill, Python among them, where ${percent(naming)} do`,
  }
}

/** Most postings replaced at once: the board's ids changed, or it is another employer's. */
function judgeChurn({ sweep, past, cleared }: Judging): Verdict | null {
  const { open, seenAgain, recent } = past
  const last = recent.find(({ outcome }) => outcome === 'complete')
  if (cleared || last === undefined || open === 0 || daysBetween(last.day, sweep.day) > churnDays) return null
  // Of a small board half may well change; that all of it does is another board's list.
  if (open < smallBoard ? seenAgain > 0 : seenAgain >= open / 2) return null
  const reason = `only ${seenAgain} of ${open} known postings are on the list, among ${sweep.postings.length - seenAgain} new ones: the ids may have changed`
  return agreeing(sweep, past, (snapshot) => (snapshot.fills['seenAgain'] ?? snapshot.listed) <= seenAgain)
    ? { outcome: 'complete', reason: `${reason}; three days agree` }
    : { outcome: 'suspect', reason }
}

/** Whether the two suspect snapshots before this one, on two other days, saw the same: then it is the world that changed. */
function agreeing(sweep: Sweep, { recent }: Past, same: (snapshot: SnapshotRow) => boolean): boolean {
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
