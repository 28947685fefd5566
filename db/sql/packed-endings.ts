/** Which vacancies were gone on a day and since when: what ended and came back in each week, packed by refresh, from spells where not. */
import { type Day, dayNumber, mondayBefore } from '../../src/days.ts'
import type { Endings } from '../store.ts'
import { type Columns, layoutOf } from './columns.ts'
import { mondaysBetween, notPacked } from './mondays.ts'
import type { Session } from './session.ts'

/** What happened in a week, in order of day and vacancy. */
const types = {
  vacancy: Uint32Array,
  /** Days since 1970: of the first list without it, or of the first with it again. */
  day: Uint16Array,
  /** The last day on which it was listed; 0 where it came back. */
  lastSeen: Uint16Array,
} as const
const layout = layoutOf('endings by day and vacancy', types)
type WeekEndings = Columns<typeof types>

/** News of a day leaves its week and all after it to be packed again. */
export async function forgetEndingsFrom(session: Session, day: number): Promise<void> {
  await session.run('delete from packed_endings where monday >= ?', mondayBefore(day))
}

/** So does another number of a vacancy, in the weeks in which its postings were first seen or ended. */
export async function forgetEndingsIn(session: Session, mondays: Iterable<number>): Promise<void> {
  for (const monday of mondays) await session.run('delete from packed_endings where monday = ?', monday)
}

/** Mondays from that of the first ending to that of the last or of what was first seen last. */
async function mondays(session: Session): Promise<number[]> {
  const { first, ended, seen } = (await session.one<{
    first: number | null
    ended: number | null
    seen: number | null
  }>(
    `select (select min(ended_on) from spells) as first, (select max(ended_on) from spells) as ended,
       (select max(first_seen) from spells) as seen`,
  ))!
  return mondaysBetween(first, Math.max(ended ?? 0, seen ?? 0))
}

/** Mondays of the weeks that are not packed. */
export async function endingsToPack(session: Session): Promise<Day[]> {
  const packed = await session.all<{ monday: number }>(
    'select monday from packed_endings where layout = ?',
    layout.mark,
  )
  return notPacked(await mondays(session), packed)
}

interface SpellOf {
  vacancy: number
  first_seen: number
  last_seen: number
  ended_on: number | null
}

/** A vacancy is gone where none of its postings is listed any more, and back where one is again. */
async function fromSpells(session: Session, monday: number): Promise<WeekEndings> {
  const spells = await session.all<SpellOf>(
    `with touched as (
       select p.vacancy_no from spells s join postings p on p.no = s.posting_no where s.ended_on between @from and @to
       union
       select p.vacancy_no from spells s join postings p on p.no = s.posting_no join vacancies v on v.no = p.vacancy_no
       where s.first_seen between @from and @to and v.first_seen < s.first_seen)
     select p.vacancy_no as vacancy, s.first_seen, s.last_seen, s.ended_on
     from touched t cross join postings p join spells s on s.posting_no = p.no where p.vacancy_no = t.vacancy_no
     order by p.vacancy_no, s.first_seen`,
    { from: monday, to: monday + 6 },
  )
  const found: { vacancy: number; day: number; lastSeen: number }[] = []
  const note = (vacancy: number, day: number, lastSeen: number) => {
    if (day >= monday && day <= monday + 6) found.push({ vacancy, day, lastSeen })
  }
  let [vacancy, end, lastSeen] = [0, 0, 0]
  const gone = () => {
    if (vacancy !== 0 && end !== Number.POSITIVE_INFINITY) note(vacancy, end, lastSeen)
  }
  for (const spell of spells) {
    const until = spell.ended_on ?? Number.POSITIVE_INFINITY
    if (spell.vacancy === vacancy && spell.first_seen <= end) {
      end = Math.max(end, until)
      lastSeen = Math.max(lastSeen, spell.last_seen)
      continue
    }
    gone()
    if (spell.vacancy === vacancy) note(vacancy, spell.first_seen, 0)
    ;[vacancy, end, lastSeen] = [spell.vacancy, until, spell.last_seen]
  }
  gone()
  found.sort((one, other) => one.day - other.day || one.vacancy - other.vacancy)
  return {
    vacancy: Uint32Array.from(found, (row) => row.vacancy),
    day: Uint16Array.from(found, ({ day }) => day),
    lastSeen: Uint16Array.from(found, (row) => row.lastSeen),
  }
}

export async function packEndings(session: Session, of: Day): Promise<void> {
  const monday = dayNumber(of)
  await session.write(async (session) => {
    await session.run(
      `insert into packed_endings (monday, layout, body) values (?, ?, ?)
       on conflict (monday) do update set layout = excluded.layout, body = excluded.body`,
      ...[monday, layout.mark, layout.pack(await fromSpells(session, monday))],
    )
  })
}

/** By number of vacancy, as known on the day; from the week of `since` on. */
export async function endings(session: Session, asOf: Day, since: Day | null = null): Promise<Endings> {
  const last = dayNumber(asOf)
  const first = since === null ? 0 : mondayBefore(dayNumber(since))
  const most = (await session.one<{ no: number | null }>('select max(no) as no from vacancies'))!.no ?? 0
  const found: Endings = { endedOn: new Uint32Array(most + 1), lastSeen: new Uint32Array(most + 1) }
  const packed = new Map(
    (
      await session.all<{ monday: number; body: Uint8Array }>(
        'select monday, body from packed_endings where monday between ? and ? and layout = ?',
        ...[first, last, layout.mark],
      )
    ).map(({ monday, body }) => [monday, body]),
  )
  for (const monday of (await mondays(session)).filter((monday) => monday >= first && monday <= last)) {
    const body = packed.get(monday)
    const { vacancy, day, lastSeen } =
      body === undefined ? await fromSpells(session, monday) : layout.unpack(body).columns
    for (let at = 0; at < vacancy.length && day[at]! <= last; at++) {
      found.endedOn[vacancy[at]!] = lastSeen[at] === 0 ? 0 : day[at]!
      found.lastSeen[vacancy[at]!] = lastSeen[at]!
    }
  }
  return found
}

/** Mondays of packed weeks that are not what their spells say; for verify. */
export async function mispackedEndings(session: Session): Promise<number[]> {
  const wrong: number[] = []
  for (const { monday } of await session.all<{ monday: number }>(
    'select monday from packed_endings where layout = ? order by monday',
    layout.mark,
  )) {
    const stored = await session.one<{ body: Buffer }>('select body from packed_endings where monday = ?', monday)
    if (!layout.pack(await fromSpells(session, monday)).equals(stored!.body)) wrong.push(monday)
  }
  return wrong
}
