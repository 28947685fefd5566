/** The vacancies first seen in a week as columns of numbers, and as one block of bytes. */

/** Column by column, a vacancy at the same place in each; in order of vacancy number. */
export interface WeekColumns {
  count: number
  vacancy: Uint32Array
  /** Days since 1970: the first on which it may have opened, the first on which it was listed, and the one that its source says or 0. */
  notBefore: Uint32Array
  firstSeen: Uint32Array
  openedOn: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  /** Where each vacancy's skills begin in `skills`; one more than there are vacancies. */
  skillsFrom: Uint32Array
  /** Skills named at a level above negated, by number, in order. */
  skills: Uint16Array
  /** Place in `roles` and `countries`. */
  role: Uint16Array
  country: Uint16Array
  ai: Uint8Array
  /** 1 for those of a board's first list: open, never new. */
  stock: Uint8Array
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
    notBefore: Uint32Array.from(rows, (row) => row.notBefore),
    firstSeen: Uint32Array.from(rows, (row) => row.firstSeen),
    openedOn: Uint32Array.from(rows, (row) => row.openedOn ?? 0),
    board: Uint32Array.from(rows, (row) => row.board),
    employer: Uint32Array.from(rows, (row) => row.employer),
    skillsFrom,
    skills: Uint16Array.from(rows.flatMap(({ skills }) => skills)),
    role: Uint16Array.from(rows, ({ role }) => roleOf(role)),
    country: Uint16Array.from(rows, (row) => countryOf(row.countries)),
    ai: Uint8Array.from(rows, ({ ai }) => Number(ai)),
    stock: Uint8Array.from(rows, ({ stock }) => Number(stock)),
    roles,
    countries,
  }
}

/** Widest numbers first, so that each column begins where its type may begin. */
const layout = [
  ...(['vacancy', 'notBefore', 'firstSeen', 'openedOn', 'board', 'employer', 'skillsFrom'] as const),
  ...(['skills', 'role', 'country', 'ai', 'stock'] as const),
]
type Column = (typeof layout)[number]

const viewOf = (column: Column, buffer: ArrayBufferLike, at: number, length: number) =>
  column === 'ai' || column === 'stock'
    ? new Uint8Array(buffer, at, length)
    : column === 'skills' || column === 'role' || column === 'country'
      ? new Uint16Array(buffer, at, length)
      : new Uint32Array(buffer, at, length)

/** Three numbers (vacancies, skills named, length of the dictionaries), the columns, the dictionaries as JSON. */
export function packWeek(week: WeekColumns): Buffer {
  const words = Buffer.from(JSON.stringify([week.roles, week.countries]))
  const head = Uint32Array.of(week.count, week.skills.length, words.length)
  const columns = layout.map((column) => week[column])
  return Buffer.concat(
    [head, ...columns]
      .map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))
      .concat(words),
  )
}

/** Throws a RangeError or SyntaxError where the bytes are not a packed week. */
export function unpackWeek(packed: Uint8Array): WeekColumns {
  // Every type may begin where the widest may; a copy of its own begins at 0.
  const bytes = packed.byteOffset % 4 === 0 ? packed : new Uint8Array(packed)
  let at = bytes.byteOffset
  const [count, named, words] = new Uint32Array(bytes.buffer, at, 3) as unknown as [number, number, number]
  at += 12
  const columns = Object.fromEntries(
    layout.map((column) => {
      const length = column === 'skillsFrom' ? count + 1 : column === 'skills' ? named : count
      const values = viewOf(column, bytes.buffer, at, length)
      at += values.byteLength
      return [column, values]
    }),
  ) as unknown as Pick<WeekColumns, Column>
  const [roles, countries] = JSON.parse(
    Buffer.from(bytes.subarray(at - bytes.byteOffset).subarray(0, words)).toString('utf8'),
  ) as [(string | null)[], string[]]
  return { count, ...columns, roles, countries }
}
