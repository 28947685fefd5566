/** What is open now: the last whole lists of the boards, as long as they still speak. */
import type { BoardId, EmployerKey } from '../domain.ts'
import { carryDays } from './method.ts'
import { type Cluster, clustersOf } from './share.ts'
import { sum } from './sums.ts'

/** A board's last whole list, by employer. */
export interface OpenRow {
  board: BoardId
  employer: EmployerKey
  ageDays: number
  vacancies: number
  postings: number
  naming: number
  namingPostings: number
  required: number
  preferred: number
  mentioned: number
  stale: number
}

export interface OpenNow {
  vacancies: number
  postings: number
  naming: number
  namingPostings: number
  required: number
  preferred: number
  mentioned: number
  /** Of the naming ones, open more than 6 months. */
  stale: number
  /** Vacancies on lists at most 7 days old, as a part of those on the last lists of all boards; null without any. */
  coverage: number | null
  /** Some list is of an earlier day, carried unchanged. */
  carried: boolean
  boards: { fresh: number; known: number }
  /** By employer, on the fresh lists: what shares are made of. */
  clusters: Cluster[]
}

/** Sums the lists that are at most 7 days old; older ones only lower the coverage. Rows of boards that are gone do not belong here. */
export function openNow(rows: readonly OpenRow[]): OpenNow {
  const fresh = rows.filter(({ ageDays }) => ageDays <= carryDays)
  const all = sum(rows, ({ vacancies }) => vacancies)
  const sums = {
    vacancies: 0,
    postings: 0,
    naming: 0,
    namingPostings: 0,
    required: 0,
    preferred: 0,
    mentioned: 0,
    stale: 0,
  }
  for (const row of fresh) {
    sums.vacancies += row.vacancies
    sums.postings += row.postings
    sums.naming += row.naming
    sums.namingPostings += row.namingPostings
    sums.required += row.required
    sums.preferred += row.preferred
    sums.mentioned += row.mentioned
    sums.stale += row.stale
  }
  return {
    ...sums,
    coverage: all === 0 ? null : sums.vacancies / all,
    carried: fresh.some(({ ageDays }) => ageDays > 0),
    boards: { fresh: boardsIn(fresh), known: boardsIn(rows) },
    clusters: clustersOf(
      fresh,
      (row) => row.naming,
      (row) => row.vacancies,
    ),
  }
}

const boardsIn = (rows: readonly OpenRow[]) => new Set(rows.map(({ board }) => board)).size
