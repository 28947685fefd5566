/** Which postings of one employer are one job: cross-posts, copies per location, reposts. Raw postings stay as they are. */
import { type Day, daysBetween } from '../days.ts'
import { bandsOf, jaccard, shinglesOf } from './fingerprint.ts'

export interface Candidate {
  no: number
  source: string
  /** Employer's own board before monthly thread before aggregator. */
  priority: number
  title: string
  textNo: number | null
  firstSeen: Day
  lastSeen: Day
  endedOn: Day | null
}

export interface Cluster {
  /** The first speaks for the job. */
  members: { no: number; because: string | null }[]
}

/** Listed again within this many days of last being seen, it is the same job. */
export const repostDays = 60
const sameText = 0.9
/** Above this many different texts under one title, pairs come from the sketch's bands. */
const pairwise = 24

/** A title without case, punctuation, places in brackets and the marks of gender that German adverts carry. */
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

/**
 * Puts the postings of one employer into jobs. `textOf` gives a text by number, asked once for each.
 * Two postings are one job when their titles agree, their times are within 60 days, and their texts are the same to 0.9
 * (Jaccard of 4-word shingles) or one of them is an aggregator's copy of the employer's own advert.
 */
export function clusterPostings(candidates: Candidate[], textOf: (no: number) => string): Cluster[] {
  const byTitle = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const title = normaliseTitle(candidate.title)
    byTitle.set(title, [...(byTitle.get(title) ?? []), candidate])
  }
  return [...byTitle.values()].flatMap((group) => clusterTitle(group, textOf))
}

const inTimeOrder = (left: Candidate, right: Candidate) =>
  left.firstSeen < right.firstSeen ? -1 : left.firstSeen > right.firstSeen ? 1 : left.no - right.no

function clusterTitle(group: Candidate[], textOf: (no: number) => string): Cluster[] {
  if (group.length === 1) return [{ members: [{ no: group[0]!.no, because: null }] }]
  const alike = textClasses(group, textOf)
  const clusters: { members: Candidate[]; last: Day; kinds: Set<number> }[] = []
  for (const candidate of group.toSorted(inTimeOrder)) {
    const kind = candidate.textNo === null ? -candidate.no : alike.get(candidate.textNo)!
    const home = clusters.find(
      (cluster) =>
        daysBetween(cluster.last, candidate.firstSeen) <= repostDays &&
        (cluster.kinds.has(kind) || isCopy(candidate, cluster.members)),
    )
    if (home === undefined) {
      clusters.push({ members: [candidate], last: candidate.lastSeen, kinds: new Set([kind]) })
      continue
    }
    home.members.push(candidate)
    home.kinds.add(kind)
    if (candidate.lastSeen > home.last) home.last = candidate.lastSeen
  }
  return clusters.map(({ members }) => told(members))
}

/** An aggregator rewrites the employer's advert: under the same title at the same time it is a copy, whatever its words. */
function isCopy(candidate: Candidate, members: Candidate[]): boolean {
  return members.some((member) => {
    const oneIsCopy = candidate.priority >= 2 !== member.priority >= 2
    return oneIsCopy && candidate.source !== member.source
  })
}

function told(members: Candidate[]): Cluster {
  const [speaker, ...others] = members.toSorted(
    (left, right) => left.priority - right.priority || inTimeOrder(left, right),
  )
  const reason = (other: Candidate): string => {
    if (other.source !== speaker!.source)
      return `same title as on ${speaker!.source}, by the same employer at the same time`
    const overlaps = other.firstSeen <= speaker!.lastSeen && speaker!.firstSeen <= other.lastSeen
    return overlaps
      ? 'same title and text, on show at the same time'
      : `same title and text, listed again within ${repostDays} days`
  }
  return {
    members: [{ no: speaker!.no, because: null }, ...others.map((other) => ({ no: other.no, because: reason(other) }))],
  }
}

/** For each text number the number of its class: texts that are the same advert share one. */
function textClasses(group: Candidate[], textOf: (no: number) => string): Map<number, number> {
  const nos = [...new Set(group.flatMap((candidate) => (candidate.textNo === null ? [] : [candidate.textNo])))]
  const parent = new Map(nos.map((no) => [no, no]))
  const root = (no: number): number => {
    let at = no
    while (parent.get(at) !== at) at = parent.get(at)!
    return at
  }
  const shingles = new Map(nos.map((no) => [no, shinglesOf(textOf(no))]))
  for (const [left, right] of nos.length <= pairwise ? everyPair(nos) : bandPairs(nos, shingles)) {
    if (root(left) !== root(right) && jaccard(shingles.get(left)!, shingles.get(right)!) >= sameText) {
      parent.set(root(left), root(right))
    }
  }
  return new Map(nos.map((no) => [no, root(no)]))
}

function* everyPair(nos: number[]): Generator<[number, number]> {
  for (let left = 0; left < nos.length; left++) {
    for (let right = left + 1; right < nos.length; right++) yield [nos[left]!, nos[right]!]
  }
}

function* bandPairs(nos: number[], shingles: Map<number, Set<number>>): Generator<[number, number]> {
  const seen = new Map<string, number>()
  for (const no of nos) {
    for (const band of bandsOf(shingles.get(no)!)) {
      const earlier = seen.get(band)
      if (earlier === undefined) seen.set(band, no)
      else yield [earlier, no]
    }
  }
}
