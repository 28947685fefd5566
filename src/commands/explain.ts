import { dayIn, type FigureId, figureNamed } from '../answers/figure-id.ts'
import type { App } from '../app.ts'
import { exit, type Figure, type Level, levels, type SkillId, UserError } from '../domain.ts'
import type { SkillName } from '../report/views.ts'
import { askedOf, exitCodeOf, figureOptions, skillsAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, type Given, type Output, textArgument, textOption, wholeOption } from './command.ts'

/** Rows shown unless more are asked for. */
const usual = 20

export default defineCommand({
  name: 'explain',
  summary: 'Open a figure to the postings behind it, or a posting to what was found in it and why',
  about:
    'For a figure, written as skill.measure or skill.measure@period: its value, the employers that its counts are summed from, the postings it counts, and what was published of it before. For a skill: the open vacancies that name it; with --all their number is the figure "open now". For a posting, written as board/id: its text, the skills with the words that set their level, its traits, and why it was merged with others.',
  arguments: [{ name: '<what>', about: 'a figure as pytorch.share, a skill, or a posting as greenhouse:acme/4011' }],
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
    { line: 'skilltide explain pytorch.share@2026-05-31', about: 'a figure of that day with the rows it sums' },
    { line: 'skilltide explain pytorch.opened.share@2026-05', about: 'a month’s share of the new jobs' },
    { line: 'skilltide explain pytorch.index@2026-W10/2026-W22', about: 'a quarter of the index; of ranks, 2026-Q2' },
  ],
  async run(app, given) {
    const what = textArgument(given, 0)!
    // A quarter of the index is named by two weeks with a slash between them.
    const isPosting = /^[^@]*[/:]/.test(what)
    const skillNamed = await skillsAsked(app)
    const named = isPosting ? null : figureNamed(what, skillNamed)
    const id = isPosting || named !== null ? null : skillNamed(what)
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    if (named !== null) return figure(app, given, named)
    return id === null ? posting(app, given, what) : skill(app, given, id)
  },
})

async function figure(app: App, given: Given, named: FigureId): Promise<Output> {
  const asked = await askedOf(app, given)
  const day = dayIn(named)
  const asking = day === null ? asked : { ...asked, asOf: day }
  if (asking.asOf > app.today()) throw new UserError(`${asking.asOf} lies ahead: today is ${app.today()}.`)
  const { explainFigure } = await import('../answers/explain-figure.ts')
  const view = await explainFigure(asking, named)
  const exitCode = exitCodeOf([view.figure])
  if (flagOption(given, 'json')) {
    const { jsonText } = await import('../report/json-text.ts')
    return { text: jsonText(view, 2), exitCode }
  }
  const { figureText } = await import('../report/explain-figure-text.ts')
  const most = flagOption(given, 'all') ? Number.POSITIVE_INFINITY : (wholeOption(given, 'sample', 1, 100_000) ?? usual)
  return { text: figureText(view, app.terminal, most), exitCode }
}

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
  const open = (await openFigures(asking, id)).find(({ measure }) => measure === 'open')!
  if (open.value === null) return withheld(given, skillName(asking, id), open)
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
