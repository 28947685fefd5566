/** The words of skilltide as types. Every layer may import this file; it imports only days. */
import type { Day } from './days.ts'

// ---- what is read ------------------------------------------------------------------------------------------------

/** `source:token`, or the source alone where it has a single list: `greenhouse:anthropic`, `remotive`. */
export type BoardId = string
/** One identity for an employer over boards and spellings: `anthropic`. */
export type EmployerKey = string

export interface Board {
  id: BoardId
  source: string
  /** What the source calls the board in its addresses; empty where a source has one list. */
  token: string
  /** The employer whose board it is, as people write it; null on lists of many employers. */
  employer: string | null
  /** What the source's own start() needs beyond the token, from the user's config (selectors, sitemap). */
  settings?: Record<string, unknown>
}

export type Workplace = 'remote' | 'hybrid' | 'onsite' | 'unspecified'
export type Employment = 'full-time' | 'part-time' | 'contract' | 'internship' | 'temporary' | 'other'
export type PayPeriod = 'year' | 'month' | 'week' | 'day' | 'hour'

/** Base pay as stated. `min` null: "up to"; `max` null: "from". At least one is a number. */
export interface Pay {
  min: number | null
  max: number | null
  /** ISO 4217. */
  currency: string
  period: PayPeriod
}

/** The advert as text: newline between blocks, `- ` before list items, `# ` before headings that the markup marks. */
export interface PostingText {
  /** What the job is and asks for. */
  role: string
  /** What the advert says of the company, its benefits and its legal notices, where the source or a heading tells. */
  company: string
}

/** A vacancy as one board advertises it, cleaned: what the store keeps. */
export interface Posting {
  externalId: string
  url: string | null
  title: string
  /** The employer as the posting writes it. */
  company: string
  employer: EmployerKey
  /** Null where the source gave none: such a posting is never counted as not naming a skill. */
  text: PostingText | null
  locations: string[]
  /** ISO 3166-1 alpha-2, as far as the locations tell. */
  countries: string[]
  workplace: Workplace
  employment: Employment | null
  department: string | null
  pay: Pay | null
  publishedOn: Day | null
  /** `floor`: at least this old ("30+ days ago"). */
  publishedPrecision: 'day' | 'floor' | null
  /** The text was longer than is kept. */
  truncated?: boolean
}

/**
 * Whose turn it is to ask a host: a lease on its next moment, kept where all who ask can see it, over every process that
 * works with the store and by the clock of its database.
 */
export interface HostTurns {
  /** Takes the host's turn for so long, or says how long it is not to be had at least, and how often the host failed in a row. */
  take(
    host: string,
    leaseMs: number,
  ): Promise<{ taken: true; until: number; failures: number } | { taken: false; waitMs: number; failures: number }>
  /** Moves the end of a turn that is still ours to so long from now; null where it is somebody else's by now. */
  move(host: string, until: number, forMs: number): Promise<number | null>
  /** Nobody asks the host for so long, whoever has its turn. */
  rest(host: string, forMs: number): Promise<void>
  /** Returns how often the host failed in a row. */
  failed(host: string): Promise<number>
  worked(host: string): Promise<void>
}

// ---- what happened -----------------------------------------------------------------------------------------------

/** What one collection of one board came to. Only `complete`, and a confirmed `empty`, may end a spell. */
export const outcomes = ['complete', 'empty', 'partial', 'suspect', 'blocked', 'gone', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** What yesterday's posting missing from today's list means. */
export type Coverage = 'complete' | 'recent' | 'sample'

// ---- what a text says --------------------------------------------------------------------------------------------

/** A catalog id: `pytorch`. */
export type SkillId = string

/** From strongest to weakest; a posting's level for a skill is the strongest that it supports. */
export const levels = ['required', 'preferred', 'mentioned', 'negated'] as const
export type Level = (typeof levels)[number]

export type Field = 'title' | 'role' | 'company'

/** A skill found in a posting, with the place and the words that speak for it. */
export interface Mention {
  skill: SkillId
  level: Level
  field: Field
  /** UTF-16 units into that field's text. */
  offset: number
  length: number
  /** The words that set the level ("nice to have"), where there were any. */
  cue: string | null
}

export const seniorities = [
  'intern',
  'junior',
  'mid',
  'senior',
  'staff',
  'principal',
  'lead',
  'manager',
  'director',
  'executive',
  'unspecified',
] as const
export type Seniority = (typeof seniorities)[number]

export const roles = [
  'ml_engineer',
  'ai_engineer',
  'research',
  'data_scientist',
  'data_engineer',
  'ml_platform',
  'software_engineer',
  'other',
] as const
export type Role = (typeof roles)[number]

export const usePatterns = [
  'research',
  'training',
  'fine-tuning',
  'vision',
  'nlp',
  'recommendation',
  'inference',
  'agents',
  'speech',
  'robotics',
] as const
export type UsePattern = (typeof usePatterns)[number]

export interface Years {
  min: number
  max: number | null
}

/** What else the text says. Where `multi` is true, the five fields before it are null: they differ by role. */
export interface Traits {
  years: Years | null
  seniority: Seniority | null
  salary: Pay | null
  remote: Workplace | null
  role: Role | null
  /** The posting advertises several different roles. */
  multi: boolean
  /** Machine learning or building on language models is a stated part of the job. */
  ai: boolean
  patterns: UsePattern[]
}

/** What the tagger reads. */
export interface TagInput {
  title: string
  text: PostingText
  company?: string | null
  /** `YYYY`, `YYYY-MM` or a day: "torch" meant another library before 2017. */
  posted?: string | null
  /** A post of a hiring thread: its own first lines are its head, and say more than the title that was made of them. */
  isPost?: boolean
}

export interface Tagged {
  /** One a skill, the strongest; in order of skill id. */
  mentions: Mention[]
  traits: Traits
}

// ---- what is published -------------------------------------------------------------------------------------------

/** Stored where an observation arises and carried to the last cell; never inferred at print time. */
export const statuses = ['observed', 'zero', 'low', 'partial', 'missing', 'not_tracked', 'suspect', 'break'] as const
export type Status = (typeof statuses)[number]

/** Why a figure is not plainly good, beyond its status: short stable words for a CSV column. */
export type Flag =
  | 'provisional'
  | 'preliminary'
  | 'carried'
  | 'low_coverage'
  | 'few_employers'
  | 'concentrated'
  | 'revised'
  | 'break'
  | 'truncated_text'

export interface Interval {
  low: number
  high: number
  /** 0.95 unless said. */
  confidence: number
}

/** What a figure was made from: enough to make it again. */
export interface Vintage {
  asOf: Day
  /** The catalog's version that tagged the texts. */
  edition: string
  /** The version of the rules in docs/method.md. */
  method: string
  /** Digest of the boards that the figure rests on. */
  panel: string
}

/**
 * A published value. `value` is null where the status leaves none: missing, not_tracked, suspect, and low where it would be
 * an estimate; counts under a minimum are told, flagged low.
 */
export interface Figure {
  /** What is measured, in stable words: `open`, `share`, `opened`, `trajectory`, `pay.median`. */
  measure: string
  skill: SkillId | null
  population: string
  /** The day, week or month it speaks of. */
  period: string
  value: number | null
  /** The same as a reader reads it, with its unit, or the sentence that stands in its place. */
  text: string
  unit:
    | 'postings'
    | 'vacancies'
    | 'employers'
    | 'share'
    | 'ratio'
    | 'percent'
    | 'money'
    | 'days'
    | 'years'
    | 'rank'
    | 'word'
    | 'index'
  status: Status
  flags: Flag[]
  /** The count the value rests on, and what it is a share of. */
  n: number | null
  denominator: number | null
  employers: number | null
  interval: Interval | null
  vintage: Vintage
}

/** Every failure that the user can act on: says what, where and what to do, and carries the exit code. */
export class UserError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 2) {
    super(message)
    this.name = 'UserError'
    this.exitCode = exitCode
  }
}

/** What the process tells its caller. */
export const exit = {
  done: 0,
  bug: 1,
  usage: 2,
  flagged: 3,
  nothing: 4,
  refused: 5,
  store: 6,
  damaged: 7,
  locked: 8,
  interrupted: 130,
  terminated: 143,
} as const
