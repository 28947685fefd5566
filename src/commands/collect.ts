import type { KnownBoard, Store } from '../../db/store.ts'
import { type RaisedAlarm, watch } from '../../jobs/alarms.ts'
import { type Collected, collect } from '../../jobs/collect.ts'
import type { App } from '../app.ts'
import { exit, UserError } from '../domain.ts'
import { boardsInForce, scrapersById } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { collectedText } from '../report/collected.ts'
import { defineCommand, flagOption, listArgument, textOption, wholeOption } from './command.ts'

export default defineCommand({
  name: 'collect',
  summary: 'Take a snapshot of every board that is due',
  about:
    'Asks several hosts at once and each host one request at a time, a second apart. A board is stored whole or not at all; one that fails never stops another, and never looks like a market that fell.',
  arguments: [{ name: '[boards...]', about: 'only these boards, due or not (greenhouse:anthropic)' }],
  options: [
    { flags: '--source <source>', about: 'only the boards of this source' },
    { flags: '--all', about: 'boards that are not due as well' },
    { flags: '--whole', about: 'every list and page anew, even where the source says that nothing changed' },
    { flags: '--spread <minutes>', about: 'begin with each host at its own moment within so many minutes' },
    { flags: '--json', about: 'one object a board, as JSON lines' },
  ],
  examples: [
    { line: 'skilltide collect', about: 'what is due' },
    { line: 'skilltide collect ashby:openai', about: 'one board now' },
    { line: 'skilltide collect --source greenhouse --all', about: 'every Greenhouse board' },
  ],
  async run(app, given) {
    const store = await app.store('write')
    const due = await boardsAsked(
      app,
      store,
      listArgument(given, 0),
      textOption(given, 'source'),
      flagOption(given, 'all'),
    )
    if (due.length === 0) return { text: 'No board is due. "skilltide status" says when the next one is.' }
    const { run } = app
    await store.record({
      at: app.now(),
      run,
      kind: 'collect',
      subject: null,
      outcome: 'started',
      message: `${due.length} boards due`,
    })
    const collected = await collect(due, {
      store,
      get: app.get,
      now: app.now,
      signal: app.signal,
      scrapers: scrapersById,
      credentials: app.config.secrets,
      hosts: app.config.settings.collect?.hosts ?? 8,
      run,
      whole: flagOption(given, 'whole'),
      spreadMs: (wholeOption(given, 'spread', 0, 60) ?? 0) * 60_000,
      onBoard: (done, count, of) =>
        app.progress(`${count} of ${of} boards · ${done.board} ${done.outcome} · ${done.listed} postings`),
    })
    const alarms = app.signal.aborted ? [] : await watch(store, app.today(), app.now(), run)
    const { text, exitCode } = outcomeOf(collected, due.length, alarms)
    await store.record({
      at: app.now(),
      run,
      kind: 'collect',
      subject: null,
      outcome: exitCode === exit.done ? 'done' : exitCode === exit.nothing ? 'failed' : 'flagged',
      message: text.split('\n')[0]!,
    })
    if (!flagOption(given, 'json')) return { text, exitCode }
    return { text: collected.map((done) => JSON.stringify(done)).join('\n'), exitCode }
  },
})

function outcomeOf(collected: Collected[], due: number, alarms: RaisedAlarm[]): { text: string; exitCode: number } {
  const good = collected.filter(({ outcome }) => outcome === 'complete' || outcome === 'empty')
  const exitCode =
    good.length === 0
      ? exit.nothing
      : good.length === collected.length && alarms.length === 0
        ? exit.done
        : exit.flagged
  // Where nothing could be read, one sentence says so; an alarm for each source would only say it again.
  const told = (good.length === 0 ? [] : alarms).map(
    ({ about, message, todo }) => `Alarm: ${about}: ${message}; ${todo}.`,
  )
  return {
    text: [collectedText(collected, due), ...told].join('\n'),
    exitCode: collected.length === 0 ? exit.done : exitCode,
  }
}

async function boardsAsked(
  app: App,
  store: Store,
  names: string[],
  source: string | undefined,
  all: boolean,
): Promise<KnownBoard[]> {
  const inForce = boardsInForce(app.config)
  await store.registerBoards(inForce, app.today())
  if (source !== undefined && !scrapersById.has(source)) {
    throw new UserError(
      `There is no source "${source}".${didYouMean(source, scrapersById.keys())} "skilltide sources" lists them.`,
    )
  }
  const wanted = new Set(inForce.map((board) => board.id))
  const unknown = names.find((name) => !wanted.has(name))
  if (unknown !== undefined) {
    throw new UserError(
      `There is no board "${unknown}" in force.${didYouMean(unknown, wanted)} "skilltide boards" lists them, "skilltide boards add URL" adds one.`,
    )
  }
  const due =
    names.length > 0 || all ? inForce : (await store.boardsDue(app.now())).filter((board) => wanted.has(board.id))
  return due.filter(
    (board) => (names.length === 0 || names.includes(board.id)) && (source === undefined || board.source === source),
  )
}
