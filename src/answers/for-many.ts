/**
 * An asking for many skills at once: what the store would be asked anew for each skill is read once for all, and each
 * skill's question is answered from that. The answers are those of the store, row for row.
 */
import type {
  Closing,
  EvidenceRow,
  NamedSkill,
  NamingRow,
  OpenPosting,
  OpenRow,
  Population,
  Questions,
  Store,
} from '../../db/store.ts'
import { addDays, type Day, daysBetween } from '../days.ts'
import { levels, type SkillId } from '../domain.ts'
import type { Asking } from './asking.ts'

export function forMany(asking: Asking): Asking {
  const { questions } = asking.store
  // The store's methods stay its own; only the questions are answered here.
  const store: Store = Object.create(asking.store, {
    questions: { value: atOnce(questions, asking), enumerable: true },
  })
  return { ...asking, store }
}

function atOnce(questions: Questions, { population, asOf }: Asking): Questions {
  const same = (asked: Population, day: Day) => asked.name === population && day === asOf
  const whose = { name: population }
  const open = once(async () => indexOf(await questions.openPostings(whose, asOf)))
  const year = addDays(asOf, -365)
  const openings = once(() => questions.openings(whose, addDays(year, -28), addDays(asOf, 28), asOf))
  const gone = new Map<string, Promise<Closing[]>>()
  const own: Partial<Questions> = {
    openNow: async (skill, asked, day) =>
      same(asked, day) ? openRows(await open(), skill, asOf) : questions.openNow(skill, asked, day),
    naming: async (skill, asked, day) =>
      same(asked, day) ? namingRows(await open(), skill) : questions.naming(skill, asked, day),
    evidence: async (skill, asked, day) =>
      same(asked, day) ? evidenceRows(await open(), skill) : questions.evidence(skill, asked, day),
    openedAround: async (skill, asked, from, to) =>
      asked.name === population && from >= year && to <= asOf
        ? (await openings()).filter(
            (row) =>
              row.firstSeen >= from &&
              row.firstSeen <= addDays(to, 28) &&
              row.notBefore <= to &&
              row.skills.includes(skill),
          )
        : questions.openedAround(skill, asked, from, to),
    closings: async (skill, asked, span) => {
      if (asked.name !== population) return questions.closings(skill, asked, span)
      const key = Object.values(span).join(' ')
      const known = gone.get(key) ?? questions.closings('every', asked, span)
      gone.set(key, known)
      return (await known).flatMap((row) =>
        skill === 'every' ? [row] : row.skills.includes(skill) ? [{ ...row, skills: [skill] }] : [],
      )
    },
    lasted: async (skill, asked, from, to) =>
      same(asked, to) && from >= year
        ? (await openings())
            .filter((row) => row.firstSeen >= from && row.firstSeen <= to && row.skills.includes(skill))
            .map(({ employer, openedOn, firstSeen, endedOn }) => {
              const closed = endedOn !== null && endedOn <= to
              return { employer, days: daysBetween(openedOn ?? firstSeen, closed ? endedOn : to), closed }
            })
        : questions.lasted(skill, asked, from, to),
  }
  return Object.assign(Object.create(questions) as Questions, own)
}

function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | null = null
  return () => {
    asked ??= ask()
    return asked
  }
}

// ---- open jobs ---------------------------------------------------------------------------------------------------

interface Group {
  board: string
  employer: string
  ageDays: number
  vacancies: number
  postings: number
}

interface Index {
  groups: Group[]
  /** The group and the first day of each vacancy. */
  vacancies: Map<number, { group: number; firstSeen: Day }>
  /** By skill the open postings that name it, in order of number. */
  naming: Map<SkillId, { posting: OpenPosting; named: NamedSkill }[]>
}

function indexOf(postings: readonly OpenPosting[]): Index {
  const merged = new Map<
    number,
    { board: string; employerNo: number; ageDays: number; postings: number; firstSeen: Day }
  >()
  const employers = new Map<number, string>()
  const naming: Index['naming'] = new Map()
  for (const posting of postings) {
    const { vacancy, board, employerNo, ageDays, firstSeen } = posting
    employers.set(employerNo, posting.employer)
    const known = merged.get(vacancy)
    if (known === undefined) merged.set(vacancy, { board, employerNo, ageDays, firstSeen, postings: 1 })
    else {
      if (board < known.board) known.board = board
      known.employerNo = Math.min(known.employerNo, employerNo)
      known.ageDays = Math.min(known.ageDays, ageDays)
      if (firstSeen < known.firstSeen) known.firstSeen = firstSeen
      known.postings++
    }
    for (const named of posting.skills) {
      const rows = naming.get(named.skill)
      if (rows === undefined) naming.set(named.skill, [{ posting, named }])
      else rows.push({ posting, named })
    }
  }
  const places = new Map<string, number>()
  const groups: Group[] = []
  const vacancies: Index['vacancies'] = new Map()
  const ordered = [...merged].map(([vacancy, row]) => ({ vacancy, ...row, employer: employers.get(row.employerNo)! }))
  ordered.sort((left, right) =>
    left.board !== right.board
      ? left.board < right.board
        ? -1
        : 1
      : left.employer < right.employer
        ? -1
        : left.employer > right.employer
          ? 1
          : 0,
  )
  for (const { vacancy, board, employer, ageDays, postings: copies, firstSeen } of ordered) {
    const key = `${board}\t${employer}`
    const place = places.get(key) ?? groups.push({ board, employer, ageDays, vacancies: 0, postings: 0 }) - 1
    places.set(key, place)
    const group = groups[place]!
    group.ageDays = Math.min(group.ageDays, ageDays)
    group.vacancies++
    group.postings += copies
    vacancies.set(vacancy, { group: place, firstSeen })
  }
  return { groups, vacancies, naming }
}

const strength = (named: NamedSkill) => levels.indexOf(named.level)

/** Of each vacancy's postings that name the skill the one with the strongest level, and of these the first; in order of vacancy. */
function speaking({ naming }: Index, skill: SkillId) {
  const best = new Map<number, { posting: OpenPosting; named: NamedSkill; copies: number }>()
  for (const { posting, named } of naming.get(skill) ?? []) {
    const known = best.get(posting.vacancy)
    if (known === undefined) best.set(posting.vacancy, { posting, named, copies: 1 })
    else {
      known.copies++
      if (strength(named) < strength(known.named)) Object.assign(known, { posting, named })
    }
  }
  return [...best.values()].sort((left, right) => left.posting.vacancy - right.posting.vacancy)
}

function openRows(index: Index, skill: SkillId, asOf: Day): OpenRow[] {
  const none = { naming: 0, namingPostings: 0, required: 0, preferred: 0, mentioned: 0, stale: 0 }
  const rows: OpenRow[] = index.groups.map((group) => ({ ...group, ...none }))
  const old = addDays(asOf, -180)
  for (const { posting, named, copies } of speaking(index, skill)) {
    const { group, firstSeen } = index.vacancies.get(posting.vacancy)!
    const row = rows[group]!
    row.naming++
    row.namingPostings += copies
    if (named.level !== 'negated') row[named.level]++
    if (firstSeen < old) row.stale++
  }
  return rows
}

const namingRows = (index: Index, skill: SkillId): NamingRow[] =>
  speaking(index, skill).flatMap(({ posting, named }) =>
    posting.told === null
      ? []
      : [
          {
            ...{ vacancy: posting.vacancy, board: posting.board, externalId: posting.externalId },
            ...{ employer: posting.employer, level: named.level, ...posting.told },
            skills: posting.skills.map((own) => own.skill),
          },
        ],
  )

const evidenceRows = (index: Index, skill: SkillId): EvidenceRow[] =>
  speaking(index, skill).map(({ posting, named }) => {
    const { vacancy, employer, board, externalId, title, company, url, firstSeen } = posting
    return { vacancy, employer, board, externalId, title, company, url, firstSeen, level: named.level, cue: named.cue }
  })
