/** The counts that figures are made from, as known on a day. */
import { dayFromNumber, dayNumber, monthOf } from '../../src/days.ts'
import type { EmployerKey } from '../../src/domain.ts'
import type { Questions } from '../store.ts'
import { besides } from './besides.ts'
import { boardDays } from './board-days.ts'
import { boardHealth, speakingOn } from './boards-on.ts'
import { closings } from './closings.ts'
import { dailySeries } from './counts.ts'
import { openedCells, weekly } from './flows.ts'
import { openPostings } from './open-postings.ts'
import { evidence, naming, openNow, openSkills, openTraits } from './open-rows.ts'
import { lasted, newNaming, openedAround, openings } from './opened.ts'
import { observedWeeks, readWeeks } from './read-weeks.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

export function createQuestions(session: Session): Questions {
  return {
    span: async (asOf) => {
      const row = await session.one<{ first: number | null; last: number | null }>(
        "select min(day) as first, max(day) as last from snapshots where outcome in ('complete', 'empty') and day <= ?",
        dayNumber(asOf),
      )
      return row?.first == null || row.last === null
        ? null
        : { first: dayFromNumber(row.first), last: dayFromNumber(row.last) }
    },
    speaking: async (day) => speakingOn(session, day),
    health: async (asOf) => boardHealth(session, asOf),
    openNow: async (skill, population, asOf) => openNow(session, skill, population, asOf),
    naming: async (skill, population, asOf) => naming(session, skill, population, asOf),
    evidence: async (skill, population, asOf) => evidence(session, skill, population, asOf),
    openTraits: async (population, asOf) => openTraits(session, population, asOf),
    openSkills: async (population, asOf) => openSkills(session, population, asOf),
    employerNames: async (keys) => {
      const names = new Map<EmployerKey, string>()
      for (const key of keys) {
        const row = await session.one<{ name: string }>('select name from employers where key = ?', key)
        if (row !== null) names.set(key, row.name)
      }
      return names
    },
    weekly: async (skills, population, from, asOf) =>
      session.read((session) => weekly(session, skills, population, from, asOf)),
    openedCells: async (skill, population, asked) =>
      session.read((session) => openedCells(session, skill, population, asked)),
    openedAround: async (skill, population, from, to) => openedAround(session, skill, population, from, to),
    newNaming: (skill, population, from, to) => newNaming(session, skill, population, from, to),
    lasted: async (skill, population, from, asOf) => lasted(session, skill, population, from, asOf),
    openPostings: async (population, asOf) => session.read((session) => openPostings(session, population, asOf)),
    openings: async (population, from, to, asOf) =>
      session.read((session) => openings(session, { population, from, to, asOf })),
    closings: async (skill, population, span) => closings(session, skill, population, span),
    besides: async (population, asOf) => besides(session, population, asOf),
    boardDays: async (from, to) => boardDays(session, from, to),
    observedWeeks: (from, asOf) => session.read((session) => observedWeeks(session, from, asOf)),
    readWeeks: (population, from, asOf) =>
      session.read((session) =>
        readWeeks(session, population.name.startsWith('source:') ? population.name.slice(7) : null, from, asOf),
      ),
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
