/** A copy of the store while it is in use: made beside its place, checked, then moved there in one step. */
import Database from 'better-sqlite3'
import { exit, UserError } from '../../src/domain.ts'
import { asUserError, type Connection } from './connection.ts'
import { moveIntoPlace, removeDatabase } from './durable.ts'

export async function backup(connection: Connection, path: string, to: string): Promise<void> {
  const draft = `${to}.part`
  removeDatabase(draft)
  try {
    await connection.backup(draft)
    const copy = new Database(draft, { readonly: true })
    const [result] = copy.pragma('quick_check(1)') as { quick_check: string }[]
    copy.close()
    if (result?.quick_check !== 'ok')
      throw new UserError(`The copy of ${path} is damaged (${result?.quick_check}); it was not kept.`, exit.damaged)
    moveIntoPlace(draft, to)
    // What the check left beside the draft's name.
    removeDatabase(draft)
  } catch (error) {
    removeDatabase(draft)
    throw asUserError(error, to)
  }
}
