/** The built-in boards, and the lists that a user may load. */
import { type Board, UserError } from '../../src/domain.ts'
import { type Employer, employers } from './employers.ts'
import { recognizeBoard } from './recognize.ts'

const boardOf = ([employer, source, token, settings]: Employer): Board => ({
  id: `${source}:${token}`,
  source,
  token,
  employer,
  ...(settings === undefined ? {} : { settings: { ...settings } }),
})

/** The built-in list; RULE.md says who is on it. */
export const defaultBoards: readonly Board[] = employers.map(boardOf)

/**
 * Boards from a table with the columns `slug`, and perhaps `name` and `url`, in any order. The address is preferred where
 * the source's own addresses say more than the slug. Throws a UserError for a table without them, naming its first line.
 */
export function boardsFromCsv(text: string, source: string): Board[] {
  const [head, ...rows] = tableOf(text)
  const column = (name: string) => (head ?? []).findIndex((cell) => cell.trim().toLowerCase() === name)
  const [slug, name, url] = [column('slug'), column('name'), column('url')]
  if (slug === -1 && url === -1) {
    throw new UserError(
      `a list of boards needs a column "slug" or "url"; its first line is "${(head ?? []).join(',')}"`,
    )
  }
  const byId = new Map<string, Board>()
  for (const row of rows) {
    const known = recognizeBoard((row[url] ?? '').trim())
    const same = known?.source === source ? known : null
    const token = same?.token ?? (row[slug] ?? '').trim()
    if (token === '') continue
    const employer = (row[name] ?? '').trim()
    const board = boardOf(same?.settings ? [employer, source, token, same.settings] : [employer, source, token])
    byId.set(board.id.toLowerCase(), { ...board, employer: board.employer || null })
  }
  return [...byId.values()]
}

/** Cells of comma-separated text; quoted cells may hold commas, doubled quotes and line breaks. */
function tableOf(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/g
  for (const [whole, quoted, plain, end] of text.replace(/^\ufeff/, '').matchAll(cells)) {
    if (whole === '' && end === '') break
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''))
}
