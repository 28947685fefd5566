/** The vacancies first seen in a week as columns of numbers, and as one block of bytes. */
import { type Columns, layoutOf } from './columns.ts'

/** A vacancy at the same place in each; in order of first day, then of number. */
const types = {
  vacancy: Uint32Array,
  board: Uint32Array,
  employer: Uint32Array,
  /** Where each vacancy's skills begin in `skills`; one more than there are vacancies. */
  skillsFrom: Uint32Array,
  /** Days since 1970: the first on which it may have opened, the first on which it was listed, and the one that its source says or 0. */
  notBefore: Uint16Array,
  firstSeen: Uint16Array,
  openedOn: Uint16Array,
  /** Skills named at a level above negated, by number, in order. */
  skills: Uint16Array,
  /** Place in `roles` and `countries`. */
  role: Uint16Array,
  country: Uint16Array,
  ai: Uint8Array,
  /** 1 for those of a board's first list: open, never new. */
  stock: Uint8Array,
} as const

const layout = layoutOf('weeks by first day and number; roles and countries', types)
export const weekMark = layout.mark

export interface WeekColumns extends Columns<typeof types> {
  count: number
  roles: readonly (string | null)[]
  /** Lists of countries as the postings keep them, JSON. */
  countries: readonly string[]
}

export interface WeekVacancy {
  vacancy: number
  notBefore: number
  firstSeen: number
  openedOn: number | null
  board: number
  employer: number
  ai: boolean
  stock: boolean
  role: string | null
  countries: string
  skills: readonly number[]
}

export function columnsOf(rows: readonly WeekVacancy[]): WeekColumns {
  const roles: (string | null)[] = []
  const countries: string[] = []
  const placeIn = <T>(list: T[]) => {
    const places = new Map<T, number>()
    return (value: T) => {
      const known = places.get(value)
      if (known !== undefined) return known
      places.set(value, list.length)
      return list.push(value) - 1
    }
  }
  const [roleOf, countryOf] = [placeIn(roles), placeIn(countries)]
  const skillsFrom = new Uint32Array(rows.length + 1)
  for (const [at, { skills }] of rows.entries()) skillsFrom[at + 1] = skillsFrom[at]! + skills.length
  return {
    count: rows.length,
    vacancy: Uint32Array.from(rows, (row) => row.vacancy),
    board: Uint32Array.from(rows, (row) => row.board),
    employer: Uint32Array.from(rows, (row) => row.employer),
    skillsFrom,
    notBefore: Uint16Array.from(rows, (row) => row.notBefore),
    firstSeen: Uint16Array.from(rows, (row) => row.firstSeen),
    openedOn: Uint16Array.from(rows, (row) => row.openedOn ?? 0),
    skills: Uint16Array.from(rows.flatMap(({ skills }) => skills)),
    role: Uint16Array.from(rows, ({ role }) => roleOf(role)),
    country: Uint16Array.from(rows, (row) => countryOf(row.countries)),
    ai: Uint8Array.from(rows, ({ ai }) => Number(ai)),
    stock: Uint8Array.from(rows, ({ stock }) => Number(stock)),
    roles,
    countries,
  }
}

export const packWeek = (week: WeekColumns): Buffer => layout.pack(week, [week.roles, week.countries])

export function unpackWeek(packed: Uint8Array): WeekColumns {
  const { columns, words } = layout.unpack(packed)
  const [roles, countries] = words as [(string | null)[], string[]]
  return { count: columns.vacancy.length, ...columns, roles, countries }
}
