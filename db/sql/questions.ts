/** The counts that figures are made from, as known on a day. */
import { dayFromNumber, dayNumber, monthOf } from '../../src/days.ts'
import type { Questions } from '../store.ts'
import { boardDays } from './board-days.ts'
import { speakingOn } from './boards-on.ts'
import { dailySeries } from './counts.ts'
import { employerNames } from './employers.ts'
import { firstPostings } from './first-postings.ts'
import { opened, weekly } from './flows.ts'
import { openOnDay } from './open.ts'
import { boardHealth } from './open-columns.ts'
import { endings } from './packed-endings.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import { wholeReads } from './whole-reads.ts'

export function createQuestions(session: Session): Questions {
  return {
    span: async (asOf) => {
      // The first and the last by an index: minima under a condition would read every snapshot.
      const whole = "select day from snapshots where outcome in ('complete', 'empty') and day <= @day"
      const row = await session.one<{ first: number | null; last: number | null }>(
        `select (${whole} order by day limit 1) as first, (${whole} order by day desc limit 1) as last`,
        { day: dayNumber(asOf) },
      )
      return row?.first == null || row.last === null
        ? null
        : { first: dayFromNumber(row.first), last: dayFromNumber(row.last) }
    },
    speaking: async (day) => speakingOn(session, day),
    health: (asOf) => session.read((session) => boardHealth(session, asOf)),
    open: (asOf) => openOnDay(session, asOf),
    employerNames: (keys) => employerNames(session, keys),
    weekly: async (skills, population, from, asOf) =>
      session.read((session) => weekly(session, skills, population, from, asOf)),
    opened: (population, to) => session.read((session) => opened(session, population, to)),
    reads: (asOf) => session.read((session) => wholeReads(session, asOf)),
    endings: (asOf, since) => session.read((session) => endings(session, asOf, since)),
    firstPostings: (skill, vacancies) => session.read((session) => firstPostings(session, skill, vacancies)),
    boardDays: (from, to) => session.read((session) => boardDays(session, from, to)),
    threadMonths: async (asOf) =>
      (
        await session.all<{ day: number }>(
          "select distinct s.day from snapshots s join boards b on b.no = s.board_no where b.every = 'month' and s.outcome = 'complete' and s.day <= ? order by s.day",
          dayNumber(asOf),
        )
      )
        .map(({ day }) => monthOf(dayFromNumber(day)))
        .filter((month, at, months) => month !== months[at - 1]),
    countedDays: async (asOf) =>
      (
        await session.all<{ day: number; boards_read: number; boards_active: number; coverage: number | null }>(
          'select day, boards_read, boards_active, coverage from counted_days where edition_no = ? and day <= ? order by day',
          (await editionInForce(session))?.no ?? 0,
          dayNumber(asOf),
        )
      ).map((row) => ({
        day: dayFromNumber(row.day),
        boardsRead: row.boards_read,
        boardsActive: row.boards_active,
        coverage: row.coverage,
      })),
    daily: async (skill, population, from, asOf) =>
      session.read((session) => dailySeries(session, skill, population, from, asOf)),
  }
}
