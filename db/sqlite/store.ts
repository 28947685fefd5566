/** The store on SQLite: opens the file, and hands each question and write to the file that owns its noun. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { dayFromNumber } from '../../src/days.ts'
import { type BoardId, exit, UserError } from '../../src/domain.ts'
import type { OpenOptions } from '../open.ts'
import type { PostingView, Store } from '../store.ts'
import { backup } from './backup.ts'
import { boardStates, boardsDue, clearSuspect, openIds, recentSnapshots, registerBoards, wholeLists } from './boards.ts'
import { asUserError, type Connecting, type Connection, connect, refuseUnusable } from './connection.ts'
import { countDay, uncountedDays } from './counts.ts'
import { moveIntoPlace, removeDatabase } from './durable.ts'
import { beginImport } from './import.ts'
import { type Lock, takeLock } from './lock.ts'
import { migrate, programVersion, schemaState } from './migrate.ts'
import { contents, dump, load } from './portable.ts'
import { postingsSeen } from './posting-records.ts'
import { viewPosting } from './posting-view.ts'
import { createPostingKeeper } from './postings.ts'
import { createPublished } from './published.ts'
import { createQuestions } from './questions.ts'
import { createRecords } from './records.ts'
import { createRetention } from './retention.ts'
import { keepSeals } from './seals.ts'
import { createSession, type Session } from './session.ts'
import { storeSnapshot } from './snapshots.ts'
import {
  adoptEdition,
  drawMentions,
  editionInForce,
  editions,
  saveTags,
  textsByNo,
  textsBySkill,
  untagged,
} from './tags.ts'
import { employersToMerge, postingsOf, saveVacancies } from './vacancies.ts'
import { verify } from './verify.ts'

export async function openSqlite(path: string, options: OpenOptions): Promise<Store> {
  const { readOnly = false, lock = 'run', forceNetworkFs = false, now } = options
  if (!readOnly) makeFolder(path)
  const connecting = { readOnly, forceNetworkFs }
  let held: Lock | null = null
  let connection: Connection | null = null
  try {
    // Before a lock is put beside what is no store.
    refuseUnusable(path, connecting)
    if (!readOnly && lock === 'run') held = takeLock(path)
    if (!readOnly && !existsSync(path)) {
      if (held === null) return await throughWhole(path, options)
      make(path, connecting)
    }
    connection = connect(path, connecting)
    const state = schemaState(connection)
    if (state !== 'current' && state !== 'newer') {
      if (readOnly && options.anyVersion) return storeOf(createSession(connection, path, now), null)
      if (readOnly) {
        throw new UserError(
          `${path} was made by an older version; "skilltide refresh" brings it up to date.`,
          exit.store,
        )
      }
      if (held === null) {
        connection.close()
        return await throughWhole(path, options)
      }
    }
    migrate(connection, path, programVersion())
    if (!readOnly) keepSeals(connection)
    return storeOf(createSession(connection, path, now), held)
  } catch (error) {
    connection?.close()
    held?.release()
    throw asUserError(error, path)
  }
}

/** A short write that finds no store of this version: the store is made or migrated under the lock first. */
async function throughWhole(path: string, options: OpenOptions): Promise<Store> {
  const whole = await openSqlite(path, { ...options, lock: 'run' })
  await whole.close()
  return openSqlite(path, options)
}

/** Makes the store under another name first: under its own it is whole from the first moment. */
function make(path: string, connecting: Connecting): void {
  const draft = `${path}.new`
  removeDatabase(draft)
  const connection = connect(draft, connecting)
  try {
    migrate(connection, draft, programVersion())
    settle(connection)
  } finally {
    connection.close()
  }
  moveIntoPlace(draft, path)
}

/**
 * Writes everything into the file itself, or throws: closing does the same and hides that it failed, and a file that is moved
 * to its name without what still stands beside it is damaged.
 */
const settle = (connection: Connection) => void connection.pragma('wal_checkpoint(TRUNCATE)')

/** Makes a store from portable lines; the caller puts it into place, or removes it when this throws. */
export async function loadSqlite(path: string, lines: AsyncIterable<string>, name: string): Promise<{ rows: number }> {
  const connection = connect(path, { readOnly: false, forceNetworkFs: false })
  try {
    const loaded = await load(connection, lines, name)
    migrate(connection, path, programVersion())
    settle(connection)
    return loaded
  } catch (error) {
    throw asUserError(error, path)
  } finally {
    connection.close()
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new UserError(
      `The folder of the store ${path} cannot be made (${(error as NodeJS.ErrnoException).code}).`,
      exit.store,
    )
  }
}

function storeOf(session: Session, held: Lock | null): Store {
  const keeper = createPostingKeeper(session)
  return {
    registerBoards: async (boards, today) => registerBoards(session, boards, today),
    boards: async () => boardStates(session),
    boardsDue: async (now) => boardsDue(session, now),
    storeSnapshot: async (write, recordedAt) => storeSnapshot(session, keeper, write, recordedAt),
    snapshots: async (board, limit) => recentSnapshots(session, board, limit),
    wholeLists: async (from) => wholeLists(session, from),
    openIds: async (board) => openIds(session, board),
    clearSuspect: async (board, at) => clearSuspect(session, board, at),
    lastList: async (board) => lastList(session, board),
    beginImport: async (recordedAt, origin) => beginImport(session, keeper, recordedAt, origin),
    adoptEdition: async (name, at) => adoptEdition(session, name, at),
    edition: async () => editionInForce(session)?.name ?? null,
    untagged: async (edition, after, limit) => untagged(session, edition, after, limit),
    saveTags: async (edition, tagged) => saveTags(session, edition, tagged),
    editions: async () => editions(session),
    drawMentions: async (asked) => drawMentions(session, asked),
    textsBySkill: async (edition) => textsBySkill(session, edition),
    employersToMerge: async () => employersToMerge(session),
    postingsOf: async (employer) => postingsOf(session, employer),
    texts: async (nos) => textsByNo(session, nos),
    saveVacancies: async (merged) => saveVacancies(session, merged),
    uncountedDays: async (edition, today) => uncountedDays(session, edition, today),
    countDay: async (edition, day) => countDay(session, edition, day),
    ...createRecords(session),
    ...createPublished(session),
    questions: createQuestions(session),
    posting: async (board, externalId): Promise<PostingView | null> => viewPosting(session, board, externalId),
    postingsSeen: async (asked) => session.read(() => postingsSeen(session, asked)),
    verify: async (onProgress) => verify(session, onProgress),
    backup: async (to) => backup(session, to),
    dump: () => dump(session.connection),
    contents: async () => contents(session.connection),
    ...createRetention(session),
    size: async () => size(session),
    close: async () => {
      try {
        if (!session.connection.readonly) {
          session.connection.pragma('optimize')
          // Closing does the same and would keep a disk's failure to itself.
          session.connection.pragma('wal_checkpoint(PASSIVE)')
        }
      } catch (error) {
        throw asUserError(error, session.path)
      } finally {
        session.connection.close()
        held?.release()
      }
    },
  }
}

function lastList(session: Session, board: BoardId) {
  const row = session.one<{ day: number; listed: number }>(
    "select s.day, s.listed from snapshots s join boards b on b.no = s.board_no where b.id = ? and s.outcome = 'complete' order by s.started_at desc limit 1",
    board,
  )
  return row === null ? null : { postings: row.listed, day: dayFromNumber(row.day) }
}

function size(session: Session) {
  const bytes = ['', '-wal'].reduce((sum, suffix) => {
    const file = `${session.path}${suffix}`
    return sum + (existsSync(file) ? statSync(file).size : 0)
  }, 0)
  const counts = session.one<{ postings: number; texts: number; snapshots: number; vacancies: number }>(
    'select (select count(*) from postings) as postings, (select count(*) from texts) as texts, (select count(*) from snapshots) as snapshots, (select count(*) from vacancies) as vacancies',
  )!
  return { bytes, ...counts }
}
