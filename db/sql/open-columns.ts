/** The postings open on a day as columns, with all that is told of them: of the day that refresh has packed, else from their rows. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { BoardHealth, NamingRow } from '../store.ts'
import { healthFromRows } from './boards-on.ts'
import { type Columns, layoutOf } from './columns.ts'
import { skillIds } from './flows.ts'
import { mentionsOf } from './mentions-of.ts'
import { type FactsRow, openOn, payOf, type TraitsRow, traitsOf } from './open-rows.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import { everyBoard, type NumberedBoard } from './whole-reads.ts'

/** A posting at the same place in each, in order of number; numbers are those of the tables. */
const types = {
  posting: Uint32Array,
  vacancy: Uint32Array,
  board: Uint32Array,
  employer: Uint32Array,
  /** The words that it carried on the day; 0 where it had none. */
  text: Uint32Array,
  /** Where each posting's mentions begin; one more than there are postings. */
  mentionsFrom: Uint32Array,
  /** Place in `told` and `pays`. */
  told: Uint32Array,
  pay: Uint32Array,
  /** Days since 1970. */
  firstSeen: Uint16Array,
  /** Of each mention above negated, in order of the skills' ids. */
  skill: Uint16Array,
  /** Place in `countries` and `kinds`. */
  country: Uint16Array,
  kind: Uint16Array,
  /** Of each mention. */
  level: Uint8Array,
  /** Days since its board was read whole. */
  age: Uint8Array,
  ai: Uint8Array,
} as const

/** How the boards stand, a board at the same place in each; days are since 1970, 0 for none. */
const boardTypes = {
  healthOf: Uint32Array,
  aiVacancies: Uint32Array,
  readOn: Uint16Array,
  triedOn: Uint16Array,
  /** Place in the lists of outcomes with their reasons, and of states. */
  tried: Uint16Array,
  state: Uint8Array,
} as const

const layout = layoutOf('open postings by number with what is told of them; boards by id', { ...types, ...boardTypes })

export interface OpenColumns extends Columns<typeof types> {
  count: number
  /** Lists of countries as the postings keep them, JSON. */
  countries: readonly string[]
  /** What the words say, patterns as they are stored; all null where nobody has read them for skills. */
  kinds: readonly Kind[]
  tolds: readonly Told[]
  pays: readonly Pays[]
}

export type Kind = readonly [role: string | null, seniority: string | null, patterns: string | null]
/** What else is told of a posting, but for its pay; no traits where nobody has read its words. */
export type Told = Pick<NamingRow, 'workplace' | 'employment'> & { traits: Omit<NamingRow['traits'], 'salary'> | null }
/** The pay that counts, and that which the words alone were read to say. */
export type Pays = Pick<NamingRow, 'pay'> & Pick<NamingRow['traits'], 'salary'>

interface Row extends FactsRow, TraitsRow {
  no: number
  vacancy_no: number
  board_no: number
  employer_no: number
  first_seen: number
  text_no: number | null
  age: number
  /** Null where nobody has read its words. */
  read: number | null
}

async function fromRows(session: Session, edition: number, day: number, asOf: Day): Promise<OpenColumns> {
  const rows = await session.all<Row>(
    `with ${await openOn(session, asOf)}
     select o.no, o.vacancy_no, o.board_no, o.employer_no, o.first_seen, o.text_no, o.countries, o.age, o.workplace, o.employment, o.p_min, o.p_max, o.p_currency, o.p_period,
       r.text_no as read, r.years_min, r.years_max, r.seniority, r.pay_min, r.pay_max, r.pay_currency, r.pay_period, r.remote, r.role, r.multi, r.ai, r.patterns
     from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition order by o.no`,
    { day, edition },
  )
  const mentions = await mentionsOf(session, edition, new Set(rows.flatMap(({ text_no }) => text_no ?? [])))
  const ids = await skillIds(session)
  for (const named of mentions.values()) named.sort((one, other) => (ids[one.skill]! < ids[other.skill]! ? -1 : 1))
  const own = rows.map(({ text_no }) => (text_no === null ? [] : (mentions.get(text_no) ?? [])))
  const mentionsFrom = new Uint32Array(rows.length + 1)
  for (const [at, { length }] of own.entries()) mentionsFrom[at + 1] = mentionsFrom[at]! + length
  const [countries, kinds, tolds, pays] = [places<string>(), places<Kind>(), places<Told>(), places<Pays>()]
  const toldOf = ({ workplace, employment, ...row }: Row): Told => {
    if (row.read === null) return { workplace, employment, traits: null }
    return { workplace, employment, traits: traitsOf(row) }
  }
  return {
    count: rows.length,
    posting: Uint32Array.from(rows, ({ no }) => no),
    vacancy: Uint32Array.from(rows, (row) => row.vacancy_no),
    board: Uint32Array.from(rows, (row) => row.board_no),
    employer: Uint32Array.from(rows, (row) => row.employer_no),
    text: Uint32Array.from(rows, (row) => row.text_no ?? 0),
    mentionsFrom,
    told: Uint32Array.from(rows, (row) => tolds.placeOf(toldOf(row))),
    pay: Uint32Array.from(rows, (row) => pays.placeOf(payOf(row))),
    firstSeen: Uint16Array.from(rows, (row) => row.first_seen),
    skill: Uint16Array.from(own.flatMap((named) => named.map(({ skill }) => skill))),
    country: Uint16Array.from(rows, (row) => countries.placeOf(row.countries)),
    kind: Uint16Array.from(rows, (row) => kinds.placeOf([row.role, row.seniority, row.patterns])),
    level: Uint8Array.from(own.flatMap((named) => named.map(({ level }) => level))),
    age: Uint8Array.from(rows, ({ age }) => age),
    ai: Uint8Array.from(rows, ({ ai }) => ai ?? 0),
    ...{ countries: countries.list, kinds: kinds.list, tolds: tolds.list, pays: pays.list },
  }
}

/** Different values, and the place of each among them. */
function places<Value>() {
  const list: Value[] = []
  const known = new Map<string, number>()
  const placeOf = (value: Value): number => {
    const key = JSON.stringify(value)
    let place = known.get(key)
    if (place === undefined) {
      place = list.push(value) - 1
      known.set(key, place)
    }
    return place
  }
  return { list, placeOf }
}

// ---- packed ----------------------------------------------------------------------------------------------------------

type Words = [
  ...[OpenColumns['countries'], OpenColumns['kinds'], OpenColumns['tolds'], OpenColumns['pays']],
  ...[BoardHealth['state'][], Tried[]],
]
type Tried = Omit<NonNullable<BoardHealth['lastTry']>, 'day'>

async function pack(session: Session, columns: OpenColumns, health: readonly BoardHealth[]): Promise<Buffer> {
  const numbers = new Map((await everyBoard(session)).map(({ id, no }) => [id, no]))
  const [states, tries] = [places<BoardHealth['state']>(), places<Tried>()]
  const triedOf = ({ outcome, reason }: Tried) => tries.placeOf({ outcome, reason })
  const numberOf = (day: Day | null | undefined) => (day == null ? 0 : dayNumber(day))
  const boards: Columns<typeof boardTypes> = {
    healthOf: Uint32Array.from(health, ({ board }) => numbers.get(board)!),
    aiVacancies: Uint32Array.from(health, ({ aiVacancies }) => aiVacancies),
    readOn: Uint16Array.from(health, ({ lastComplete }) => numberOf(lastComplete)),
    triedOn: Uint16Array.from(health, ({ lastTry }) => numberOf(lastTry?.day)),
    tried: Uint16Array.from(health, ({ lastTry }) => (lastTry === null ? 0 : triedOf(lastTry))),
    state: Uint8Array.from(health, ({ state }) => states.placeOf(state)),
  }
  const { countries, kinds, tolds, pays } = columns
  return layout.pack({ ...columns, ...boards }, [countries, kinds, tolds, pays, states.list, tries.list])
}

async function unpacked(session: Session, edition: number, day: number) {
  const packed = await session.one<{ body: Buffer }>(
    'select body from packed_open where edition_no = ? and day = ? and layout = ?',
    ...[edition, day, layout.mark],
  )
  if (packed === null) return null
  const { columns, words } = layout.unpack(packed.body)
  return { columns, words: words as Words }
}

/** What is open: by what was packed for the day, where nothing has changed since. */
export const openColumns = async (session: Session, asOf: Day): Promise<OpenColumns> =>
  openColumnsOf(session, (await editionInForce(session))?.no ?? 0, asOf)

/** The same as an edition read their words. */
export async function openColumnsOf(session: Session, edition: number, asOf: Day): Promise<OpenColumns> {
  const day = dayNumber(asOf)
  const packed = await unpacked(session, edition, day)
  if (packed === null) return fromRows(session, edition, day, asOf)
  const [countries, kinds, tolds, pays] = packed.words
  return { count: packed.columns.posting.length, ...packed.columns, countries, kinds, tolds, pays }
}

/** How the boards stand, by the same. */
export async function boardHealth(session: Session, asOf: Day): Promise<BoardHealth[]> {
  const packed = await unpacked(session, (await editionInForce(session))?.no ?? 0, dayNumber(asOf))
  if (packed === null) return healthFromRows(session, asOf)
  const { healthOf, aiVacancies, readOn, triedOn, tried, state } = packed.columns
  const [, , , , states, tries] = packed.words
  const boards: NumberedBoard[] = []
  for (const board of await everyBoard(session)) boards[board.no] = board
  const days = new Map<number, Day>()
  const dayOf = (number: number): Day => {
    const known = days.get(number) ?? dayFromNumber(number)
    days.set(number, known)
    return known
  }
  return Array.from(healthOf, (no, at): BoardHealth => {
    const { id, source, every } = boards[no]!
    return {
      ...{ board: id, source, every, state: states[state[at]!]! },
      lastComplete: readOn[at] === 0 ? null : dayOf(readOn[at]!),
      lastTry: triedOn[at] === 0 ? null : { day: dayOf(triedOn[at]!), ...tries[tried[at]!]! },
      aiVacancies: aiVacancies[at]!,
    }
  })
}

/** Packs what is open on the day in place of what was packed before; nothing before an edition is in force. */
export async function packOpen(session: Session, asOf: Day): Promise<void> {
  await session.write(async (session) => {
    const edition = await editionInForce(session)
    if (edition === null) return
    const day = dayNumber(asOf)
    const columns = await fromRows(session, edition.no, day, asOf)
    const body = await pack(session, columns, await healthFromRows(session, asOf, columns))
    await session.run('delete from packed_open')
    await session.run(
      'insert into packed_open (edition_no, day, layout, body) values (?, ?, ?, ?)',
      ...[edition.no, day, layout.mark, body],
    )
  })
}

/** Days whose packed open postings are not what their rows give; for verify. */
export async function mispackedOpen(session: Session): Promise<Day[]> {
  const wrong: Day[] = []
  for (const { edition_no, day, body } of await session.all<{ edition_no: number; day: number; body: Buffer }>(
    'select edition_no, day, body from packed_open where layout = ? order by day',
    layout.mark,
  )) {
    const asOf = dayFromNumber(day)
    if ((await editionInForce(session))?.no !== edition_no) continue
    const columns = await fromRows(session, edition_no, day, asOf)
    const found = await pack(session, columns, await healthFromRows(session, asOf))
    if (!found.equals(body)) wrong.push(asOf)
  }
  return wrong
}
