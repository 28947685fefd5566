import { join } from 'node:path'
import { addDays, type Day, maybeMonday, type Week, weekOf } from '../days.ts'
import { UserError } from '../domain.ts'
import { scrapersById } from '../in-force.ts'
import { writeFileWhole } from '../report/write-file.ts'
import { askingOf, followedSkills, skillAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, folderOption, textOption } from './command.ts'
import { keepPublished } from './publishing.ts'

export default defineCommand({
  name: 'digest',
  summary: 'Write the week’s newsletter block as Markdown, mail HTML and plain text, with its chart',
  about:
    'Tells what was known at the end of the week. When one of its headline figures is withheld nothing is written, and the exit code is 5; the same input gives the same bytes.',
  options: [
    { flags: '--week <week>', about: 'an ISO week that is over, such as 2026-W47 (otherwise the last one)' },
    { flags: '--skill <skill>', about: 'whom it is about (pytorch unless said)', default: 'pytorch' },
    { flags: '--population <population>', about: 'whose vacancies: ai, all, role:ml_engineer' },
    { flags: '--out <folder>', about: 'where to (otherwise the folder "digests" of the out folder)' },
    { flags: '--strict', about: 'refuse flagged headlines too' },
    { flags: '--json', about: 'the figures of the digest as data; writes no file' },
  ],
  examples: [
    { line: 'skilltide digest', about: 'the last whole week' },
    { line: 'skilltide digest --week 2026-W47 --strict', about: 'only when every headline is plainly good' },
  ],
  async run(app, given) {
    const skill = await skillAsked(app, textOption(given, 'skill') ?? 'pytorch')
    const { week, sunday } = weekAsked(textOption(given, 'week'), app.today())
    const folder = folderOption(given, 'out') ?? join(app.config.out, 'digests')
    const nothing = withoutStore(app, given)
    if (nothing !== null) throw new UserError(nothing.text, 5)
    const { digestOf } = await import('../answers/digest.ts')
    const population = textOption(given, 'population')
    const asking = await askingOf(app, { asOf: sunday, ...(population === undefined ? {} : { population }) })
    const view = await digestOf(asking, {
      ...{ skill, week, followed: (await followedSkills(app, asking)).map(({ id }) => id) },
      sources: new Map([...scrapersById].map(([id, { source }]) => [id, source])),
    })
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2) }
    }
    const { digestChart, digestHtml, digestMarkdown, digestText, gate } = await import('../report/digest.ts')
    const { pngOf } = await import('../report/picture.ts')
    gate(view, flagOption(given, 'strict'))
    const name = `${skill}-${week}`
    const svg = digestChart(view)
    const files: [string, string | Uint8Array][] = [
      ...(svg === null ? [] : [[`${name}.png`, await pngOf(svg, 1120)] as [string, Uint8Array]]),
      [`${name}.md`, digestMarkdown(view, `${name}.png`)],
      [`${name}.html`, digestHtml(view, `${name}.png`)],
      [`${name}.txt`, digestText(view)],
    ]
    for (const [file, bytes] of files) await writeFileWhole(join(folder, file), bytes)
    const pairs = view.compare?.pairs.map(({ ratio }) => ratio) ?? []
    await keepPublished(app, asking, [{ skill, figures: [...view.headlines, ...view.pay, ...pairs] }])
    return { text: files.map(([file]) => join(folder, file)).join('\n') }
  },
})

function weekAsked(text: string | undefined, today: Day): { week: Week; sunday: Day } {
  const last = weekOf(addDays(today, -7))
  const monday = maybeMonday(text ?? last)
  if (monday === null) throw new UserError(`--week takes an ISO week such as ${last}, not "${text}"`)
  const sunday = addDays(monday, 6)
  if (sunday >= today) throw new UserError(`--week ${text} is not over yet; the last whole week is ${last}.`)
  return { week: weekOf(monday), sunday }
}
