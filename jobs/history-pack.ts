/**
 * The history pack: what the tagger found in fifteen years of Hacker News hiring posts, without a sentence of theirs. Lines
 * of JSON, gzipped: a head that says what it is, the employers by number, then one row a post, oldest month first.
 */
import { type Level, levels, type Mention, type Pay, type SkillId, type Traits } from '../src/domain.ts'

export interface HistoryHead {
  kind: 'history'
  format: 1
  source: string
  /** Where the facts come from and by what they were found, for the reader. */
  provenance: string
  /** The catalog's version that tagged the texts. */
  edition: string
  /** Every skill that the edition knows, in the order that rows number them: of others the pack can say nothing. */
  skills: SkillId[]
  /** Each month of a thread with its posts; false where the thread was not read whole. */
  months: { month: string; posts: number; whole: boolean }[]
}

export interface HistoryPost {
  /** The item's id, which opens the post at its source. */
  id: string
  month: string
  employer: { key: string; name: string }
  /** Posts of one job, month after month, carry the same number: the first post's. */
  job: string
  skills: { id: SkillId; level: Level }[]
  traits: Traits
  countries: string[]
  workplace: string
  employment: string | null
}

/** `[id, month, employer, job or 0, "5r12m", countries, workplace, employment, traits…]`, with the empty tail cut off. */
type Row = unknown[]

const letters = 'rpmn'

export function createPacker(head: HistoryHead) {
  const skillNo = new Map(head.skills.map((id, no) => [id, no]))
  const monthNo = new Map(head.months.map(({ month }, no) => [month, no]))
  const employers = new Map<string, number>()
  return (post: HistoryPost): string[] => {
    const lines: string[] = []
    let employer = employers.get(post.employer.key)
    if (employer === undefined) {
      employer = employers.size
      employers.set(post.employer.key, employer)
      lines.push(JSON.stringify({ employer: post.employer.key, name: post.employer.name }))
    }
    const { years, salary, seniority, remote, role, multi, ai, patterns } = post.traits
    const row: Row = [
      Number(post.id),
      monthNo.get(post.month),
      employer,
      post.job === post.id ? 0 : Number(post.job),
      post.skills.map(({ id, level }) => `${skillNo.get(id)}${letters[levels.indexOf(level)]}`).join(''),
      post.countries.join(' ') || 0,
      post.workplace === 'unspecified' ? 0 : post.workplace,
      post.employment ?? 0,
      Number(ai) + 2 * Number(multi),
      role ?? 0,
      seniority ?? 0,
      remote ?? 0,
      patterns.join(' ') || 0,
      years === null ? 0 : [years.min, years.max],
      salary === null ? 0 : [salary.min, salary.max, salary.currency, salary.period],
    ]
    while (row.at(-1) === 0) row.pop()
    lines.push(JSON.stringify(row))
    return lines
  }
}

/** Reads the lines after the head, in order. A line that is none of ours is an Error with its number. */
export function createUnpacker(head: HistoryHead) {
  const employers: { key: string; name: string }[] = []
  let number = 1
  return (line: string): HistoryPost | null => {
    number += 1
    const value = JSON.parse(line) as Row | { employer: string; name: string }
    if (!Array.isArray(value)) {
      employers.push({ key: value.employer, name: value.name })
      return null
    }
    const [id, month, employer, job = 0, skills = '', countries = 0, workplace = 0, employment = 0, bits = 0] = value
    const [role = 0, seniority = 0, remote = 0, patterns = 0, years = 0, salary = 0] = value.slice(9)
    const of = head.months[month as number]
    const by = employers[employer as number]
    if (of === undefined || by === undefined)
      throw new Error(`line ${number} names a month or employer not told before`)
    const pair = years as [number, number | null] | 0
    const pay = salary as [number | null, number | null, string, Pay['period']] | 0
    return {
      id: String(id),
      month: of.month,
      employer: by,
      job: String(job || id),
      skills: [...(skills as string).matchAll(/(\d+)([rpmn])/g)].map(([, no, letter]) => ({
        id: head.skills[Number(no)]!,
        level: levels[letters.indexOf(letter!)]!,
      })),
      countries: countries === 0 ? [] : (countries as string).split(' '),
      workplace: (workplace || 'unspecified') as string,
      employment: (employment || null) as string | null,
      traits: {
        ai: ((bits as number) & 1) === 1,
        multi: ((bits as number) & 2) === 2,
        role: (role || null) as Traits['role'],
        seniority: (seniority || null) as Traits['seniority'],
        remote: (remote || null) as Traits['remote'],
        patterns: (patterns === 0 ? [] : (patterns as string).split(' ')) as Traits['patterns'],
        years: pair === 0 ? null : { min: pair[0], max: pair[1] },
        salary: pay === 0 ? null : { min: pay[0], max: pay[1], currency: pay[2], period: pay[3] },
      },
    }
  }
}

/** The mentions of a post as the store keeps them: where in the words each stood is not known. */
export const mentionsOf = (post: HistoryPost): Mention[] =>
  post.skills.map(({ id, level }) => ({ skill: id, level, field: 'role', offset: 0, length: 0, cue: null }))
