/** Hands each question and write to the file that owns its noun, whichever database is below. */
import type { Store } from '../store.ts'
import { boardStates, boardsDue, clearSuspect, openIds, recentSnapshots, registerBoards, wholeLists } from './boards.ts'
import { countDays, uncountedDays } from './counts.ts'
import { beginImport } from './import.ts'
import { knownPostings } from './known-postings.ts'
import { lakeParts } from './lake.ts'
import { packOpen } from './open-columns.ts'
import { endingsToPack, packEndings } from './packed-endings.ts'
import { keepRun, keptRun, keptWeeks } from './packed-runs.ts'
import { packNamed, weeksToPack } from './packed-weeks.ts'
import { contents, dump, type Shape } from './portable.ts'
import { postingsSeen } from './posting-records.ts'
import { viewPosting } from './posting-view.ts'
import { createPublished } from './published.ts'
import { createQuestions } from './questions.ts'
import { createRecords } from './records.ts'
import { createRetention } from './retention.ts'
import type { RootSession, Session } from './session.ts'
import { storeSnapshot } from './snapshots.ts'
import {
  adoptEdition,
  drawMentions,
  editionInForce,
  editions,
  hasMentions,
  saveTags,
  textsBySkill,
  untagged,
  wordsOf,
} from './tags.ts'
import { rememberedList, repeatSnapshot } from './unchanged.ts'
import { adoptMerging, changedPostings, employersToMerge, postingsOf, saveVacancies, titlesOf } from './vacancies.ts'
import { type Check, verify } from './verify.ts'
import { packReads, readsToPack } from './whole-reads.ts'

/** What a database does in a way of its own. */
export interface Keeping {
  shape(): Shape
  checks: Check[]
  backup: Store['backup']
  /** Bytes that the store takes on its disk. */
  bytes(): Promise<number>
  alone: Store['alone']
  close(): Promise<void>
}

export function storeOf(session: RootSession, keeping: Keeping): Store {
  return {
    registerBoards: (boards, today) => registerBoards(session, boards, today),
    boards: () => session.read(boardStates),
    boardsDue: (now) => boardsDue(session, now),
    storeSnapshot: (write, recordedAt) => storeSnapshot(session, write, recordedAt),
    snapshots: (board, limit) => recentSnapshots(session, board, limit),
    wholeLists: (from) => wholeLists(session, from),
    openIds: (board) => openIds(session, board),
    clearSuspect: (board, at) => clearSuspect(session, board, at),
    rememberedList: (board) => rememberedList(session, board),
    repeatSnapshot: (repeat, recordedAt) => repeatSnapshot(session, repeat, recordedAt),
    knownPostings: (board) => knownPostings(session, board),
    beginImport: (recordedAt, origin) => beginImport(session, recordedAt, origin),
    adoptEdition: (name, at) => adoptEdition(session, name, at),
    adoptMerging: (rules) => adoptMerging(session, rules),
    edition: async () => (await editionInForce(session))?.name ?? null,
    untagged: (edition, after, limit) => untagged(session, edition, after, limit),
    saveTags: (edition, tagged) => saveTags(session, edition, tagged),
    editions: () => editions(session),
    drawMentions: (asked) => drawMentions(session, asked),
    hasMentions: (edition, skill) => hasMentions(session, edition, skill),
    textsBySkill: (edition) => textsBySkill(session, edition),
    employersToMerge: () => employersToMerge(session),
    changedPostings: (employer) => changedPostings(session, employer),
    titlesOf: (employer) => titlesOf(session, employer),
    postingsOf: (employer, titles) => postingsOf(session, employer, titles ?? null),
    words: (nos) => wordsOf(session, nos),
    saveVacancies: (merged) => saveVacancies(session, merged),
    uncountedDays: (edition, today) => uncountedDays(session, edition, today),
    unpackedWeeks: (edition) => weeksToPack(session, edition),
    packWeek: (edition, monday) => packNamed(session, edition, monday),
    packOpen: (asOf) => packOpen(session, asOf),
    unpackedReads: () => readsToPack(session),
    packReads: (monday) => packReads(session, monday),
    unpackedEndings: () => endingsToPack(session),
    packEndings: (monday) => packEndings(session, monday),
    keptWeeks: (of) => keptWeeks(session, of),
    keptRun: (of, week) => keptRun(session, of, week),
    keepRun: (of, week, run) => keepRun(session, of, week, run),
    countDays: (edition, days, goOn) => countDays(session, edition, days, goOn),
    ...createRecords(session),
    ...createPublished(session),
    questions: createQuestions(session),
    posting: (board, externalId) => session.read((session) => viewPosting(session, board, externalId)),
    postingsSeen: (asked) => session.read((session) => postingsSeen(session, asked)),
    verify: (onProgress) => verify(session, keeping.checks, onProgress),
    backup: keeping.backup,
    alone: keeping.alone,
    lakeParts: (asOf) => lakeParts(session, asOf),
    dump: () => dump(session, keeping.shape()),
    contents: () => contents(session, keeping.shape()),
    ...createRetention(session),
    size: async () => ({ bytes: await keeping.bytes(), ...(await counts(session)) }),
    close: keeping.close,
  }
}

const counts = async (session: Session) =>
  (await session.one<{ postings: number; texts: number; snapshots: number; vacancies: number }>(
    'select (select count(*) from postings) as postings, (select count(*) from texts) as texts, (select count(*) from snapshots) as snapshots, (select count(*) from vacancies) as vacancies',
  ))!
