import { importLines } from '../../jobs/import.ts'
import { linesOf } from '../../jobs/lines.ts'
import { exit, UserError } from '../domain.ts'
import { boardOf, known, scrapersById } from '../in-force.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'import',
  summary: 'Read postings with their spells, and snapshots, from a file of JSON lines',
  about:
    'A file lands whole or not at all; bad lines are counted and named by number and reason. A board whose snapshots are not given counts as read whole on every day between its first and last spell day.',
  arguments: [{ name: '<file>', about: 'the file, plain or gzip; - reads standard input' }],
  options: [{ flags: '--keep-going', about: 'import the good lines though there are bad ones' }],
  examples: [
    { line: 'skilltide import postings.jsonl.gz', about: 'a whole file' },
    { line: 'zcat *.gz | skilltide import - --keep-going', about: 'several, bad lines left out' },
  ],
  async run(app, given) {
    const file = textArgument(given, 0)!
    const store = await app.store('write')
    const registered = new Set((await store.boards()).map((board) => board.id))
    const found = new Map<string, { board: ReturnType<typeof known>; source: ReturnType<typeof sourceOf> }>()
    const report = await importLines(linesOf(file, app.stdin), file === '-' ? 'standard input' : file, {
      store,
      now: app.now,
      today: app.today(),
      keepGoing: flagOption(given, 'keepGoing'),
      signal: app.signal,
      boardOf: (id) => {
        let entry = found.get(id)
        if (entry === undefined) {
          const board = boardOf(id)
          const source = sourceOf(board.source)
          entry = { board: known(board, source), source }
          found.set(id, entry)
        }
        return entry
      },
      onLine: (lines) => app.progress(`${lines.toLocaleString('en-US')} lines read`),
    })
    const bad = report.bad.map(({ line, reason }) => `  line ${line}: ${reason}`)
    if (report.badCount > bad.length) bad.push(`  … and ${report.badCount - bad.length} more`)
    if (!report.landed) {
      if (app.signal.aborted)
        throw new UserError(`Stopped after line ${report.lines}; nothing was imported.`, exit.terminated)
      throw new UserError(
        [
          `${file}: ${report.badCount} of ${report.lines} lines are bad; nothing was imported (--keep-going imports the rest).`,
          ...bad,
        ].join('\n'),
      )
    }
    const boards = [...found.values()].filter(({ board }) => !registered.has(board.id)).length
    const text = [
      `${report.postings.toLocaleString('en-US')} postings (${report.newPostings.toLocaleString('en-US')} new) with ${report.spells.toLocaleString('en-US')} spells and ${report.snapshots.toLocaleString('en-US')} snapshots of ${found.size} boards (${boards} new) imported.`,
      ...(report.badCount > 0 ? [`${report.badCount} of ${report.lines} lines were left out:`, ...bad] : []),
      'Next: "skilltide refresh" tags and counts them.',
    ].join('\n')
    return { text, exitCode: report.badCount > 0 ? exit.flagged : exit.done }
  },
})

const sourceOf = (id: string) => scrapersById.get(id)!.source
