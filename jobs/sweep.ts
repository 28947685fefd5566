/** Reads one board page by page, and tells whether that was all of it. */
import type { KnownPosting, ListValidators, OpenedPage, RememberedList } from '../db/store.ts'
import { faultOf, normalize } from '../scrapers/kit/normalize.ts'
import type { PageRequest, RawPosting } from '../scrapers/kit/scraper.ts'
import type { Day } from '../src/days.ts'
import type { Posting } from '../src/domain.ts'
import type { Sweep } from './judge.ts'
import { type KnownPages, knownPages } from './known-pages.ts'
import { type Asking, addressOf, readPage } from './page.ts'
import { validatorsFor, validatorsIn } from './unchanged.ts'

/** Boards with more pages of a list, or more postings with a page of their own, are read in part, and say so. */
const limits = { list: 500, detail: 5000 }

export interface Reading extends Asking {
  credentials: Record<string, string>
  day: Day
  startedAt: number
  /** What is known from before: by what to ask whether the list still stands, and postings whose pages may rest. */
  list?: RememberedList | null
  known?(): Promise<KnownPosting[]>
}

export interface Swept extends Sweep {
  /** The source says that the list stands as it was; nothing was read. */
  unchanged: boolean
  /** By what to ask next time, where the list was a single answer. */
  list: ListValidators | undefined
  opened: OpenedPage[]
}

/** A sweep that read nothing, and why. */
export const nothingRead = (day: Day, startedAt: number, reason: string): Swept => ({
  ...begun(day, startedAt),
  stop: { kind: 'failed', reason },
})

const begun = (day: Day, startedAt: number): Swept => ({
  ...{ postings: [], rejects: [], repeats: 0, refused: 0, pages: 0, total: null, stop: null, doubts: [] },
  ...{ day, startedAt, unchanged: false, list: undefined, opened: [] },
})

/** Reads the board page by page until no page names another, a page fails, or a page says nothing new. */
export async function sweepBoard(reading: Reading): Promise<Swept | null> {
  const { board, scraper, credentials, signal, day, startedAt } = reading
  const sweep = begun(day, startedAt)
  const found = new Found(reading, sweep)
  const asked = new Set<string>()
  const pages = { list: 0, detail: 0 }
  let details: KnownPages | null = null
  let requests: PageRequest[]
  try {
    requests = scraper.start(addressOf(board), credentials)
  } catch (error) {
    return nothingRead(day, startedAt, error instanceof Error ? error.message : String(error))
  }
  // Visiting what is pushed while the loop runs is the whole crawl queue.
  for (const request of requests) {
    if (signal.aborted) return null
    const kind = request.kind ?? 'list'
    if (kind === 'detail') details ??= knownPages((await reading.known?.()) ?? [], startedAt)
    const resting = details?.resting(request) ?? null
    if (resting !== null) {
      found.carry(resting)
      continue
    }
    pages[kind] += 1
    if (pages[kind] > limits[kind]) {
      if (pages[kind] === limits[kind] + 1) sweep.doubts.push(`stopped at the limit of ${limits[kind]} ${kind} pages`)
      continue
    }
    const single = requests.length === 1
    const validators = single ? validatorsFor(request, scraper.source, reading.list ?? null, startedAt) : undefined
    const page = await readPage(request, reading, validators)
    if (signal.aborted) return null
    if (page.kind === 'unchanged') return { ...sweep, unchanged: true }
    if (page.kind === 'stopped') {
      if (kind === 'detail') {
        if (page.stop.kind === 'gone' && !page.elsewhere) sweep.rejects.push(`${request.url}: ${page.stop.reason}`)
        else found.carry(details!.failed(request, page.stop.reason))
        continue
      }
      sweep.stop = page.stop
      break
    }
    const { harvest } = page
    sweep.pages += 1
    const before = found.size
    const kept = found.keep(harvest.postings)
    if (kind === 'detail' && kept.length === 1) details!.opened(request, kept[0]!)
    sweep.rejects.push(...harvest.rejects)
    if (harvest.total !== undefined) {
      // A posting that moved over a page's edge meanwhile was on none of the pages read.
      if (sweep.total !== null && sweep.total !== harvest.total && sweep.doubts.length === 0)
        sweep.doubts.push(`the list went from ${sweep.total} to ${harvest.total} postings while it was read`)
      sweep.total = harvest.total
    }
    const fresh = harvest.next.filter((next) => !asked.has(keyOf(next)))
    for (const next of fresh) asked.add(keyOf(next))
    if (single && fresh.length === 0) {
      sweep.list = validatorsIn(request, scraper.source, page.answer, reading.list ?? null)
    }
    const repeated =
      kind !== 'detail' && !request.overlaps && sweep.pages > 1 && harvest.postings.length > 0 && found.size === before
    const lists = fresh.filter((next) => next.kind !== 'detail')
    if (repeated && sweep.total !== found.size) {
      if (lists.length > 0 || harvest.total === undefined) sweep.doubts.push('a page repeated what an earlier one said')
      requests.push(...fresh.filter((next) => next.kind === 'detail'))
      continue
    }
    requests.push(...fresh)
  }
  const doubt = details?.doubt() ?? null
  if (doubt !== null) sweep.doubts.push(doubt)
  return { ...sweep, ...found.settled(), opened: details?.asked ?? [] }
}

const keyOf = (request: PageRequest) => `${request.method ?? 'GET'} ${request.url} ${request.body ?? ''}`

/** The postings of a sweep, each once, with the account of every row that was read. */
class Found {
  readonly #reading: Reading
  readonly #sweep: Sweep
  readonly #byId = new Map<string, Posting>()
  readonly #carried = new Set<string>()
  #rows = 0

  constructor(reading: Reading, sweep: Sweep) {
    this.#reading = reading
    this.#sweep = sweep
  }

  get size(): number {
    return this.#byId.size
  }

  /** Takes the rows of a page in; returns those that are postings. */
  keep(rows: RawPosting[]): Posting[] {
    const { scraper, board, day } = this.#reading
    this.#rows += rows.length
    const kept: Posting[] = []
    for (const raw of rows) {
      const posting = normalize(raw, scraper.source, board, day)
      const fault = faultOf(posting)
      if (fault !== null) {
        this.#sweep.refused += 1
        this.#sweep.rejects.push(fault)
        continue
      }
      const twin = this.#byId.get(posting.externalId)
      if (twin !== undefined) this.#sweep.repeats += 1
      this.#byId.set(posting.externalId, twin === undefined ? posting : this.#united(twin, posting))
      kept.push(posting)
    }
    return kept
  }

  /** A posting as it was known before, whose page was not opened or could not be. */
  carry(posting: Posting | null): void {
    if (posting === null) return
    if (!this.#byId.has(posting.externalId)) this.#rows += 1
    this.#byId.set(posting.externalId, posting)
    this.#carried.add(posting.externalId)
  }

  /** The same id again is the same posting in another place, or its detail after its line in the list. */
  #united(twin: Posting, posting: Posting): Posting {
    if (twin.text !== null && posting.text !== null && twin.title !== posting.title) {
      this.#sweep.rejects.push(`${posting.externalId}: listed twice under different titles; the first was kept`)
    }
    const locations = [...new Set([...twin.locations, ...posting.locations])]
    const countries = [...new Set([...twin.countries, ...posting.countries])]
    return { ...twin, ...(twin.text === null ? posting : {}), locations, countries }
  }

  settled(): Pick<Sweep, 'postings' | 'carried'> {
    const { repeats, refused } = this.#sweep
    const accounted = this.#byId.size + repeats + refused
    if (this.#rows !== accounted) {
      const { id } = this.#reading.board
      throw new Error(`${id}: ${this.#rows} rows were read, and ${accounted} are accounted for`)
    }
    return { postings: [...this.#byId.values()], carried: this.#carried }
  }
}
