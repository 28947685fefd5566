/** What is open on a day, on boards whose lists still speak: read once, and asked of any skill and population. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import { levels, type SkillId } from '../../src/domain.ts'
import type { BesidesRow, EvidenceRow, NamingRow, OpenOnDay, OpenRow, OpenTraits, Population } from '../store.ts'
import { everyEmployer } from './employers.ts'
import { skillIds } from './flows.ts'
import { type OpenColumns, openColumns } from './open-columns.ts'
import { detailsOf } from './open-details.ts'
import { inPopulation } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import { boardsInOrder, type NumberedBoard } from './whole-reads.ts'

/** A job counts as stale from so many days on. */
const staleDays = 180

interface Tables {
  /** By number; `place` in the order of ids. */
  boards: (NumberedBoard & { place: number })[]
  employers: string[]
  /** A 1 for each that advertises the jobs of others. */
  isAgency: Uint8Array
  skills: string[]
}

async function tablesOf(session: Session): Promise<Tables> {
  const boards: Tables['boards'] = []
  for (const [place, board] of (await boardsInOrder(session)).entries()) boards[board.no] = { ...board, place }
  const { keys, isAgency } = await everyEmployer(session)
  return { boards, employers: keys, isAgency, skills: await skillIds(session) }
}

/** The postings of a population, and the jobs that they are of. */
interface Whose {
  has: Uint8Array
  /** By place of the job: its group, and when the first of its postings was first seen. */
  group: Uint32Array
  firstSeen: Uint32Array
  /** The jobs by board and employer, in order of both. */
  groups: { board: string; employer: string; ageDays: number; vacancies: number; postings: number }[]
}

export async function openOnDay(session: Session, asOf: Day): Promise<OpenOnDay> {
  const [columns, tables, edition] = await session.read(async (session) => {
    const columns = await openColumns(session, asOf)
    return [columns, await tablesOf(session), (await editionInForce(session))?.no ?? 0] as const
  })
  const numbers = new Map<SkillId, number>()
  // Numbers begin at 1: the array has holes, which only forEach leaves out.
  tables.skills.forEach((id, no) => void numbers.set(id, no))
  const jobs = jobsOf(columns)
  const mentions = mentionsBySkill(columns, tables.skills.length)
  const known = new Map<string, Whose>()
  const whose = ({ name }: Population): Whose => {
    const found = known.get(name) ?? whoseOf(columns, jobs, tables, name)
    known.set(name, found)
    return found
  }
  const naming = (skill: SkillId, population: Population): Naming[] => {
    const { has } = whose(population)
    const found: Naming[] = []
    const { places, levels } = mentions(numbers.get(skill) ?? -1)
    for (const [at, place] of places.entries()) if (has[place] === 1) found.push({ place, level: levels[at]! })
    return found
  }
  const speaking = (skill: SkillId, population: Population) => speakers(jobs, naming(skill, population))
  const namesOf = (place: number) => ({
    vacancy: columns.vacancy[place]!,
    employer: tables.employers[columns.employer[place]!]!,
    board: tables.boards[columns.board[place]!]!.id,
  })
  const countries = columns.countries.map((list) => JSON.parse(list) as string[])
  return {
    now: (skill, population) => openRows(jobs, whose(population), naming(skill, population), dayNumber(asOf)),
    traits: (population) => openTraits(columns, jobs, whose(population)),
    skills: (population) => openSkills(jobs, mentions, whose(population), tables),
    besides: (population) => besides(columns, tables, population),
    vacancies: (skill, population) => speaking(skill, population).map(({ place }) => namesOf(place)),
    naming: (skill, population) =>
      speaking(skill, population).map(({ place, level }): NamingRow => {
        const { traits, ...facts } = columns.tolds[columns.told[place]!]!
        const { pay, salary } = columns.pays[columns.pay[place]!]!
        return {
          ...{ ...namesOf(place), level: levels[level]!, ...facts, pay },
          // What names a skill has been read.
          traits: { ...traits!, salary },
          countries: countries[columns.country[place]!]!,
          skills: skillsAt(columns, tables, place),
        }
      }),
    evidence: async (skill, population, vacancies) => {
      const asked = { asOf, edition, skill: numbers.get(skill) ?? -1 }
      const own = new Map(speaking(skill, population).map((naming) => [columns.vacancy[naming.place]!, naming]))
      const wanted = vacancies.flatMap((vacancy) => own.get(vacancy) ?? [])
      const postings = wanted.map(({ place }) => ({ no: columns.posting[place]!, text: columns.text[place]! }))
      const details = await detailsOf(session, asked, postings)
      return wanted.map(({ place, level }): EvidenceRow => {
        const { cue, ...detail } = details.get(columns.posting[place]!)!
        const firstSeen = dayFromNumber(columns.firstSeen[place]!)
        return { ...namesOf(place), ...detail, firstSeen, level: levels[level]!, cue }
      })
    },
  }
}

interface Naming {
  place: number
  /** Place in the list of levels. */
  level: number
}

/** The job of each posting, told by its place among the jobs in order of number. */
interface Jobs {
  count: number
  of: Uint32Array
}

function jobsOf({ count, vacancy }: OpenColumns): Jobs {
  let most = 0
  for (let place = 0; place < count; place++) most = Math.max(most, vacancy[place]!)
  // By number first a mark, then one more than the place.
  const places = new Uint32Array(most + 1)
  for (let place = 0; place < count; place++) places[vacancy[place]!] = 1
  let jobs = 0
  for (let number = 0; number <= most; number++) if (places[number] === 1) places[number] = ++jobs
  return { count: jobs, of: vacancy.map((number) => places[number]! - 1) }
}

/** The postings that name a skill, by its number: their places in order, and the level of each. */
type Mentions = (skill: number) => { places: Uint32Array; levels: Uint8Array }

function mentionsBySkill({ count, mentionsFrom, skill, level }: OpenColumns, skills: number): Mentions {
  const from = new Uint32Array(skills + 1)
  for (const of of skill) from[of + 1]! += 1
  for (let of = 0; of < skills; of++) from[of + 1]! += from[of]!
  const next = from.slice()
  const [places, levels] = [new Uint32Array(skill.length), new Uint8Array(skill.length)]
  for (let place = 0; place < count; place++) {
    for (let at = mentionsFrom[place]!; at < mentionsFrom[place + 1]!; at++) {
      const to = next[skill[at]!]!++
      places[to] = place
      levels[to] = level[at]!
    }
  }
  return (of) => {
    const [start, end] = of < 0 ? [0, 0] : [from[of], from[of + 1]]
    return { places: places.subarray(start, end), levels: levels.subarray(start, end) }
  }
}

/** The places of a population, whoever advertises where that is left out of account. */
function membersOf(columns: OpenColumns, tables: Tables, name: string, ownAlone: boolean): Uint8Array {
  const test = inPopulation(name)
  const isSource = name.startsWith('source:')
  const boards = tables.boards.map((board) => (ownAlone || isSource ? test.board(board) : true))
  const inRole = columns.kinds.map(([role]) => test.role(role))
  const inCountry = columns.countries.map(test.country)
  const has = new Uint8Array(columns.count)
  for (let place = 0; place < columns.count; place++) {
    if ((test.ai && columns.ai[place] === 0) || !inRole[columns.kind[place]!]) continue
    if (!inCountry[columns.country[place]!] || !boards[columns.board[place]!]) continue
    if (ownAlone && !isSource && tables.isAgency[columns.employer[place]!] === 1) continue
    has[place] = 1
  }
  return has
}

function whoseOf(columns: OpenColumns, jobs: Jobs, tables: Tables, name: string): Whose {
  const has = membersOf(columns, tables, name, true)
  const column = () => new Uint32Array(jobs.count)
  const [boardAt, employer, age, postings, firstSeen] = [column(), column(), column(), column(), column()]
  const inOrderOfJob: number[] = []
  for (let place = 0; place < columns.count; place++) {
    if (has[place] === 0) continue
    const job = jobs.of[place]!
    const at = tables.boards[columns.board[place]!]!.place
    if (postings[job]!++ === 0) {
      inOrderOfJob.push(job)
      boardAt[job] = at
      employer[job] = columns.employer[place]!
      age[job] = columns.age[place]!
      firstSeen[job] = columns.firstSeen[place]!
      continue
    }
    boardAt[job] = Math.min(boardAt[job]!, at)
    employer[job] = Math.min(employer[job]!, columns.employer[place]!)
    age[job] = Math.min(age[job]!, columns.age[place]!)
    firstSeen[job] = Math.min(firstSeen[job]!, columns.firstSeen[place]!)
  }
  const ids: string[] = []
  for (const board of tables.boards) if (board !== undefined) ids[board.place] = board.id
  type Group = Whose['groups'][number] & { at: number; jobs: number[]; before: Group | undefined }
  // The groups of an employer hang together, the newest first: most have one.
  const newest: (Group | undefined)[] = new Array(tables.employers.length)
  const groups: Group[] = []
  for (const job of inOrderOfJob) {
    const [at, by] = [boardAt[job]!, employer[job]!]
    let group = newest[by]
    while (group !== undefined && group.at !== at) group = group.before
    if (group === undefined) {
      const names = { board: ids[at]!, employer: tables.employers[by]! }
      group = { at, ...names, ageDays: age[job]!, vacancies: 0, postings: 0, jobs: [], before: newest[by] }
      newest[by] = group
      groups.push(group)
    }
    group.ageDays = Math.min(group.ageDays, age[job]!)
    group.vacancies += 1
    group.postings += postings[job]!
    group.jobs.push(job)
  }
  const inOrder = groups.sort((one, other) => one.at - other.at || (one.employer < other.employer ? -1 : 1))
  const group = column()
  for (const [place, { jobs: own }] of inOrder.entries()) for (const job of own) group[job] = place
  return { has, group, firstSeen, groups: inOrder }
}

function openRows(jobs: Jobs, whose: Whose, naming: readonly Naming[], day: number): OpenRow[] {
  // Written out: thousands of them are made for each skill, and copied fields take ten times as long.
  const rows = whose.groups.map(
    ({ board, employer, ageDays, vacancies, postings }): OpenRow => ({
      board,
      employer,
      ageDays,
      vacancies,
      postings,
      naming: 0,
      namingPostings: 0,
      required: 0,
      preferred: 0,
      mentioned: 0,
      stale: 0,
    }),
  )
  // The strongest level of each job, one more than its place in the list of levels.
  const strongest = new Uint8Array(jobs.count)
  for (const { place, level } of naming) {
    const job = jobs.of[place]!
    rows[whose.group[job]!]!.namingPostings += 1
    if (strongest[job] === 0 || level + 1 < strongest[job]!) strongest[job] = level + 1
  }
  for (let job = 0; job < jobs.count; job++) {
    if (strongest[job] === 0) continue
    const row = rows[whose.group[job]!]!
    row.naming += 1
    row[levels[strongest[job]! - 1] as 'required' | 'preferred' | 'mentioned'] += 1
    if (whose.firstSeen[job]! < day - staleDays) row.stale += 1
  }
  return rows
}

/** Of each job the posting with the strongest level, and of these the first; in order of job. */
function speakers(jobs: Jobs, naming: readonly Naming[]): Naming[] {
  const best = new Array<Naming | undefined>(jobs.count)
  for (const own of naming) {
    const known = best[jobs.of[own.place]!]
    if (known === undefined || own.level < known.level) best[jobs.of[own.place]!] = own
  }
  return best.filter((own) => own !== undefined)
}

const skillsAt = ({ mentionsFrom, skill }: OpenColumns, { skills }: Tables, place: number): SkillId[] =>
  Array.from(skill.subarray(mentionsFrom[place], mentionsFrom[place + 1]), (no) => skills[no]!)

/** How many jobs there are of each kind; each counts once, as its first open posting says. */
function openTraits(columns: OpenColumns, jobs: Jobs, { has }: Whose): OpenTraits[] {
  const counts = new Map<number, number>()
  const seen = new Uint8Array(jobs.count)
  for (let place = 0; place < columns.count; place++) {
    if (has[place] === 0 || seen[jobs.of[place]!]! === 1) continue
    seen[jobs.of[place]!] = 1
    counts.set(columns.kind[place]!, (counts.get(columns.kind[place]!) ?? 0) + 1)
  }
  return [...counts].map(([kind, vacancies]) => {
    const [role, seniority, patterns] = columns.kinds[kind]!
    return { role, seniority, patterns: patterns === null ? [] : (JSON.parse(patterns) as string[]), vacancies }
  })
}

function openSkills(jobs: Jobs, mentions: Mentions, { has }: Whose, { skills }: Tables) {
  const lastIn = new Uint32Array(jobs.count)
  const found: { skill: SkillId; vacancies: number }[] = []
  // Numbers begin at 1: the array has holes, which only forEach leaves out.
  skills.forEach((skill, no) => {
    let vacancies = 0
    for (const place of mentions(no).places) {
      if (has[place] === 0 || lastIn[jobs.of[place]!] === no) continue
      lastIn[jobs.of[place]!] = no
      vacancies += 1
    }
    if (vacancies > 0) found.push({ skill, vacancies })
  })
  return found.sort((one, other) => (one.skill < other.skill ? -1 : 1))
}

/** Jobs that no figure counts, because others advertise them: agencies, and lists that copy. One that an employer advertises for itself as well is none of these. */
function besides(columns: OpenColumns, tables: Tables, { name }: Population): BesidesRow[] {
  const has = membersOf(columns, tables, name, false)
  const copies = tables.boards.map(({ token, isThread }) => token === '' && !isThread)
  const others = new Uint8Array(columns.count)
  for (let place = 0; place < columns.count; place++) {
    if (has[place] === 1 && (copies[columns.board[place]!] || tables.isAgency[columns.employer[place]!] === 1))
      others[place] = 1
  }
  const rows = new Map<string, BesidesRow>()
  const stood = new Map<string, { own: boolean; agency: boolean; employer: number; skill: number }>()
  const suspects = new Set<number>()
  for (let place = 0; place < columns.count; place++) if (others[place] === 1) suspects.add(columns.vacancy[place]!)
  for (let place = 0; place < columns.count; place++) {
    const vacancy = columns.vacancy[place]!
    if (has[place] === 0 || !suspects.has(vacancy)) continue
    const employer = columns.employer[place]!
    for (let at = columns.mentionsFrom[place]!; at < columns.mentionsFrom[place + 1]!; at++) {
      const skill = columns.skill[at]!
      const key = `${skill} ${vacancy}`
      const known = stood.get(key) ?? { own: false, agency: false, employer, skill }
      stood.set(key, known)
      if (others[place] === 0) known.own = true
      if (!copies[columns.board[place]!]) known.agency = true
      known.employer = Math.min(known.employer, employer)
    }
  }
  for (const { own, agency, employer: no, skill: of } of stood.values()) {
    if (own) continue
    const [skill, employer] = [tables.skills[of]!, tables.employers[no]!]
    const key = `${skill} ${employer}`
    const row = rows.get(key) ?? { skill, employer, agencies: 0, aggregators: 0 }
    rows.set(key, row)
    if (agency) row.agencies += 1
    else row.aggregators += 1
  }
  const isBefore = (one: BesidesRow, other: BesidesRow) =>
    one.skill < other.skill || (one.skill === other.skill && one.employer < other.employer)
  return [...rows.values()].sort((one, other) => (isBefore(one, other) ? -1 : 1))
}
