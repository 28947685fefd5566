import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixtureFrom } from '../../scrapers/kit/scrub.ts'
import { exit, UserError } from '../domain.ts'
import { boardOf, boardsInForce, scrapersById } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { type Tried, tryBoard } from '../trying.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'try',
  summary: 'Ask one board live, show what was read, and store nothing',
  about:
    'Reads the first page of the list and opens one posting. --save keeps the answers as fixtures under tests/fixtures, with names, addresses and telephone numbers replaced.',
  arguments: [
    { name: '<source>', about: 'which source' },
    { name: '[board]', about: 'which of its boards; its first in force unless said' },
  ],
  options: [{ flags: '--save', about: 'keep the answers as fixtures' }],
  examples: [
    { line: 'skilltide try ashby acme', about: 'one board' },
    { line: 'skilltide try remotive --save', about: 'keep its answer as a fixture' },
  ],
  async run(app, given) {
    const id = textArgument(given, 0) ?? ''
    const scraper = scrapersById.get(id)
    if (scraper === undefined) {
      throw new UserError(
        `There is no source "${id}".${didYouMean(id, scrapersById.keys())} "skilltide sources" lists them.`,
      )
    }
    const { credentials = [] } = scraper.source
    const missing = credentials.filter((name) => app.config.secrets[name] === undefined)
    if (missing.length > 0) throw new UserError(`${id} needs ${missing.join(' and ')} in the environment`)
    const token = textArgument(given, 1)
    const known = boardsInForce(app.config).filter(({ source }) => source === id)
    const single = scraper.source.singleList === true
    const board =
      token === undefined
        ? (known[0] ?? (single ? boardOf(id) : undefined))
        : (known.find((each) => each.token === token) ?? boardOf(`${id}:${token}`))
    if (board === undefined) throw new UserError(`No board of ${id} is in force; name one: skilltide try ${id} BOARD`)
    const tried = await tryBoard(app, scraper, board)
    const saved = flagOption(given, 'save') ? save(app.config.root, id, tried) : []
    const { triedText } = await import('../report/tried.ts')
    const text = triedText(tried) + saved.map((path) => `\nkept ${path}`).join('')
    return { text, exitCode: tried.trouble === null ? exit.done : tried.pages.length > 0 ? exit.flagged : exit.nothing }
  },
})

function save(root: string, source: string, { pages }: Tried): string[] {
  const folder = join(root, 'tests', 'fixtures', source)
  mkdirSync(folder, { recursive: true })
  return pages.map(({ body }, index) => {
    const kind = /^\s*[[{]/.test(body) ? 'json' : /^\s*<(?:!doctype html|html)/i.test(body) ? 'html' : 'xml'
    const path = join(folder, `tried-${index + 1}.${kind}`)
    writeFileSync(path, fixtureFrom(body))
    return path
  })
}
