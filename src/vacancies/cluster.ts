/** Which postings of one employer are one job: cross-posts, copies per location, reposts. Raw postings stay as they are. */
import { type Day, daysBetween } from '../days.ts'
import { jaccard } from './fingerprint.ts'
import { type Print, printOf, sameText, textClasses } from './texts.ts'

/** Raised when the rules that put postings together change: every store then merges all of its postings again. */
export const mergingRules = '2'

export interface Candidate {
  no: number
  source: string
  /** Employer's own board (0) before monthly thread (1) before aggregator (2). */
  priority: number
  title: string
  textNo: number | null
  firstSeen: Day
  lastSeen: Day
}

export interface Cluster {
  /** The first speaks for the job. */
  members: { no: number; because: string | null }[]
}

/** Listed again within this many days of last being seen, it is the same job. */
export const repostDays = 60

/** A title without case, punctuation and the marks of gender that German adverts carry. */
export function normaliseTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((?:[mfwdx]\s*[/|,]\s*){1,4}[mfwdx]\)/g, ' ')
    .replace(/\b(?:sr|snr)\b\.?/g, 'senior')
    .replace(/\bjr\b\.?/g, 'junior')
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim()
}

/** The group of all posts of monthly threads. */
export const threadGroup = '\n'

export const groupKey = (title: string, priority: number): string =>
  priority === 1 ? threadGroup : normaliseTitle(title)

/**
 * Divides the postings of one employer into groups within which jobs may be the same: by title; and all posts of monthly
 * threads together, whose titles are only the head of their text.
 */
export function groupsOf(candidates: Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const key = groupKey(candidate.title, candidate.priority)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [candidate])
    else group.push(candidate)
  }
  return [...groups.values()]
}

/** Numbers of the texts that must be read to divide the group into jobs: none where all carry one text. */
export function textsNeeded(group: Candidate[]): number[] {
  const nos = [...new Set(group.flatMap(({ textNo }) => (textNo === null ? [] : [textNo])))]
  return nos.length < 2 ? [] : nos
}

/** The prints of texts that the group carries. */
export function printsOf(group: Candidate[], texts: { no: number; text: string }[]): [number, Print][] {
  const titles = new Map(
    group.flatMap(({ textNo, title, priority }) =>
      textNo !== null && priority === 1 ? [[textNo, normaliseTitle(title)] as const] : [],
    ),
  )
  return texts.map(({ no, text }) => [no, printOf(text, titles.get(no) ?? null)])
}

interface Job {
  members: Candidate[]
  last: Day
  own: boolean
  copied: boolean
}

/**
 * Puts the postings of a group into jobs. Two are one job when their times are within 60 days, and their texts are the same
 * to 0.9 (Jaccard of 4-word shingles; in posts of monthly threads with most of their roles, or to 0.65 with one title and the
 * same roles) or one of them is an aggregator's copy of the employer's own advert, which it rewrites.
 */
export function clusterGroup(group: Candidate[], texts: ReadonlyMap<number, Print>): Cluster[] {
  if (group.length === 1) return [{ members: [{ no: group[0]!.no, because: null }] }]
  const classes = textClasses(texts)
  const jobs: Job[] = []
  // In order of time a posting can only join the last job of its kind: those before it are further off.
  const byText = new Map<number, Job>()
  let lastOwn: Job | null = null
  let lastCopied: Job | null = null
  for (const candidate of group.toSorted(inTimeOrder)) {
    const { textNo, firstSeen } = candidate
    const kind = textNo === null ? null : (classes.get(textNo) ?? textNo)
    const isCopy = candidate.priority >= 2
    const near = (job: Job | null | undefined): Job | null =>
      job && daysBetween(job.last, firstSeen) <= repostDays ? job : null
    let job: Job | null = near(kind === null ? null : byText.get(kind)) ?? near(isCopy ? lastOwn : lastCopied)
    if (job === null) {
      job = { members: [], last: candidate.lastSeen, own: false, copied: false }
      jobs.push(job)
    }
    job.members.push(candidate)
    if (candidate.lastSeen > job.last) job.last = candidate.lastSeen
    if (kind !== null) byText.set(kind, job)
    if (isCopy) job.copied = true
    else job.own = true
    if (job.own && (lastOwn === null || job.last >= lastOwn.last)) lastOwn = job
    if (job.copied && !job.own && (lastCopied === null || job.last >= lastCopied.last)) lastCopied = job
  }
  return jobs.map(({ members }) => told(members, texts))
}

const inTimeOrder = (left: Candidate, right: Candidate) =>
  left.firstSeen < right.firstSeen ? -1 : left.firstSeen > right.firstSeen ? 1 : left.no - right.no

function told(members: Candidate[], texts: ReadonlyMap<number, Print>): Cluster {
  const [speaker, ...others] = members.toSorted(
    (left, right) => left.priority - right.priority || inTimeOrder(left, right),
  )
  return {
    members: [
      { no: speaker!.no, because: null },
      ...others.map((other) => ({ no: other.no, because: reasonFor(other, speaker!, texts) })),
    ],
  }
}

function reasonFor(other: Candidate, speaker: Candidate, texts: ReadonlyMap<number, Print>): string {
  const overlaps = other.firstSeen <= speaker.lastSeen && speaker.firstSeen <= other.lastSeen
  const when = overlaps ? 'on show at the same time' : `listed again within ${repostDays} days`
  const titles = other.priority === 1 && speaker.priority === 1 ? 'the same employer' : 'same employer and title'
  const alike = likeness(other, speaker, texts)
  if (alike === 1) return `${titles}, same text, ${when}`
  if (alike !== null && alike < sameText && other.priority === 1 && speaker.priority === 1)
    return `${titles}, ${Math.floor(alike * 100)} % of the text the same, with the roles of one list, ${when}`
  // A chain of small edits ends further from its beginning than each step was long.
  if (alike !== null && alike >= sameText - 0.1)
    return `${titles}, ${Math.floor(alike * 100)} % of the text the same, ${when}`
  return other.source === speaker.source
    ? `${titles}, text changed step by step, ${when}`
    : `${titles} as on ${speaker.source}, ${when}`
}

function likeness(one: Candidate, other: Candidate, texts: ReadonlyMap<number, Print>): number | null {
  if (one.textNo === null || other.textNo === null) return null
  if (one.textNo === other.textNo) return 1
  const [left, right] = [texts.get(one.textNo), texts.get(other.textNo)]
  return left === undefined || right === undefined ? null : Math.min(0.99, jaccard(left.shingles, right.shingles))
}
