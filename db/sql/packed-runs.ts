/** The weekly runs of the rule for directions, as their maker wrote them down: each is gone as soon as anything changes that it was made from. */
import { inflateRawSync } from 'node:zlib'
import { dayFromNumber, dayNumber, maybeMonday, mondayBefore, type Week, weekOf } from '../../src/days.ts'
import type { RunsOf } from '../store.ts'
import type { Session } from './session.ts'
import { editionNo } from './tags.ts'
import { packFast } from './text-body.ts'

/** News of a day says something else of its week and of all after it. */
export async function forgetRunsFrom(session: Session, day: number): Promise<void> {
  await session.run('delete from packed_runs where monday >= ?', mondayBefore(day))
}

const mondayNumber = (week: Week) => dayNumber(maybeMonday(week)!)

export async function keptWeeks(session: Session, { population, edition, method }: RunsOf): Promise<Week[]> {
  const rows = await session.all<{ monday: number }>(
    `select r.monday from packed_runs r join editions e on e.no = r.edition_no
     where e.name = ? and r.population = ? and r.method = ? order by r.monday`,
    ...[edition, population, method],
  )
  return rows.map(({ monday }) => weekOf(dayFromNumber(monday)))
}

export async function keptRun(session: Session, { population, edition }: RunsOf, week: Week): Promise<string | null> {
  const row = await session.one<{ body: Buffer }>(
    `select r.body from packed_runs r join editions e on e.no = r.edition_no
     where e.name = ? and r.population = ? and r.monday = ?`,
    ...[edition, population, mondayNumber(week)],
  )
  return row === null ? null : inflateRawSync(row.body).toString('utf8')
}

export async function keepRun(
  session: Session,
  { population, edition, method }: RunsOf,
  week: Week,
  run: string,
): Promise<void> {
  await session.write(async (session) => {
    await session.run(
      `insert into packed_runs (edition_no, population, monday, method, body) values (?, ?, ?, ?, ?)
       on conflict (edition_no, population, monday) do update set method = excluded.method, body = excluded.body`,
      ...[await editionNo(session, edition), population, mondayNumber(week), method, packFast(Buffer.from(run))],
    )
  })
}
