/** What is open on a day, added up posting by posting: as one comes or goes only what it is part of is reckoned anew. */

export interface OpenPosting {
  no: number
  vacancy: number
  employer: number
  board: number
  firstSeen: number
  /** The day on which it makes its vacancy a new one; null where it never did. */
  newOn: number | null
  text: number | null
  ai: boolean
  /** Numbers of the skills that its words name, and at which level. */
  skills: readonly { skill: number; level: number }[]
}

/** A row of daily_counts but for its edition and day; skill 0 stands for every vacancy, named or not. */
export interface TallyRow {
  population: string
  skill: number
  open: number
  postings: number
  required: number
  preferred: number
  opened: number
  employers: number
}

const populations = ['all', 'ai'] as const

/** How often each number stands in it. */
type Bag = Map<number, number>

function change(bag: Bag, key: number, by: number): void {
  const left = (bag.get(key) ?? 0) + by
  if (left === 0) bag.delete(key)
  else bag.set(key, left)
}

/** Postings of one vacancy and employer, by how strongly each names a skill: three counts in one number. */
const perLevel = 2 ** 17
const strongest = (levels: number): 0 | 1 | 2 | null =>
  levels === 0 ? null : levels % perLevel > 0 ? 0 : Math.floor(levels / perLevel) % perLevel > 0 ? 1 : 2

/** An employer's part of a vacancy, as one number: there are fewer employers than this. */
const mostEmployers = 10_000_000
const partOf = ({ vacancy, employer }: OpenPosting): number => vacancy * mostEmployers + employer

interface Named {
  parts: Bag
  employers: Bag
  postings: number
  /** Parts by their strongest level. */
  byLevel: [number, number, number]
}

interface Population {
  vacancies: Bag
  employers: Bag
  postings: number
  skills: Map<number, Named>
}

export interface DayTally {
  add(posting: OpenPosting): void
  remove(posting: OpenPosting): void
  /** In order of population and skill; `fresh` are the postings counted that make their vacancies new on the day. */
  rows(fresh: readonly OpenPosting[]): TallyRow[]
}

export function createTally(): DayTally {
  const all = new Map<string, Population>()
  for (const name of populations) {
    all.set(name, { vacancies: new Map(), employers: new Map(), postings: 0, skills: new Map() })
  }
  const move = (posting: OpenPosting, by: 1 | -1) => {
    for (const [name, population] of all) {
      if (name === 'ai' && !posting.ai) continue
      change(population.vacancies, posting.vacancy, by)
      change(population.employers, posting.employer, by)
      population.postings += by
      for (const { skill, level } of posting.skills) {
        let named = population.skills.get(skill)
        if (named === undefined) {
          named = { parts: new Map(), employers: new Map(), postings: 0, byLevel: [0, 0, 0] }
          population.skills.set(skill, named)
        }
        moveNamed(named, posting, level, by)
      }
    }
  }
  return {
    add: (posting) => move(posting, 1),
    remove: (posting) => move(posting, -1),
    rows: (fresh) =>
      [...all].flatMap(([name, population]) =>
        rowsOf(name, population, name === 'ai' ? fresh.filter(({ ai }) => ai) : fresh),
      ),
  }
}

function moveNamed(named: Named, posting: OpenPosting, level: number, by: 1 | -1): void {
  const part = partOf(posting)
  const before = strongest(named.parts.get(part) ?? 0)
  change(named.parts, part, by * perLevel ** level)
  const after = strongest(named.parts.get(part) ?? 0)
  named.postings += by
  if (before === after) return
  if (before !== null) named.byLevel[before] -= 1
  if (after !== null) named.byLevel[after] += 1
  if (before === null) change(named.employers, posting.employer, 1)
  if (after === null) change(named.employers, posting.employer, -1)
}

function rowsOf(
  population: string,
  { vacancies, employers, postings, skills }: Population,
  fresh: readonly OpenPosting[],
): TallyRow[] {
  const opened = new Map<number, Set<number>>()
  for (const posting of fresh) {
    for (const { skill } of posting.skills) opened.set(skill, (opened.get(skill) ?? new Set()).add(partOf(posting)))
  }
  const every = {
    ...{ population, skill: 0, open: vacancies.size, postings, required: 0, preferred: 0 },
    ...{ opened: new Set(fresh.map(({ vacancy }) => vacancy)).size, employers: employers.size },
  }
  const named = [...skills]
    .filter(([, { postings }]) => postings > 0)
    .sort(([one], [other]) => one - other)
    .map(([skill, { parts, employers, postings, byLevel }]) => ({
      ...{ population, skill, open: parts.size, postings, required: byLevel[0], preferred: byLevel[1] },
      ...{ opened: opened.get(skill)?.size ?? 0, employers: employers.size },
    }))
  return [every, ...named]
}
