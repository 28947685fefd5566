/**
 * What the store can be asked and told: coarse questions and writes, each one transaction, all async, so that another
 * database can stand behind them. Nothing outside db/ knows tables or SQL.
 */
import type { Day, Month, Week } from '../src/days.ts'
import type {
  Board,
  BoardId,
  Coverage,
  EmployerKey,
  Figure,
  Level,
  Mention,
  Outcome,
  Posting,
  PostingText,
  SkillId,
  Traits,
} from '../src/domain.ts'

/** A board with what its source declares, as the store needs it. */
export interface KnownBoard extends Board {
  coverage: Coverage
  every: 'hour' | 'day' | 'week' | 'month'
  missTolerance: number
}

export interface BoardState extends KnownBoard {
  state: 'active' | 'gone' | 'paused'
  addedOn: Day
  nextDueAt: number
  lastSnapshot: SnapshotRow | null
  lastComplete: Day | null
  /** Postings open on the board by its last complete snapshot. */
  open: number
}

export interface DueBoard extends KnownBoard {
  nextDueAt: number
  /** When its newest snapshot began; null before the first. */
  lastStartedAt: number | null
}

/** One collection of one board, as the collecting job saw it. The store decides nothing here but what it would change. */
export interface SnapshotWrite {
  board: BoardId
  startedAt: number
  day: Day
  outcome: Outcome
  reason: string | null
  postings: Posting[]
  total: number | null
  rejects: string[]
  fills: Record<string, number>
  run: string | null
  origin: 'collected' | 'imported' | 'backfilled'
  /** Stored only where none of the board's snapshots began at or after this instant: work that was delivered twice is stored once. */
  unlessSince?: number | undefined
  /** Whole lists in a row that must miss a posting this time, where the list is unusual; the board's own number unless given. */
  missTolerance?: number | undefined
  /** Moved in the same transaction. */
  nextDueAt?: number | undefined
  state?: 'active' | 'gone' | undefined
  /** By what the source may be asked whether the list still stands, where it is a single answer and was read whole. */
  list?: ListValidators | undefined
  /** Pages of single postings that were asked for. */
  opened?: OpenedPage[] | undefined
}

export interface ListValidators {
  url: string
  etag?: string
  lastModified?: string
  /** SHA-256 of the body that came with them. */
  bodyDigest: string
  /** How often they changed together with the body; -1 once the body changed and they did not. */
  trust: number
}

export interface RememberedList extends ListValidators {
  checkedWholeAt: number
  /** Nothing has moved on the board since: a 304 to these validators is its list once more. */
  stands: boolean
}

/** What a 304 makes of a board: a whole list that is the one before. */
export interface SnapshotRepeat
  extends Pick<SnapshotWrite, 'board' | 'startedAt' | 'day' | 'reason' | 'run' | 'nextDueAt' | 'unlessSince'> {
  /** The instant of the whole read that the source was asked about. */
  readWholeAt: number
}

/** A posting's own page, asked for at an instant. */
export interface OpenedPage {
  externalId: string
  url: string
  /** Digest of what the list said of the posting when its page was last read. */
  listed: string
  askedAt: number
}

/** An open posting whose own page was read before. */
export interface KnownPosting {
  page: string
  listed: string
  askedAt: number
  posting: Posting
}

export interface SnapshotResult {
  /** False when the same snapshot was already stored. */
  stored: boolean
  opened: number
  reopened: number
  ended: number
  unchanged: number
}

export interface SnapshotRow {
  board: BoardId
  startedAt: number
  day: Day
  outcome: Outcome
  reason: string | null
  listed: number
  total: number | null
  withText: number
  rejects: number
  fills: Record<string, number>
  origin: 'collected' | 'imported' | 'backfilled'
  /** When a person let this suspect snapshot count as what is usual. */
  clearedAt: number | null
}

/** A posting with its whole life, as `import` reads it. */
export interface ImportedPosting {
  board: BoardId
  posting: Posting
  /** Spells, first to last day seen; the last may end null: still open. */
  seen: [Day, Day | null][]
  /**
   * What an edition of the catalog found in words that are not here: `posting.text` then only tells one text from another,
   * is shown to nobody, and is read by no later edition.
   */
  facts?: { edition: string; mentions: Mention[]; traits: Traits }
}

export interface ImportedSnapshot {
  board: BoardId
  day: Day
  outcome: Outcome
  listed: number | null
}

/**
 * Takes a whole file inside one transaction; `commit` makes it visible at once, `abandon` leaves no trace. Until one of
 * them is called the store refuses everything else.
 */
export interface Importing {
  /** Makes a board known, inside the same transaction; one that is known already stays as it is. */
  board(board: KnownBoard, today: Day): Promise<void>
  posting(row: ImportedPosting): Promise<void>
  snapshot(row: ImportedSnapshot): Promise<void>
  commit(): Promise<{ postings: number; newPostings: number; spells: number; snapshots: number; boards: number }>
  abandon(): Promise<void>
}

export interface DrawnMention extends Mention {
  text: StoredText
}

export interface StoredText {
  no: number
  hash: string
  title: string
  text: PostingText
  /** `2016` for texts from before "torch" meant PyTorch. */
  era: string | null
  /** It is a post of a hiring thread. */
  isPost: boolean
}

export interface TaggedText {
  no: number
  mentions: Mention[]
  traits: Traits
}

/** A posting as `explain` and the exports show it. */
export interface PostingView {
  no: number
  board: BoardId
  externalId: string
  url: string | null
  title: string
  company: string
  employer: EmployerKey
  locations: string[]
  countries: string[]
  workplace: string
  employment: string | null
  publishedOn: Day | null
  spells: { firstSeen: Day; lastSeen: Day; endedOn: Day | null; stock: boolean }[]
  vacancy: number | null
  mergedBecause: string | null
  text: PostingText | null
  mentions: Mention[]
  traits: Traits | null
}

export interface PostingsAsked {
  from: Day
  asOf: Day
  /** The number of the last posting of the page before; 0 for the first. */
  after: number
  limit: number
}

/** A posting with its life and what was found in it, as known on the day asked for. */
export interface SeenPosting {
  no: number
  board: BoardId
  source: string
  externalId: string
  url: string | null
  title: string
  company: string
  employer: EmployerKey
  locations: string[]
  countries: string[]
  workplace: string
  employment: string | null
  publishedOn: Day | null
  vacancy: number | null
  firstSeen: Day
  lastSeen: Day
  endedOn: Day | null
  /** Null where the posting has no text that was read. */
  skills: { id: SkillId; level: Level }[] | null
  role: string | null
  seniority: string | null
  years: { min: number; max: number | null } | null
  pay: { min: number | null; max: number | null; currency: string; period: string } | null
}

/** A posting as it is known now, with all that was found in it and whether the figures count it. */
export interface LakePosting extends SeenPosting {
  /** By which an employer advertises for itself: neither an agency's nor a copy on a list of many employers. */
  own: boolean
  /** Open, on a board whose last whole list still speaks for the day. */
  onShow: boolean
  /** Null where its text was not read for skills. */
  ai: boolean | null
  patterns: string[]
  remote: string | null
}

export interface LakeSnapshot extends Omit<SnapshotRow, 'fills' | 'clearedAt'> {
  source: string
}

/** A part of the store and a digest that changes whenever its rows do: `open` or a month; rows come some at a time. */
export type LakePart = { part: string; digest: string } & (
  | { table: 'postings'; rows(): AsyncIterable<LakePosting[]> }
  | { table: 'snapshots'; rows(): AsyncIterable<LakeSnapshot[]> }
)

export interface EventRow {
  at: number
  run: string | null
  kind: string
  subject: string | null
  outcome: string | null
  message: string
  data?: unknown
}

/** Whose vacancies a question is about. */
export interface Population {
  /** `all`, `ai`, `role:ml_engineer`, `country:DE`, `source:hackernews`. */
  name: string
}

/** One posting as the vacancy job sees it, in order of employer: what merging needs and nothing else. */
export interface MergeRow {
  no: number
  /** The employer as the first posting wrote it. */
  name: string
  board: BoardId
  source: string
  employer: EmployerKey
  title: string
  textNo: number | null
  firstSeen: Day
  lastSeen: Day
}

/** An employer's vacancies, made anew: all, or some with every posting that was in one vacancy with theirs. */
export interface MergedEmployer {
  employer: EmployerKey
  /** Agencies and sites that copy adverts are counted apart. */
  kind: 'employer' | 'agency' | 'aggregator'
  vacancies: VacancyWrite[]
}

export interface VacancyWrite {
  /** Posting numbers; the first speaks for the vacancy. */
  members: { no: number; because: string | null }[]
}

export interface Store {
  // ---- boards and collecting
  registerBoards(boards: KnownBoard[], today: Day): Promise<{ added: number }>
  boards(): Promise<BoardState[]>
  boardsDue(now: number): Promise<DueBoard[]>
  setBoardState(board: BoardId, state: 'active' | 'gone' | 'paused'): Promise<void>
  setDue(board: BoardId, nextDueAt: number): Promise<void>
  storeSnapshot(write: SnapshotWrite, recordedAt: number): Promise<SnapshotResult>
  /** The board's newest snapshots first; what the health rules look at. */
  snapshots(board: BoardId, limit: number): Promise<SnapshotRow[]>
  /** The whole lists that were collected from a day on, oldest first; what the monitors look at. */
  wholeLists(from: Day): Promise<SnapshotRow[]>
  /** External ids of the board's open postings. */
  openIds(board: BoardId): Promise<string[]>
  /** Lets the board's newest suspect snapshot count as usual and makes the board due; null where none is held. */
  clearSuspect(board: BoardId, at: number): Promise<SnapshotRow | null>
  /** By what the board's source may be asked whether its list still stands; null where it is not a single answer. */
  rememberedList(board: BoardId): Promise<RememberedList | null>
  /** A complete snapshot that repeats the remembered list: opens nothing, ends nothing. Null where that list stands no longer. */
  repeatSnapshot(repeat: SnapshotRepeat, recordedAt: number): Promise<SnapshotResult | null>
  /** The board's open postings whose own pages were read, with their texts; first those that were asked for longest ago. */
  knownPostings(board: BoardId): Promise<KnownPosting[]>
  beginImport(recordedAt: number, origin: 'imported' | 'backfilled'): Promise<Importing>

  // ---- tagging, merging, counting
  adoptEdition(name: string, at: number): Promise<void>
  edition(): Promise<string | null>
  untagged(edition: string, after: number, limit: number): Promise<StoredText[]>
  saveTags(edition: string, tagged: TaggedText[]): Promise<void>
  /** The editions that were adopted, newest adoption first. */
  editions(): Promise<{ name: string; adoptedAt: number }[]>
  /** Mentions of a skill by an edition, drawn at random: the same seed draws the same. */
  drawMentions(asked: { edition: string; skill: SkillId; seed: number; limit: number }): Promise<DrawnMention[]>
  /** Whether an edition found the skill in any text: then its catalog knew it. */
  hasMentions(edition: string, skill: SkillId): Promise<boolean>
  /** In how many texts an edition found each skill, at whatever level. */
  textsBySkill(edition: string): Promise<Map<SkillId, number>>
  /** From now on jobs are made by these rules: where others were in force before, every posting is merged again. */
  adoptMerging(rules: string): Promise<void>
  /** Employers with a posting that has no vacancy yet, or whose postings changed. */
  employersToMerge(): Promise<EmployerKey[]>
  /** The employer's postings that changed since they were merged, and those in one vacancy with them. */
  changedPostings(employer: EmployerKey): Promise<{ title: string; source: string }[]>
  titlesOf(employer: EmployerKey): Promise<string[]>
  /** The employer's postings in order of time, of these titles or of all. */
  postingsOf(employer: EmployerKey, titles?: string[]): Promise<MergeRow[]>
  /** The words of texts, in any order. */
  words(nos: number[]): Promise<{ no: number; text: PostingText }[]>
  saveVacancies(merged: MergedEmployer[]): Promise<void>
  uncountedDays(edition: string, today: Day): Promise<Day[]>
  /** Counts days in order, asking after each whether to go on; returns how many it counted. */
  countDays(edition: string, days: readonly Day[], goOn: () => Promise<boolean>): Promise<number>
  /** Mondays of the weeks whose new vacancies an edition has not packed, or whose vacancies changed since. */
  unpackedWeeks(edition: string): Promise<Day[]>
  /** Packs what opened in the week: flows over years are summed from packed weeks, and from rows where a week is not packed. */
  packWeek(edition: string, monday: Day): Promise<void>
  /** Packs what is open on a day, which answers what is asked of it until something changes. */
  packOpen(asOf: Day): Promise<void>
  /** Mondays of the weeks whose whole reads are not packed, or that have a snapshot since. */
  unpackedReads(): Promise<Day[]>
  packReads(monday: Day): Promise<void>
  /** Mondays of the weeks of which it is not packed which vacancies were gone or came back, or that have news since. */
  unpackedEndings(): Promise<Day[]>
  packEndings(monday: Day): Promise<void>

  // ---- politeness
  host(host: string): Promise<{ nextAt: number; failures: number } | null>
  rememberHost(host: string, state: { nextAt: number; failures: number }): Promise<void>
  robots(origin: string): Promise<{ fetchedAt: number; status: number; body: string } | null>
  rememberRobots(origin: string, state: { fetchedAt: number; status: number; body: string }): Promise<void>

  // ---- what is recorded of the runs and the publications
  record(event: EventRow): Promise<void>
  /** Newest first: by their instants, or as they were written, which no wrong clock can turn round. */
  events(filter: { kind?: string; since?: number; limit: number; order?: 'time' | 'written' }): Promise<EventRow[]>
  /** The instant written with the newest event, whatever older ones say: by it a wrong clock is told. */
  lastRecorded(): Promise<number | null>
  publish(figures: Figure[], inputs: string, publishedAt: number): Promise<void>
  published(filter: { skill?: SkillId; measure?: string; asOf?: Day }): Promise<(Figure & { publishedAt: number })[]>
  /** Of each figure of a skill that speaks of one of the periods what was published last. */
  lastPublished(asked: { skill: SkillId; population: string; periods: readonly string[] }): Promise<Publication[]>
  /** Every publication of the figures that were published more than once, in order of time. */
  republished(filter: { skill?: SkillId }): Promise<Publication[]>
  /** The weeks whose runs of the rule are kept since nothing has changed that they were made from, in order. */
  keptWeeks(of: RunsOf): Promise<Week[]>
  keptRun(of: RunsOf, week: Week): Promise<string | null>
  keepRun(of: RunsOf, week: Week, run: string): Promise<void>
  saveLabels(rows: LabelRow[], recordedAt: number): Promise<void>
  /** For each skill the row of the last run up to a week, by edition and method. */
  lastLabels(filter: { population: string; edition: string; method: string; upTo: Week }): Promise<LabelRow[]>
  /** The weeks of a range in which a skill's label was not that of its run before; in order of week and skill. */
  labelChanges(filter: {
    population: string
    edition: string
    from: Week
    upTo: Week
  }): Promise<{ skill: SkillId; week: Week; before: string; after: string }[]>
  labels(filter: { skill?: SkillId; population: string; edition: string; upTo: Week }): Promise<LabelRow[]>

  // ---- questions (db/questions.ts holds those that figures rest on)
  questions: Questions
  posting(board: BoardId, externalId: string): Promise<PostingView | null>
  /** Postings on show between two days, a page at a time in order of number. */
  postingsSeen(asked: PostingsAsked): Promise<SeenPosting[]>

  // ---- keeping
  verify(onProgress?: (done: number, of: number) => void): Promise<string[]>
  backup(to: string): Promise<void>
  /** The store in parts for analysts' tables, as it stands when the first is asked for. */
  lakeParts(asOf: Day): AsyncIterable<LakePart>
  /** The whole store as JSON lines without their ends, as it stands when the first is asked for. */
  dump(): AsyncIterable<string>
  /** For each table its rows and a digest over them: two stores with the same hold the same. */
  contents(): Promise<{ table: string; rows: number; digest: string }[]>
  /** Packs texts tighter that no posting has shown since a day; at most `limit`, and says how many it was. */
  packOldTexts(goneBefore: Day, limit: number): Promise<{ packed: number; savedBytes: number }>
  /** Nobody else writes to the store while the work reads, decides and writes. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
  /** Lets go of events from before an instant, but for the newest of each subject. */
  forgetEvents(before: number): Promise<number>
  size(): Promise<{ bytes: number; postings: number; texts: number; snapshots: number; vacancies: number }>
  close(): Promise<void>
}

/** A figure as it was published, with the digest of the ids that it was made from. */
export interface Publication {
  figure: Figure
  inputs: string
  publishedAt: number
}

export interface LabelRow {
  skill: SkillId
  population: string
  week: Week
  edition: string
  method: string
  raw: string
  label: string
  state: unknown
}

/** The counts that figures are made from, all as known on `asOf`. Each is one statement over indexed rows. */
export interface Questions {
  /** Days that the store can speak of: the first and last complete snapshot. */
  span(asOf: Day): Promise<{ first: Day; last: Day } | null>
  /** The boards that are read more often than monthly and whose lists speak for the day, copying ones left out. */
  speaking(day: Day): Promise<BoardId[]>
  /** How many boards there are, how many were read whole in the 7 days up to asOf, and how their last tries ended. */
  health(asOf: Day): Promise<BoardHealth[]>
  /** What is open on asOf, on boards whose lists still speak. */
  open(asOf: Day): Promise<OpenOnDay>
  /** Newly opened vacancies by board, employer and week, and how many name each of the skills. */
  weekly(skills: SkillId[] | 'every', population: Population, from: Day, asOf: Day): Promise<WeeklyRow[]>
  /** Every new vacancy of the population first seen up to a day: what flows of any length are summed from. */
  opened(population: Population, to: Day): Promise<OpenedColumns>
  /** On which days each board was read whole, as known on asOf. */
  reads(asOf: Day): Promise<WholeReads>
  /** Employers as people write them. */
  employerNames(keys: readonly EmployerKey[]): Promise<Map<EmployerKey, string>>
  /** Which vacancies were gone on asOf, and since when; of those that were gone before `since` nothing need be told. */
  endings(asOf: Day, since?: Day): Promise<Endings>
  /** The posting by which each of the vacancies was first seen, where it named the skill then; in order of first sight. */
  firstPostings(skill: SkillId, vacancies: readonly number[]): Promise<EvidenceRow[]>
  /** Days of whole reads within a span, and how many there should have been. */
  boardDays(from: Day, to: Day): Promise<{ read: number; due: number }>
  /** The months of which a monthly thread was read whole, oldest first. */
  threadMonths(asOf: Day): Promise<Month[]>
  /** How much of the collection could speak for each counted day. */
  countedDays(asOf: Day): Promise<{ day: Day; boardsRead: number; boardsActive: number; coverage: number | null }[]>
  /** The stored daily counts of a skill, over the boards read whole in the 7 days up to each day; monthly threads have no days. */
  daily(skill: SkillId, population: 'all' | 'ai', from: Day, asOf: Day): Promise<DailyRow[]>
}

/** What is open on a day, read once for all that is asked of it. */
export interface OpenOnDay {
  /** The vacancies by board and employer, and how many name the skill. */
  now(skill: SkillId, population: Population): OpenRow[]
  /** How many vacancies there are of each role, seniority and set of uses. */
  traits(population: Population): OpenTraits[]
  /** Vacancies naming each skill that any names. */
  skills(population: Population): { skill: SkillId; vacancies: number }[]
  /** By skill and advertiser, the vacancies that no other answer counts, because only others than the employer advertise them. */
  besides(population: Population): BesidesRow[]
  /** The vacancies naming the skill, in order of number. */
  vacancies(skill: SkillId, population: Population): Pick<NamingRow, 'vacancy' | 'board' | 'employer'>[]
  /** The same with what else their texts say: pay, years, seniority, role, patterns, co-named. */
  naming(skill: SkillId, population: Population): NamingRow[]
  /** The posting that speaks for each of these, in their order. */
  evidence(skill: SkillId, population: Population, vacancies: readonly number[]): Promise<EvidenceRow[]>
}

export interface BoardHealth {
  board: BoardId
  source: string
  every: 'hour' | 'day' | 'week' | 'month'
  state: 'active' | 'gone' | 'paused'
  lastComplete: Day | null
  lastTry: { day: Day; outcome: Outcome; reason: string | null } | null
  /** AI vacancies on its last complete list. */
  aiVacancies: number
}

export interface BesidesRow {
  skill: SkillId
  employer: EmployerKey
  /** Advertised by an agency. */
  agencies: number
  /** Seen only on lists that copy other people's adverts. */
  aggregators: number
}

export interface OpenRow {
  board: BoardId
  employer: EmployerKey
  /** Days since the board's last complete snapshot. */
  ageDays: number
  vacancies: number
  postings: number
  naming: number
  namingPostings: number
  required: number
  preferred: number
  mentioned: number
  /** Of the naming ones, open for more than 180 days. */
  stale: number
}

/** New vacancies of one employer on one board in one week; a week across two months gives a row for each. */
export interface WeeklyRow {
  board: BoardId
  employer: EmployerKey
  /** Its first day within the month; the first of the month for monthly threads. */
  from: Day
  week: Week
  month: Month
  n: number
  naming: Record<SkillId, number>
}

/** A board as columns refer to it, by its place in the order of ids. */
export interface NamedBoard {
  id: BoardId
  source: string
  /** Read by the month: nothing is known of its days. */
  isThread: boolean
}

/**
 * Vacancies in order of their first day, a vacancy at the same place in each column; numbers are places in the lists of
 * names, which are in order.
 */
export interface VacancyColumns {
  count: number
  /** Its number. */
  vacancy: Uint32Array
  /** Days since 1970: it opened on one of those from notBefore to firstSeen, on openedOn where its source says so (else 0). */
  notBefore: Uint32Array
  firstSeen: Uint32Array
  openedOn: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  /** Where each vacancy's skills begin in `skill`; one more than there are vacancies. */
  skillsFrom: Uint32Array
  /** Named at a level above negated. */
  skill: Uint16Array
}

/** The new vacancies, and apart from them those that stood on a board's first list. */
export interface OpenedColumns extends VacancyColumns {
  /** Every board that the store knows. */
  boards: readonly NamedBoard[]
  /** Those of the vacancies. */
  employers: readonly EmployerKey[]
  skills: readonly SkillId[]
  stock: VacancyColumns
}

/** By number of vacancy: since which day no list has it, and on which it was listed last; 0 for those that are not gone. */
export interface Endings {
  endedOn: Uint32Array
  lastSeen: Uint32Array
}

/** The days of whole reads, week by week and board by board. */
export interface WholeReads {
  /** Every board that the store knows, in order of id. */
  boards: readonly NamedBoard[]
  /** The Monday of the first week, in days since 1970. */
  monday: number
  weeks: number
  /**
   * A bit for each day of the week, Monday's the lowest; by week, then by board. The first whole read of a board that is no
   * thread is left out: its list is all stock, and says nothing of what opened.
   */
  days: Uint8Array
}

/** Whose runs of the rule: those of another edition or method say nothing. */
export interface RunsOf {
  population: string
  edition: string
  method: string
}

export interface EvidenceRow {
  vacancy: number
  employer: EmployerKey
  board: BoardId
  externalId: string
  title: string
  company: string
  url: string | null
  firstSeen: Day
  level: Level
  cue: string | null
}

export interface OpenTraits {
  role: string | null
  seniority: string | null
  patterns: string[]
  vacancies: number
}

export interface DailyRow {
  day: Day
  boardsRead: number
  boardsActive: number
  /** Share of the open AI postings known that stand on lists at most 7 days old; null where there are none. */
  coverage: number | null
  open: number
  openPostings: number
  required: number
  preferred: number
  opened: number
  employers: number
  /** Every vacancy of the population, named or not: what `open` is a share of. */
  allOpen: number
  allOpened: number
  status: 'observed' | 'missing'
}

export interface NamingRow {
  vacancy: number
  board: BoardId
  employer: EmployerKey
  level: Level
  traits: Traits
  countries: string[]
  workplace: string
  employment: string | null
  pay: { min: number | null; max: number | null; currency: string; period: string } | null
  skills: SkillId[]
}
