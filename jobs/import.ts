/** Reads a file of postings and snapshots into the store: streaming, counted, whole or not at all. */
import type { ImportedPosting, ImportedSnapshot, Importing, KnownBoard, Store } from '../db/store.ts'
import { longestId, normalize } from '../scrapers/kit/normalize.ts'
import type { Source } from '../scrapers/kit/scraper.ts'
import { type Day, maybeDay } from '../src/days.ts'
import { exit, type Outcome, outcomes, UserError } from '../src/domain.ts'
import { longestLine } from './lines.ts'

export interface BadLine {
  line: number
  reason: string
}

export interface ImportReport {
  lines: number
  bad: BadLine[]
  badCount: number
  /** False when bad lines kept the file out. */
  landed: boolean
  postings: number
  newPostings: number
  spells: number
  snapshots: number
  boards: number
}

/** Bad lines kept with their reasons; the rest are only counted. */
const keptReasons = 20

export interface ImportJob {
  store: Store
  now(): number
  today: Day
  keepGoing: boolean
  signal: AbortSignal
  boardOf(id: string): { board: KnownBoard; source: Source }
  onLine?(lines: number): void
}

/** Imports lines as design of the format says: postings with their spells, and snapshots with their outcomes. */
export async function importLines(lines: AsyncIterable<string>, name: string, job: ImportJob): Promise<ImportReport> {
  const importing = await job.store.beginImport(job.now(), 'imported')
  const met = new Set<string>()
  /** Boards met that the store was not told of yet. */
  const fresh: KnownBoard[] = []
  const boardOf = (id: string) => {
    const found = job.boardOf(id)
    if (!met.has(id)) fresh.push(found.board)
    met.add(id)
    return found
  }
  const report: ImportReport = {
    lines: 0,
    bad: [],
    badCount: 0,
    landed: false,
    postings: 0,
    newPostings: 0,
    spells: 0,
    snapshots: 0,
    boards: 0,
  }
  try {
    for await (const line of lines) {
      if (job.signal.aborted) break
      report.lines += 1
      if (line.trim() === '') continue
      const problem = await take(line, report.lines === 1, importing, { ...job, boardOf, fresh })
      if (problem !== null) {
        report.badCount += 1
        if (report.bad.length < keptReasons) report.bad.push({ line: report.lines, reason: problem })
      }
      if (report.lines % 2000 === 0) job.onLine?.(report.lines)
    }
  } catch (error) {
    await importing.abandon()
    if (error instanceof UserError) throw error
    throw new UserError(
      `${name} broke off after line ${report.lines}: ${(error as Error).message}. Nothing was imported.`,
    )
  }
  if (job.signal.aborted || (report.badCount > 0 && !job.keepGoing)) {
    await importing.abandon()
    return report
  }
  return { ...report, landed: true, ...(await importing.commit()) }
}

/** Takes one line; returns what is wrong with it, or null. */
async function take(
  line: string,
  first: boolean,
  importing: Importing,
  job: ImportJob & { fresh: KnownBoard[] },
): Promise<string | null> {
  let row: unknown
  if (line.length > longestLine) return `longer than ${longestLine.toLocaleString('en-US')} characters`
  try {
    row = JSON.parse(first ? line.replace(/^\uFEFF/, '') : line)
  } catch (error) {
    return `not JSON: ${(error as Error).message}`
  }
  try {
    const fields = new Fields(row)
    const kind = fields.text('kind')
    if (kind !== 'posting' && kind !== 'snapshot') return `kind is "${kind}"; it is "posting" or "snapshot"`
    const told = kind === 'posting' ? { posting: postingOf(fields, job) } : { snapshot: snapshotOf(fields, job) }
    for (const board of job.fresh.splice(0)) await importing.board(board, job.today)
    await (told.posting === undefined ? importing.snapshot(told.snapshot) : importing.posting(told.posting))
    return null
  } catch (error) {
    // A store that cannot be written is no fault of the line.
    const ofLine = error instanceof UserError ? error.exitCode === exit.usage : error instanceof BadField
    if (ofLine || error instanceof RangeError) return (error as Error).message
    throw error
  }
}

class BadField extends Error {}

/** Reads the fields of one line, insisting on their types. */
class Fields {
  readonly #row: Record<string, unknown>
  constructor(row: unknown) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new BadField('not an object')
    this.#row = row as Record<string, unknown>
  }
  get(name: string): unknown {
    return Object.hasOwn(this.#row, name) ? this.#row[name] : undefined
  }
  text(name: string): string {
    const value = this.get(name)
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
    throw new BadField(
      value === undefined ? `lacks "${name}"` : `"${name}" is ${JSON.stringify(value)}; it takes a text`,
    )
  }
  maybeText(name: string): string | null {
    const value = this.get(name)
    if (value === undefined || value === null || value === '') return null
    if (typeof value !== 'string') throw new BadField(`"${name}" is ${JSON.stringify(value)}; it takes a text`)
    return value
  }
  day(name: string): Day {
    const found = maybeDay(this.text(name))
    if (found === null) throw new BadField(`"${name}" is "${this.text(name)}"; it takes a day such as 2026-11-24`)
    return found
  }
}

function postingOf(fields: Fields, job: ImportJob): ImportedPosting {
  const { board, source } = job.boardOf(fields.text('board'))
  const seen = spellsOf(fields.get('seen'), job.today)
  const html = fields.maybeText('html')
  const posting = normalize(
    {
      externalId: fields.text('externalId'),
      title: fields.text('title'),
      company: fields.maybeText('company'),
      url: fields.maybeText('url'),
      body: html ?? fields.maybeText('text'),
      locations: [fields.maybeText('location')],
      publishedAt: fields.maybeText('postedAt'),
    },
    source,
    board,
    job.today,
  )
  if (posting.externalId.length > longestId) {
    throw new BadField(`"externalId" has ${posting.externalId.length} characters; it takes ${longestId} at most`)
  }
  return { board: board.id, posting, seen }
}

function spellsOf(value: unknown, today: Day): [Day, Day | null][] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new BadField('"seen" takes a list of spells such as [["2026-01-05","2026-03-01"],["2026-10-01",null]]')
  }
  const spells = value.map((spell, index): [Day, Day | null] => {
    if (!Array.isArray(spell) || spell.length !== 2) throw new BadField(`"seen[${index}]" is not a pair of days`)
    const first = typeof spell[0] === 'string' ? maybeDay(spell[0]) : null
    const last = spell[1] === null ? null : typeof spell[1] === 'string' ? maybeDay(spell[1]) : undefined
    if (first === null || last === undefined || (last === null && spell[1] !== null)) {
      throw new BadField(`"seen[${index}]" is ${JSON.stringify(spell)}; both are days, the last may be null`)
    }
    if (last === null && index < value.length - 1)
      throw new BadField(`"seen[${index}]" is open, but another spell follows`)
    if (last !== null && last < first) throw new BadField(`"seen[${index}]" ends before it begins`)
    if (first > today || (last !== null && last > today)) throw new BadField(`"seen[${index}]" lies in the future`)
    return [first, last]
  })
  for (let index = 1; index < spells.length; index++) {
    if (spells[index]![0] <= spells[index - 1]![1]!)
      throw new BadField(`"seen[${index}]" begins before the spell before it ends`)
  }
  return spells
}

function snapshotOf(fields: Fields, job: ImportJob): ImportedSnapshot {
  const { board } = job.boardOf(fields.text('board'))
  const outcome = fields.text('outcome')
  if (!outcomes.includes(outcome as Outcome))
    throw new BadField(`"outcome" is "${outcome}"; it is one of ${outcomes.join(', ')}`)
  const listed = fields.get('listed')
  if (listed !== undefined && listed !== null && !(Number.isInteger(listed) && (listed as number) >= 0)) {
    throw new BadField(`"listed" is ${JSON.stringify(listed)}; it takes a whole number`)
  }
  const day = fields.day('day')
  if (day > job.today) throw new BadField(`"day" is ${day}, which lies in the future`)
  return { board: board.id, day, outcome: outcome as Outcome, listed: (listed as number | undefined) ?? null }
}
