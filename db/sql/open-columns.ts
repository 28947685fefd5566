/** The postings open on a day as columns, with all that they name: of the day that refresh has packed, else from their rows. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { BoardHealth } from '../store.ts'
import { healthFromRows } from './boards-on.ts'
import { mentionsOf } from './mentions-of.ts'
import { openOn } from './open-rows.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** A posting at the same place in each column, in order of number; numbers are those of the tables. */
export interface OpenColumns {
  count: number
  posting: Uint32Array
  vacancy: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  /** Days since 1970. */
  firstSeen: Uint32Array
  /** The words that it carried on the day; 0 where it had none. */
  text: Uint32Array
  /** Where each posting's mentions begin; one more than there are postings. */
  mentionsFrom: Uint32Array
  /** Of each mention above negated, in order of skill. */
  skill: Uint16Array
  /** Place in `countries` and `kinds`. */
  country: Uint16Array
  kind: Uint16Array
  /** Of each mention. */
  level: Uint8Array
  /** Days since its board was read whole. */
  age: Uint8Array
  ai: Uint8Array
  /** Lists of countries as the postings keep them, JSON. */
  countries: readonly string[]
  /** What the words say, patterns as they are stored; all null where nobody has read them for skills. */
  kinds: readonly Kind[]
}

export type Kind = readonly [role: string | null, seniority: string | null, patterns: string | null]

const layout = [
  ...(['posting', 'vacancy', 'board', 'employer', 'firstSeen', 'text', 'mentionsFrom'] as const),
  ...(['skill', 'country', 'kind', 'level', 'age', 'ai'] as const),
]
type Column = (typeof layout)[number]
const typeOf = (column: Column) =>
  column === 'level' || column === 'age' || column === 'ai'
    ? Uint8Array
    : column === 'skill' || column === 'country' || column === 'kind'
      ? Uint16Array
      : Uint32Array

interface Row {
  no: number
  vacancy_no: number
  board_no: number
  employer_no: number
  first_seen: number
  text_no: number | null
  countries: string
  age: number
  ai: number | null
  role: string | null
  seniority: string | null
  patterns: string | null
}

async function fromRows(session: Session, edition: number, day: number, asOf: Day): Promise<OpenColumns> {
  const rows = await session.all<Row>(
    `with ${await openOn(session, asOf)}
     select o.no, o.vacancy_no, o.board_no, o.employer_no, o.first_seen, o.text_no, o.countries, o.age, r.ai, r.role, r.seniority, r.patterns
     from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition order by o.no`,
    { day, edition },
  )
  const mentions = await mentionsOf(session, edition, new Set(rows.flatMap(({ text_no }) => text_no ?? [])))
  const [countries, kinds] = [places<string>(), places<string>()]
  const own = rows.map(({ text_no }) => (text_no === null ? [] : (mentions.get(text_no) ?? [])))
  const mentionsFrom = new Uint32Array(rows.length + 1)
  for (const [at, { length }] of own.entries()) mentionsFrom[at + 1] = mentionsFrom[at]! + length
  return {
    count: rows.length,
    posting: Uint32Array.from(rows, ({ no }) => no),
    vacancy: Uint32Array.from(rows, (row) => row.vacancy_no),
    board: Uint32Array.from(rows, (row) => row.board_no),
    employer: Uint32Array.from(rows, (row) => row.employer_no),
    firstSeen: Uint32Array.from(rows, (row) => row.first_seen),
    text: Uint32Array.from(rows, (row) => row.text_no ?? 0),
    mentionsFrom,
    skill: Uint16Array.from(own.flatMap((named) => named.map(({ skill }) => skill))),
    country: Uint16Array.from(rows, (row) => countries.placeOf(row.countries)),
    kind: Uint16Array.from(rows, (row) => kinds.placeOf(JSON.stringify([row.role, row.seniority, row.patterns]))),
    level: Uint8Array.from(own.flatMap((named) => named.map(({ level }) => level))),
    age: Uint8Array.from(rows, ({ age }) => age),
    ai: Uint8Array.from(rows, ({ ai }) => ai ?? 0),
    countries: countries.list,
    kinds: kinds.list.map((kind) => JSON.parse(kind) as Kind),
  }
}

function places<Value>() {
  const list: Value[] = []
  const known = new Map<Value, number>()
  const placeOf = (value: Value): number => {
    let place = known.get(value)
    if (place === undefined) {
      place = list.push(value) - 1
      known.set(value, place)
    }
    return place
  }
  return { list, placeOf }
}

// ---- packed ----------------------------------------------------------------------------------------------------------

/** Widest numbers first, so that each column begins where its type may begin; before them three lengths, behind them words. */
function pack(columns: OpenColumns, health: readonly BoardHealth[]): Buffer {
  const words = Buffer.from(JSON.stringify([columns.countries, columns.kinds, health]))
  const head = Uint32Array.of(columns.count, columns.skill.length, words.length)
  return Buffer.concat(
    [head, ...layout.map((column) => columns[column])]
      .map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))
      .concat(words),
  )
}

function unpack(packed: Uint8Array): { columns: OpenColumns; health: BoardHealth[] } {
  // A copy of its own begins at 0, where every type may begin.
  const bytes = new Uint8Array(packed)
  const [count, mentions, words] = new Uint32Array(bytes.buffer, 0, 3) as unknown as [number, number, number]
  let at = 12
  const columns = Object.fromEntries(
    layout.map((column) => {
      const length = column === 'mentionsFrom' ? count + 1 : column === 'skill' || column === 'level' ? mentions : count
      const values = new (typeOf(column))(bytes.buffer, at, length)
      at += values.byteLength
      return [column, values]
    }),
  ) as unknown as Pick<OpenColumns, Column>
  const [countries, kinds, health] = JSON.parse(Buffer.from(bytes.buffer, at, words).toString('utf8')) as [
    string[],
    Kind[],
    BoardHealth[],
  ]
  return { columns: { count, ...columns, countries, kinds }, health }
}

const packedOf = (session: Session, edition: number, day: number) =>
  session.one<{ body: Buffer }>('select body from packed_open where edition_no = ? and day = ?', edition, day)

/** What is open, and how the boards stand: by what was packed for the day, where nothing has changed since. */
export async function openColumns(session: Session, asOf: Day): Promise<OpenColumns> {
  const [edition, day] = [(await editionInForce(session))?.no ?? 0, dayNumber(asOf)]
  const packed = await packedOf(session, edition, day)
  return packed === null ? fromRows(session, edition, day, asOf) : unpack(packed.body).columns
}

export async function boardHealth(session: Session, asOf: Day): Promise<BoardHealth[]> {
  const packed = await packedOf(session, (await editionInForce(session))?.no ?? 0, dayNumber(asOf))
  return packed === null ? healthFromRows(session, asOf) : unpack(packed.body).health
}

/** Packs what is open on the day in place of what was packed before; nothing before an edition is in force. */
export async function packOpen(session: Session, asOf: Day): Promise<void> {
  await session.write(async (session) => {
    const edition = await editionInForce(session)
    if (edition === null) return
    const day = dayNumber(asOf)
    const body = pack(await fromRows(session, edition.no, day, asOf), await healthFromRows(session, asOf))
    await session.run('delete from packed_open')
    await session.run('insert into packed_open (edition_no, day, body) values (?, ?, ?)', edition.no, day, body)
  })
}

/** Days whose packed open postings are not what their rows give; for verify. */
export async function mispackedOpen(session: Session): Promise<Day[]> {
  const wrong: Day[] = []
  for (const { edition_no, day, body } of await session.all<{ edition_no: number; day: number; body: Buffer }>(
    'select edition_no, day, body from packed_open order by day',
  )) {
    const asOf = dayFromNumber(day)
    if ((await editionInForce(session))?.no !== edition_no) continue
    const found = pack(await fromRows(session, edition_no, day, asOf), await healthFromRows(session, asOf))
    if (!found.equals(body)) wrong.push(asOf)
  }
  return wrong
}
