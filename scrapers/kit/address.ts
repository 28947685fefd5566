/** Addresses from a board's token: only from parts that cannot lead anywhere else. */
import { UserError } from '../../src/domain.ts'
import type { BoardAddress } from './scraper.ts'

const labels = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i

/** The host of a board that lives on a name of its own: `acme` under `teamtailor.com`, or the `host` of its settings. */
export function boardHost(board: BoardAddress, under: string): string {
  const own = board.settings['host']
  const host = typeof own === 'string' ? own : `${board.token}.${under}`
  if (!labels.test(host)) throw new UserError(`"${board.token}" cannot be a board here; a name like "acme" is expected`)
  return host.toLowerCase()
}
