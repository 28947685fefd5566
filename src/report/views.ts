/**
 * What the renderers of src/report draw. Each view is plain data that a command fills from the store; terminal, CSV,
 * digest, page and server draw the same views, so that one number cannot read differently in two places.
 */
import type { Day, Week } from '../days.ts'
import type { Figure, Flag, Interval, Outcome, SkillId, Status, Vintage } from '../domain.ts'

/** Where a text will be shown. Colour is off for pipes, files and NO_COLOR. */
export interface Terminal {
  width: number
  colour: boolean
}

export interface SkillName {
  id: SkillId
  name: string
  group: string
  homepage: string | null
}

/** How much of what should have been read stands behind a view. */
export interface Coverage {
  asOf: Day
  /** Boards read whole within the last 7 days, of all active ones. */
  boardsRead: number
  boardsActive: number
  employers: number | null
  /** Vacancies in the population, and the postings they were merged from. */
  vacancies: number | null
  postings: number | null
  /** What is missing and why, one whole sentence each. */
  missing: string[]
}

/** One period of a series. A gap has value null; its status says which kind. */
export interface Point {
  period: string
  value: number | null
  status: Status
  flags: Flag[]
  interval: Interval | null
  n: number | null
  denominator: number | null
}

export interface Series {
  skill: SkillId
  measure: string
  population: string
  unit: Figure['unit']
  by: 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** Every period from the first to the last, gaps included. */
  points: Point[]
  /** First periods of a new method, catalog or panel: nothing is compared across them. */
  breaks: { period: string; why: string }[]
}

/** A row of a breakdown: a role, a use pattern, a seniority, a sub-skill. */
export interface Part {
  label: string
  figure: Figure
  /** How many times likelier than in the population; null where it was not measured. */
  lift?: number | null
  /** Where the part is a skill of its own. */
  skill?: SkillId
}

export interface EmployerRow {
  employer: string
  name: string
  naming: number
  open: number
}

/** A posting behind a figure. Titles and companies are the words of others. */
export interface Evidence {
  board: string
  externalId: string
  title: string
  company: string
  url: string | null
  firstSeen: Day
  level: string
  /** The words that speak for the level, where there were any. */
  cue: string | null
}

export interface SkillReportView {
  skill: SkillName
  population: string
  vintage: Vintage
  coverage: Coverage
  /**
   * Every figure of the skill, named by measure: `open`, `open.required`, `open.postings`, `share`, `employers`, `opened`, `closed`,
   * `level.required`, `level.preferred`, `level.mentioned`, `rank`, `change`, `trajectory`, `pay.median`, `pay.p25`,
   * `pay.p75`, `years.median`, `days_open.median`; `without_frameworks` where the skill is of classical machine learning.
   */
  figures: Figure[]
  series: Series[]
  /** The skills asked for in its place, with the ratio between the two. */
  alternatives: { skill: SkillName; figures: Figure[]; ratio: Figure; both: Figure | null }[]
  coNamed: Part[]
  roles: Part[]
  patterns: Part[]
  seniority: Part[]
  workplace: Part[]
  countries: Part[]
  employment: Part[]
  subSkills: Part[]
  employers: EmployerRow[]
  evidence: Evidence[]
}

export interface TrendView {
  skill: SkillName
  vintage: Vintage
  coverage: Coverage
  /** The first is drawn large; the others are columns beside it. */
  series: Series[]
  trajectory: Figure | null
}

export interface CompareView {
  skills: SkillName[]
  population: string
  vintage: Vintage
  coverage: Coverage
  /** One row a measure; cells stand in the order of `skills`. */
  rows: { measure: string; cells: (Figure | null)[] }[]
  /** How many name one for every 100 that name the other, and how many name both. */
  pairs: { left: SkillName; right: SkillName; ratio: Figure; both: Figure | null }[]
  series: Series[]
}

export interface RankRow {
  skill: SkillName
  rank: Figure
  open: Figure
  share: Figure
  change: Figure
  trajectory: Figure
  /** The last periods of the share; for a sparkline. */
  recent: Point[]
}

export interface RankingView {
  population: string
  vintage: Vintage
  coverage: Coverage
  rows: RankRow[]
  /** Skills whose change is told from luck, largest first. */
  up: RankRow[]
  down: RankRow[]
}

export interface Trouble {
  board: string
  /** `alarm`: the monitors' word on a source or a board whose lists look well one by one. */
  outcome: Outcome | 'overdue' | 'never read' | 'alarm'
  reason: string
  since: Day | null
  todo: string
}

export interface StatusView {
  asOf: Day
  /** The instant the status was taken, ISO 8601. */
  takenAt: string
  coverage: Coverage
  sources: {
    source: string
    title: string
    boards: number
    readWhole: number
    lastRead: Day | null
    open: number | null
    attribution: string | null
    homepage: string
  }[]
  troubles: Trouble[]
  jobs: { job: string; lastRun: string | null; outcome: string; message: string; nextDue: string | null }[]
  gaps: { what: string; from: Day; to: Day; reason: string }[]
  revisions: Revision[]
  store: { postings: number; vacancies: number; snapshots: number; bytes: number; edition: string | null }
  /** What lies on the disk beside the store, and how fast the store grows; left out where nobody looked. */
  disk?: DiskView
  /** Workers and the work that waits for them, of a store that has a queue. */
  queue?: QueueView
}

export interface QueueView {
  workers: { id: string; where: string; version: string; seenSecondsAgo: number; doing: string[] }[]
  /** Kinds of which something waits or is worked on. */
  backlog: { kind: string; waiting: number; underWay: number; oldestSeconds: number | null }[]
  /** Work that was tried too often: nobody takes it again by itself. */
  setAside: { kind: string; about: string; tries: number; reason: string; at: string }[]
}

export interface DiskView {
  archiveBytes: number
  backups: { count: number; bytes: number; newest: string | null }
  freeBytes: number
  /** Bytes by which the store grows in 30 days, from the sizes noted at its backups; null with fewer than two a week apart. */
  growthPerMonth: number | null
}

/** A skill whose trajectory label became another one by a week's run. */
export interface LabelChange {
  skill: SkillId
  population: string
  week: Week
  before: string
  after: string
}

/** A published value that a later vintage changed. */
export interface Revision {
  on: Day
  skill: SkillId | null
  measure: string
  period: string
  before: string
  after: string
  reason: string
}

export interface DigestView {
  /** The ISO week it speaks of, `2026-W47`. */
  week: string
  vintage: Vintage
  coverage: Coverage
  /** The skill the newsletter is about, and its headline figures in order. */
  skill: SkillName
  headlines: Figure[]
  movers: { up: RankRow[]; down: RankRow[] }
  compare: CompareView | null
  pay: Figure[]
  chart: Series | null
  sources: { title: string; homepage: string; attribution: string | null }[]
}

/** A claim and what the figures say of it. */
export interface ClaimVerdict {
  claim: string
  population: string
  asOf: Day
  verdict: 'supported' | 'not supported' | 'cannot say'
  /** The numbers behind the verdict, or what is missing for one. */
  because: string
  figures: Figure[]
}

/** A number or a sentence that an author typed, and what the figures say of it. */
export interface DocumentFinding {
  file: string
  /** From 1. */
  line: number
  column: number
  words: string
  kind: 'number' | 'sentence'
  /** `withheld`: the data cannot carry any number there. */
  verdict: 'agrees' | 'contradicted' | 'withheld' | 'cannot say'
  /** What the figures say, or why they say nothing. */
  because: string
  /** The name of the figure that a template would print in its place. */
  instead: string | null
  figures: Figure[]
}

/** One figure with what it is the sum of. */
export interface FigureExplained {
  /** Its name, as `explain` takes it. */
  id: string
  skill: SkillName
  figure: Figure
  /** Their `n` sum to the figure's n, their `denominator` to its denominator where it has one. */
  employers: { employer: string; name: string; n: number; denominator: number }[]
  /** The postings that n counts, one each; null where it counts something else. */
  postings: (Evidence & { vacancy: number })[] | null
  /** What was published of it, first to last, each with the edition and the method of its time. */
  published: { publishedAt: string; text: string; value: number | null; vintage: Vintage }[]
}

/** A posting as the export gives it; texts of others, facts only. */
export interface PostingRecord {
  board: string
  externalId: string
  source: string
  title: string
  company: string
  employer: string
  url: string | null
  locations: string[]
  countries: string[]
  workplace: string
  employment: string | null
  publishedOn: Day | null
  firstSeen: Day
  lastSeen: Day
  endedOn: Day | null
  vacancy: number | null
  /** Null where the posting had no text, so that nothing can be said of what it names. */
  skills: { id: SkillId; level: string }[] | null
  role: string | null
  seniority: string | null
  years: { min: number; max: number | null } | null
  pay: { min: number | null; max: number | null; currency: string; period: string } | null
  attribution: string
}

export interface EmployerRecord extends EmployerRow {
  skill: SkillId
  population: string
  required: number | null
  status: Status
  flags: Flag[]
}
