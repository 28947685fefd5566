/** The tables of the embedded store. Days are whole days since 1970-01-01, instants are milliseconds since then, both UTC. */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** What the store says of itself: version of the program that made it, state of counting. */
export const facts = sqliteTable('facts', { name: text().primaryKey(), value: text().notNull() })

/** One number over every thousand rows of a table, by which verify notices what nobody wrote. */
export const seals = sqliteTable(
  'seals',
  { name: text().notNull(), block: integer().notNull(), sum: integer().notNull() },
  (table) => [primaryKey({ columns: [table.name, table.block] })],
)

export const employers = sqliteTable('employers', {
  no: integer().primaryKey(),
  key: text().notNull().unique(),
  name: text().notNull(),
  /** Agencies and aggregators stay out of shares, ranks and labels. */
  kind: text({ enum: ['employer', 'agency', 'aggregator'] })
    .notNull()
    .default('employer'),
})

export const boards = sqliteTable('boards', {
  no: integer().primaryKey(),
  id: text().notNull().unique(),
  source: text().notNull(),
  token: text().notNull(),
  employer: text(),
  settings: text({ mode: 'json' }).$type<Record<string, unknown>>(),
  coverage: text({ enum: ['complete', 'recent', 'sample'] })
    .notNull()
    .default('complete'),
  /** How often the source is read; a monthly thread is compared by months. */
  every: text({ enum: ['hour', 'day', 'week', 'month'] })
    .notNull()
    .default('day'),
  missTolerance: integer().notNull().default(1),
  state: text({ enum: ['active', 'gone', 'paused'] })
    .notNull()
    .default('active'),
  /** The day from which the state holds. */
  stateSince: integer(),
  addedOn: integer().notNull(),
  nextDueAt: integer().notNull().default(0),
})

export const snapshots = sqliteTable(
  'snapshots',
  {
    no: integer().primaryKey(),
    boardNo: integer()
      .notNull()
      .references(() => boards.no),
    /** Names the snapshot within its board: written twice, it is one. */
    startedAt: integer().notNull(),
    day: integer().notNull(),
    outcome: text({ enum: ['complete', 'empty', 'partial', 'suspect', 'blocked', 'gone', 'failed'] }).notNull(),
    reason: text(),
    listed: integer().notNull(),
    total: integer(),
    withText: integer().notNull().default(0),
    rejects: integer().notNull().default(0),
    rejectReasons: text({ mode: 'json' }).$type<string[]>(),
    /** How many of the listed postings had each field filled. */
    fills: text({ mode: 'json' }).$type<Record<string, number>>(),
    /** SHA-256 over the sorted external ids and content hashes: verify recomputes it. */
    digest: text().notNull(),
    run: text(),
    origin: text({ enum: ['collected', 'imported', 'backfilled'] }).notNull(),
    recordedAt: integer().notNull(),
    /** A suspect snapshot let through by hand or by agreement of three. */
    clearedAt: integer(),
  },
  (table) => [
    uniqueIndex('snapshots_key').on(table.boardNo, table.startedAt),
    index('snapshots_by_day').on(table.boardNo, table.day),
    index('snapshots_on_day').on(table.day, table.boardNo, table.outcome),
    // Few of millions: what asks which boards are gone must not read the others.
    index('snapshots_gone').on(table.boardNo, table.day).where(sql`outcome = 'gone'`),
  ],
)

/** A posting's words, stored and tagged once however many postings carry them. */
export const texts = sqliteTable(
  'texts',
  {
    no: integer().primaryKey(),
    hash: text().notNull().unique(),
    title: text().notNull(),
    /** JSON of {role, company}, plain or deflated. */
    body: blob({ mode: 'buffer' }).notNull(),
    packed: integer({ mode: 'boolean' }).notNull().default(false),
    /** `2016` for texts from before "torch" meant PyTorch, else null; part of the hash. */
    era: text(),
    /** Known only by what was found in it: its tags came with it, and no edition can read it again. */
    wordless: integer({ mode: 'boolean' }).notNull().default(false),
  },
  // None in most stores: what asks for them each day must not read the words of all the others.
  (table) => [index('texts_wordless').on(table.no).where(sql`wordless = 1`)],
)

export const postings = sqliteTable(
  'postings',
  {
    no: integer().primaryKey(),
    boardNo: integer()
      .notNull()
      .references(() => boards.no),
    externalId: text().notNull(),
    employerNo: integer()
      .notNull()
      .references(() => employers.no),
    textNo: integer().references(() => texts.no),
    url: text(),
    title: text().notNull(),
    company: text().notNull(),
    locations: text({ mode: 'json' }).$type<string[]>().notNull(),
    countries: text({ mode: 'json' }).$type<string[]>().notNull(),
    workplace: text().notNull(),
    employment: text(),
    department: text(),
    payMin: real(),
    payMax: real(),
    payCurrency: text(),
    payPeriod: text(),
    publishedOn: integer(),
    publishedPrecision: text(),
    /** SHA-256 of the normalised posting: verify recomputes it. */
    contentHash: text().notNull(),
    vacancyNo: integer(),
    /** Why it was put into its vacancy, where the vacancy has others. */
    mergedBecause: text(),
  },
  (table) => [
    uniqueIndex('postings_key').on(table.boardNo, table.externalId),
    index('postings_by_text').on(table.textNo),
    index('postings_by_vacancy').on(table.vacancyNo),
    index('postings_by_employer').on(table.employerNo, table.title),
  ],
)

/** Which text a posting carried from which day on: `--as-of` reads the words of its day. */
export const wordings = sqliteTable(
  'wordings',
  {
    postingNo: integer()
      .notNull()
      .references(() => postings.no),
    fromDay: integer().notNull(),
    textNo: integer()
      .notNull()
      .references(() => texts.no),
  },
  (table) => [primaryKey({ columns: [table.postingNo, table.fromDay] })],
)

/** How a posting read until a day, where it reads otherwise since: `--as-of` answers from what stood then. */
export const formerPostings = sqliteTable(
  'former_postings',
  {
    postingNo: integer()
      .notNull()
      .references(() => postings.no),
    untilDay: integer().notNull(),
    url: text(),
    title: text().notNull(),
    company: text().notNull(),
    locations: text({ mode: 'json' }).$type<string[]>().notNull(),
    countries: text({ mode: 'json' }).$type<string[]>().notNull(),
    workplace: text().notNull(),
    employment: text(),
    department: text(),
    payMin: real(),
    payMax: real(),
    payCurrency: text(),
    payPeriod: text(),
    publishedOn: integer(),
    publishedPrecision: text(),
  },
  (table) => [primaryKey({ columns: [table.postingNo, table.untilDay] })],
)

/** An unbroken stretch in which complete snapshots list a posting. */
export const spells = sqliteTable(
  'spells',
  {
    no: integer().primaryKey(),
    postingNo: integer()
      .notNull()
      .references(() => postings.no),
    /** The day after the last complete snapshot without it: it opened between this day and firstSeen. */
    notBefore: integer().notNull(),
    firstSeen: integer().notNull(),
    lastSeen: integer().notNull(),
    /** Day of the first complete snapshot without it that counted; null while open. */
    endedOn: integer(),
    /** Found on a board's first crawl or the first after a gap of more than 28 days: open, never new. */
    stock: integer({ mode: 'boolean' }).notNull(),
    /** Complete snapshots in a row that have missed it. */
    misses: integer().notNull().default(0),
    /** The collected snapshot that listed it last; null where none did. */
    listedBy: integer(),
  },
  (table) => [
    uniqueIndex('spells_key').on(table.postingNo, table.firstSeen),
    index('spells_by_day').on(table.firstSeen, table.endedOn),
    index('spells_open').on(table.endedOn, table.firstSeen),
  ],
)

export const editions = sqliteTable('editions', {
  no: integer().primaryKey(),
  name: text().notNull().unique(),
  adoptedAt: integer(),
  createdAt: integer().notNull(),
  /** Every text up to this number has been tagged with it: numbers only grow. */
  taggedThrough: integer().notNull().default(0),
})

export const skills = sqliteTable('skills', { no: integer().primaryKey(), id: text().notNull().unique() })

export const mentions = sqliteTable(
  'mentions',
  {
    editionNo: integer().notNull(),
    skillNo: integer().notNull(),
    textNo: integer()
      .notNull()
      .references(() => texts.no),
    /** Index into domain.levels: 0 required … 3 negated. */
    level: integer().notNull(),
    field: text({ enum: ['title', 'role', 'company'] }).notNull(),
    offset: integer().notNull(),
    length: integer().notNull(),
    cue: text(),
  },
  (table) => [
    primaryKey({ columns: [table.editionNo, table.skillNo, table.textNo] }),
    index('mentions_by_text').on(table.textNo, table.editionNo, table.level),
  ],
)

/** One row a text and edition: its presence says that the text was tagged with that edition. */
export const traits = sqliteTable(
  'traits',
  {
    editionNo: integer().notNull(),
    textNo: integer()
      .notNull()
      .references(() => texts.no),
    yearsMin: real(),
    yearsMax: real(),
    seniority: text(),
    payMin: real(),
    payMax: real(),
    payCurrency: text(),
    payPeriod: text(),
    remote: text(),
    role: text(),
    multi: integer({ mode: 'boolean' }).notNull(),
    ai: integer({ mode: 'boolean' }).notNull(),
    patterns: text({ mode: 'json' }).$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.textNo, table.editionNo] })],
)

/** The postings judged to be one job, with what figures need of them; made anew by refresh from the rows above. */
export const vacancies = sqliteTable(
  'vacancies',
  {
    no: integer().primaryKey(),
    employerNo: integer()
      .notNull()
      .references(() => employers.no),
    /** The posting that speaks for it: the employer's own board before threads before aggregators. */
    postingNo: integer()
      .notNull()
      .references(() => postings.no),
    boardNo: integer()
      .notNull()
      .references(() => boards.no),
    textNo: integer().references(() => texts.no),
    postings: integer().notNull(),
    notBefore: integer().notNull(),
    firstSeen: integer().notNull(),
    endedOn: integer(),
    stock: integer({ mode: 'boolean' }).notNull(),
    /** The published day, kept between notBefore and firstSeen; null where the source gives none. */
    openedOn: integer(),
    /** The posting by which it was first seen, and the words that this carried then: neither changes by what comes later. */
    firstPostingNo: integer().references(() => postings.no),
    firstTextNo: integer().references(() => texts.no),
  },
  (table) => [
    index('vacancies_by_first_seen').on(table.firstSeen),
    index('vacancies_by_text').on(table.textNo),
    index('vacancies_by_end').on(table.endedOn),
  ],
)

/** Postings that changed since their vacancies were made. */
export const stalePostings = sqliteTable('stale_postings', {
  postingNo: integer()
    .primaryKey()
    .references(() => postings.no),
})

/**
 * For each week and edition the vacancies first seen in it, packed: what flows over years are summed from. Of whatever is
 * packed as columns `layout` says in which; it stands before the body, which is long to read over.
 */
export const packedWeeks = sqliteTable(
  'packed_weeks',
  {
    editionNo: integer().notNull(),
    monday: integer().notNull(),
    layout: integer().notNull().default(0),
    vacancies: integer().notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionNo, table.monday] })],
)

/** What was open on the newest day that refresh has seen to, packed; gone as soon as anything changes. */
export const packedOpen = sqliteTable(
  'packed_open',
  {
    editionNo: integer().notNull(),
    day: integer().notNull(),
    layout: integer().notNull().default(0),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionNo, table.day] })],
)

/** For each week the vacancies that were gone or came back in it, packed. */
export const packedEndings = sqliteTable('packed_endings', {
  monday: integer().primaryKey(),
  layout: integer().notNull().default(0),
  body: blob({ mode: 'buffer' }).notNull(),
})

/** For each week that is over the run of the rule for directions, packed: gone as soon as anything changes that it was made from. */
export const packedRuns = sqliteTable(
  'packed_runs',
  {
    editionNo: integer().notNull(),
    population: text().notNull(),
    monday: integer().notNull(),
    method: text().notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionNo, table.population, table.monday] })],
)

/** For each week the days on which each board was read whole, packed: a byte a board, by its number. */
export const packedReads = sqliteTable('packed_reads', {
  monday: integer().primaryKey(),
  body: blob({ mode: 'buffer' }).notNull(),
})

/** For each counted day and edition: what was open and newly opened, over the boards that could speak for the day. */
export const dailyCounts = sqliteTable(
  'daily_counts',
  {
    editionNo: integer().notNull(),
    population: text().notNull(),
    /** 0: every vacancy of the population, named or not. */
    skillNo: integer().notNull(),
    day: integer().notNull(),
    open: integer().notNull(),
    openPostings: integer().notNull(),
    openRequired: integer().notNull(),
    openPreferred: integer().notNull(),
    opened: integer().notNull(),
    employers: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionNo, table.population, table.skillNo, table.day] })],
)

/** How much of the collection could speak for a counted day. */
export const countedDays = sqliteTable(
  'counted_days',
  {
    editionNo: integer().notNull(),
    day: integer().notNull(),
    boardsRead: integer().notNull(),
    boardsActive: integer().notNull(),
    /** Share of open AI vacancies on the last lists that are at most 7 days old; null where there were none. */
    coverage: real(),
  },
  (table) => [primaryKey({ columns: [table.editionNo, table.day] })],
)

/** What was published; rows are only ever added. */
export const figures = sqliteTable(
  'figures',
  {
    no: integer().primaryKey(),
    publishedAt: integer().notNull(),
    measure: text().notNull(),
    skill: text(),
    population: text().notNull(),
    period: text().notNull(),
    asOf: integer().notNull(),
    edition: text().notNull(),
    method: text().notNull(),
    panel: text().notNull(),
    /** The whole figure as JSON. */
    figure: text({ mode: 'json' }).notNull(),
    /** SHA-256 of the sorted ids it was made from. */
    inputs: text().notNull(),
  },
  (table) => [index('figures_key').on(table.skill, table.measure, table.population, table.period)],
)

export const revisions = sqliteTable('revisions', {
  no: integer().primaryKey(),
  recordedAt: integer().notNull(),
  measure: text().notNull(),
  skill: text(),
  population: text().notNull(),
  period: text().notNull(),
  before: text({ mode: 'json' }).notNull(),
  after: text({ mode: 'json' }).notNull(),
  cause: text({ enum: ['late data', 'merge', 'edition', 'method', 'correction'] }).notNull(),
})

/** Weekly trajectory labels: stored when the week closes, never rewritten. */
export const labels = sqliteTable(
  'labels',
  {
    skill: text().notNull(),
    population: text().notNull(),
    week: text().notNull(),
    edition: text().notNull(),
    method: text().notNull(),
    raw: text().notNull(),
    label: text().notNull(),
    /** The state that hysteresis carries to the next week, and the estimate behind the raw label, as JSON. */
    state: text({ mode: 'json' }).notNull(),
    recordedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.skill, table.population, table.edition, table.method, table.week] })],
)

/** What ran, what failed and why, what was noticed. */
export const events = sqliteTable(
  'events',
  {
    no: integer().primaryKey(),
    at: integer().notNull(),
    run: text(),
    kind: text().notNull(),
    subject: text(),
    outcome: text(),
    message: text().notNull(),
    data: text({ mode: 'json' }),
  },
  (table) => [index('events_by_kind').on(table.kind, table.at)],
)

/** Politeness that survives restarts: when a host may next be asked. */
export const hosts = sqliteTable('hosts', {
  host: text().primaryKey(),
  nextAt: integer().notNull(),
  failures: integer().notNull().default(0),
})

export const robots = sqliteTable('robots', {
  origin: text().primaryKey(),
  fetchedAt: integer().notNull(),
  status: integer().notNull(),
  body: text().notNull(),
})

/** Validators of the last whole read of a board whose list is a single answer: what a 304 to them stands for. */
export const validators = sqliteTable(
  'validators',
  {
    url: text().primaryKey(),
    boardNo: integer()
      .notNull()
      .references(() => boards.no),
    etag: text(),
    lastModified: text(),
    checkedWholeAt: integer().notNull(),
    /** SHA-256 of the body that came with them. */
    bodyDigest: text(),
    /** How often they changed together with the body; -1 once the body changed and they did not. */
    trust: integer().notNull().default(0),
    /** The snapshot of that list, or the newest that repeats it. */
    snapshotNo: integer(),
  },
  (table) => [index('validators_by_board').on(table.boardNo)],
)

/** Postings whose own page was read: it need not be opened each time that a list names it. */
export const openedPages = sqliteTable('opened_pages', {
  postingNo: integer()
    .primaryKey()
    .references(() => postings.no),
  url: text().notNull(),
  /** SHA-256 of what the list said of the posting then. */
  listed: text().notNull(),
  askedAt: integer().notNull(),
})
