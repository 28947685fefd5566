import type { App } from '../app.ts'
import { exit, type Figure, type Level, levels, type SkillId, UserError } from '../domain.ts'
import type { SkillName } from '../report/views.ts'
import { askedOf, figureOptions, skillAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, type Given, type Output, textArgument, textOption, wholeOption } from './command.ts'

/** Rows shown unless more are asked for. */
const usual = 20

export default defineCommand({
  name: 'explain',
  summary: 'Open a figure to the postings behind it, or a posting to what was found in it and why',
  about:
    'For a skill: the open vacancies that name it; with --all their number is the figure "open now". For a posting, written as board/id: its text, the skills with the words that set their level, its traits, and why it was merged with others.',
  arguments: [{ name: '<what>', about: 'a skill, or a posting as greenhouse:acme/4011' }],
  options: [
    { flags: '--level <level>', about: 'only postings that name it so', choices: levels },
    { flags: '--sample <number>', about: `how many rows (${usual} unless said), one of each employer first` },
    { flags: '--all', about: 'every row' },
    ...figureOptions,
  ],
  examples: [
    { line: 'skilltide explain pytorch --level required --sample 20', about: 'twenty of the jobs that require it' },
    { line: 'skilltide explain pytorch --all --json', about: 'every row behind "open now"' },
    { line: 'skilltide explain hackernews/40229421', about: 'one posting with its evidence' },
  ],
  async run(app, given) {
    const what = textArgument(given, 0)!
    const id = what.includes('/') ? null : skillAsked(app, what)
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    return id === null ? posting(app, given, what) : skill(app, given, id)
  },
})

async function posting(app: App, given: Given, what: string): Promise<Output> {
  const at = what.indexOf('/')
  const [board, externalId] = [what.slice(0, at), what.slice(at + 1)]
  const found = await (await app.store()).posting(board, externalId)
  if (found === null)
    throw new UserError(
      `The store has no posting "${externalId}" on a board "${board}". "skilltide boards" lists boards.`,
    )
  if (flagOption(given, 'json')) {
    const { jsonText } = await import('../report/json-text.ts')
    return { text: jsonText(found, 2) }
  }
  const { postingText } = await import('../report/explain-text.ts')
  return { text: postingText(found, app.terminal) }
}

async function skill(app: App, given: Given, id: SkillId): Promise<Output> {
  const level = (textOption(given, 'level') ?? null) as Level | null
  const sample = flagOption(given, 'all')
    ? Number.POSITIVE_INFINITY
    : (wholeOption(given, 'sample', 1, 100_000) ?? usual)
  const asking = await askedOf(app, given)
  const { skillName } = await import('../answers/asking.ts')
  const { evidenceRows } = await import('../answers/skill-report.ts')
  const { openFigures } = await import('../answers/open-figures.ts')
  const figure = (await openFigures(asking, id)).find(({ measure }) => measure === 'open')!
  if (figure.value === null) return withheld(given, skillName(asking, id), figure)
  const rows = (await evidenceRows(asking, id)).filter((row) => level === null || row.level === level)
  const view = {
    skill: skillName(asking, id),
    ...{ population: asking.population, asOf: asking.asOf, level, total: rows.length },
    rows: rows.slice(0, sample),
  }
  if (flagOption(given, 'json')) {
    const { jsonText } = await import('../report/json-text.ts')
    return { text: jsonText(view, 2) }
  }
  const { evidenceText } = await import('../report/explain-text.ts')
  return { text: evidenceText(view, app.terminal) }
}

/** Where the figure itself could not be given, no rows stand behind it: not none, but nothing known. */
async function withheld(given: Given, skill: SkillName, { population, period, status, text }: Figure): Promise<Output> {
  const exitCode = exit.flagged
  if (!flagOption(given, 'json')) return { text: `${skill.name}: ${text}`, exitCode }
  const { jsonText } = await import('../report/json-text.ts')
  return { text: jsonText({ skill, population, asOf: period, status, text, total: null, rows: [] }, 2), exitCode }
}
