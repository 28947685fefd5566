/** What the settings make of the built-in lists: which sources are on, which boards are read, which skills are known. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { KnownBoard } from '../db/store.ts'
import { boardsFromCsv, defaultBoards } from '../scrapers/boards/index.ts'
import { scrapers } from '../scrapers/index.ts'
import type { Scraper, Source } from '../scrapers/kit/scraper.ts'
import { checkSettings } from './board-settings.ts'
import type { Config } from './config.ts'
import { type Board, UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'

export const scrapersById: ReadonlyMap<string, Scraper> = new Map(
  scrapers.map((scraper) => [scraper.source.id, scraper]),
)

export interface SourceState {
  on: boolean
  /** Why it is off, and what turns it on. */
  why: string | null
}

/** Whether a source is read, and if not, why and what to do. */
export function sourceState(source: Source, config: Config): SourceState {
  const { enable = [], disable = [], adzunaConsent } = config.settings.sources ?? {}
  if (source.retired !== undefined) return { on: false, why: `retired: ${source.retired}` }
  if (disable.includes(source.id)) return { on: false, why: 'switched off in the config' }
  const missing = (source.credentials ?? []).filter((name) => config.secrets[name] === undefined)
  const asked = enable.includes(source.id)
  if (!source.byDefault && !asked) {
    return {
      on: false,
      why: `${source.offBecause ?? 'off unless asked for'}; "sources: {enable: [${source.id}]}" in the config turns it on`,
    }
  }
  if (source.id === 'adzuna' && adzunaConsent === undefined) {
    return {
      on: false,
      why: `${source.offBecause ?? ''}; state the written consent as sources.adzunaConsent in the config`.replace(
        /^; /,
        '',
      ),
    }
  }
  if (missing.length > 0) return { on: false, why: `needs ${missing.join(' and ')} in the environment` }
  return { on: true, why: null }
}

/** The boards that the settings ask for, each of a source that is on. */
export function boardsInForce(config: Config): KnownBoard[] {
  const { defaults = true, add = [], without = [], file } = config.settings.boards ?? {}
  const listed = file === undefined ? [] : boardsOfFile(join(config.root, file))
  const added = add.map((entry) =>
    typeof entry === 'string' ? boardOf(entry) : boardOf(entry.board, entry.employer, entry.settings),
  )
  const built = defaults ? defaultBoards.filter((board) => !without.includes(board.id)) : []
  const byId = new Map<string, Board>()
  for (const board of [...built, ...singleLists(config), ...listed, ...added]) byId.set(board.id, board)
  return [...byId.values()].flatMap((board) => {
    const source = scrapersById.get(board.source)!.source
    // A board that the config names itself is asked for, whatever its source's default.
    const named = added.some((own) => own.id === board.id)
    return sourceState(source, config).on || (named && source.offBecause === undefined) ? [known(board, source)] : []
  })
}

export const known = (board: Board, source: Source): KnownBoard => ({
  ...board,
  coverage: source.coverage,
  every: source.unit ?? source.every,
  missTolerance: source.missTolerance ?? 1,
})

/** Sources with one list for everybody have one board, named like the source. */
function singleLists(config: Config): Board[] {
  const { enable = [] } = config.settings.sources ?? {}
  return scrapers
    .filter(({ source }) => source.singleList === true && (source.byDefault || enable.includes(source.id)))
    .map(({ source }) => ({ id: source.id, source: source.id, token: '', employer: null }))
}

/** `greenhouse:acme` as a board; an unknown source is an error with the nearest one. */
export function boardOf(id: string, employer?: string, settings?: Record<string, unknown>): Board {
  const [source = '', ...rest] = id.split(':')
  const token = rest.join(':')
  const scraper = scrapersById.get(source)
  if (scraper === undefined) {
    throw new UserError(
      `"${id}" names no source that skilltide reads.${didYouMean(source, scrapersById.keys())} "skilltide sources" lists them.`,
    )
  }
  if (token === '' && scraper.source.singleList !== true) {
    throw new UserError(`"${id}" lacks the board's name: write it as ${source}:name`)
  }
  checkSettings(id, scraper.source, settings ?? {})
  return { id, source, token, employer: employer ?? null, ...(settings === undefined ? {} : { settings }) }
}

/** Lines of `source:token employer`; or tables named like their source, as `ashby.csv`, one or a folder of them. */
function boardsOfFile(path: string): Board[] {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new UserError(`boards.file: there is no ${path}`)
  if (statSync(path).isDirectory()) {
    const tables = readdirSync(path).filter((name) => name.endsWith('.csv') && scrapersById.has(basename(name, '.csv')))
    return tables.sort().flatMap((name) => boardsOfFile(join(path, name)))
  }
  if (path.endsWith('.csv')) return boardsFromCsv(readFileSync(path, 'utf8'), basename(path, '.csv'))
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [id = '', ...employer] = line.split(/\s+/)
      // A board's name may hold spaces; here the first one would begin the employer's.
      return boardOf(id.replaceAll('%20', ' '), employer.join(' ') || undefined)
    })
}

/** Employer's own board, then monthly thread, then aggregator: whose posting speaks for a job that several list. */
export function priorityOf(source: string): number {
  const declared = scrapersById.get(source)?.source
  if (declared === undefined || (declared.singleList !== true && declared.manyEmployers !== true)) return 0
  return declared.unit === 'month' ? 1 : 2
}
