/** What `boards add`, `boards check` and `boards discover` do: each asks live and stores nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'
import { boardsInPage, candidateBoards, type Recognized, recognizeBoard } from '../../scrapers/boards/recognize.ts'
import type { App } from '../app.ts'
import { type Board, exit, UserError } from '../domain.ts'
import { boardOf, boardsInForce, scrapersById } from '../in-force.ts'
import { triedText } from '../report/tried.ts'
import { type Tried, tryBoard } from '../trying.ts'
import type { Output } from './command.ts'

const known = ({ source, token, settings }: Recognized): Board => boardOf(`${source}:${token}`, undefined, settings)
const tryIt = (app: App, board: Board, details = 0): Promise<Tried> =>
  tryBoard(app, scrapersById.get(board.source)!, board, details)

/** Recognises the board behind an address, or in the page that stands there, tries it, and writes it into the config. */
export async function add(app: App, address: string): Promise<Output> {
  const found = recognizeBoard(address) ?? (await inPage(app, address))[0]
  if (found === undefined) {
    throw new UserError(
      `No board of a known platform is behind ${address}. For a career page of its own, see the sources jsonld and browser: "skilltide sources jsonld".`,
    )
  }
  const board = known(found)
  if (boardsInForce(app.config).some(({ id }) => id.toLowerCase() === board.id.toLowerCase())) {
    return { text: `${board.id} is read already.`, exitCode: exit.done }
  }
  const tried = await tryIt(app, board, 1)
  if (tried.pages.length === 0 || tried.trouble?.kind === 'changed') {
    return { text: `${triedText(tried)}\nNot added.`, exitCode: exit.nothing }
  }
  const file = write(app, board)
  return { text: `${triedText(tried)}\nAdded ${board.id} to ${file}.`, exitCode: exit.done }
}

/** Keeps the comments and the order of the file. */
function write(app: App, board: Board): string {
  const file = app.config.file ?? join(app.config.root, 'skilltide.yaml')
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : '')
  const list = document.getIn(['boards', 'add'], true)
  const entry = board.settings === undefined ? board.id : { board: board.id, settings: board.settings }
  if (isSeq(list)) list.add(document.createNode(entry))
  else if (isMap(document.get('boards', true)) || document.get('boards') === undefined)
    document.setIn(['boards', 'add'], [entry])
  else throw new UserError(`${file}: "boards" is no mapping; add ${board.id} by hand`)
  writeFileSync(file, String(document))
  return file
}

async function inPage(app: App, address: string): Promise<Recognized[]> {
  const url = /^https?:\/\//i.test(address) ? address : `https://${address}`
  if (!URL.canParse(url) || !new URL(url).hostname.includes('.')) return []
  const verdict = await app.get({
    url,
    source: { id: 'boards', robots: 'obey' },
    redirectHosts: [],
    signal: app.signal,
  })
  if (verdict.kind !== 'answer') {
    app.say(`${url}: ${'reason' in verdict ? verdict.reason : verdict.kind}`)
    return []
  }
  return boardsInPage(verdict.answer.body)
}

/** Tries the platforms for a name, or the boards that a page leads to; an answer with postings is a candidate, no more. */
export async function discover(app: App, company: string): Promise<Output> {
  const fromPage = /[./]/.test(company) && recognizeBoard(company) === null ? await inPage(app, company) : []
  const candidates = fromPage.length > 0 ? fromPage : candidateBoards(company)
  if (candidates.length === 0)
    throw new UserError(`"${company}" names no company; write a name, or the address of its career page`)
  const lines: string[] = []
  let unreachable = 0
  for (const [index, candidate] of candidates.entries()) {
    if (app.signal.aborted) break
    const board = known(candidate)
    app.progress(`${index + 1} of ${candidates.length}: ${board.id}`)
    const tried = await tryIt(app, board)
    if (tried.trouble !== null && tried.trouble.kind !== 'gone') unreachable += 1
    const [first] = tried.postings
    if (first === undefined) continue
    const whose = first.company === '' ? '' : ` of ${first.company}`
    const count = tried.total ?? tried.postings.length
    lines.push(`${board.id}  ${count} posting${count === 1 ? '' : 's'}${whose}, such as "${first.title}"`)
  }
  const { visible } = await import('../report/terminal-text.ts')
  const told = lines.map(visible)
  const rest = unreachable > 0 ? `${unreachable} of ${candidates.length} could not be asked.` : ''
  if (told.length === 0) {
    const text = `No board with postings was found for "${company}" among ${candidates.length} tried. ${rest}`.trim()
    return { text, exitCode: unreachable === candidates.length ? exit.nothing : exit.done }
  }
  const hint = 'A name may be another’s: look at the company before "skilltide boards add" or "boards: {add: [...]}".'
  return { text: [...told, rest, hint].filter((line) => line !== '').join('\n'), exitCode: exit.done }
}

/** Asks the boards in force once each, and names those that are gone, refuse or changed. */
export async function check(app: App, source: string | undefined): Promise<Output> {
  const boards = boardsInForce(app.config).filter((board) => source === undefined || board.source === source)
  if (boards.length === 0)
    throw new UserError(source === undefined ? 'No boards are in force.' : `No boards of "${source}" are in force.`)
  const bySource = grouped(boards)
  const troubled: string[] = []
  let done = 0
  await Promise.all(
    [...bySource.values()].map(async (queue) => {
      for (const board of queue) {
        if (app.signal.aborted) return
        const { trouble } = await tryIt(app, board)
        done += 1
        app.progress(`${done} of ${boards.length}: ${board.id}`)
        if (trouble !== null) troubled.push(`${trouble.kind.padEnd(8)} ${board.id}: ${trouble.reason}`)
      }
    }),
  )
  const { visible } = await import('../report/terminal-text.ts')
  const summary = `${done - troubled.length} of ${done} boards answer as boards.`
  const text = [...troubled.sort().map(visible), summary].join('\n')
  const outcome = troubled.length === 0 ? exit.done : troubled.length === done ? exit.nothing : exit.flagged
  return { text, exitCode: outcome }
}

function grouped(boards: Board[]): Map<string, Board[]> {
  const groups = new Map<string, Board[]>()
  for (const board of boards) groups.set(board.source, [...(groups.get(board.source) ?? []), board])
  return groups
}
