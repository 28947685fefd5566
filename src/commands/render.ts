import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../domain.ts'
import { type FormatName, formatOf } from '../report/render/format-name.ts'
import { askedOf, figureOptions, withoutStore } from './asked.ts'
import { defineCommand, flagOption, folderOption, listArgument } from './command.ts'
import { checked } from './render-check.ts'

export default defineCommand({
  name: 'render',
  summary: 'Fill the figures that a file names, each with its footnote, or check what was typed by hand',
  about:
    'The file is a Liquid template: {{ pytorch.open.required }}, {{ pytorch.trajectory.sentence }}, {{ pytorch.share | otherwise: "not measured" }}, {{compare pytorch tensorflow}}, {{chart pytorch share 24m}}, {% published pytorch.pay.median %}…{% endpublished %}. A name that is not there is an error with the nearest one. A figure that the data cannot carry, and that has no fallback, refuses the whole file with exit code 5; nothing is written then. --check writes nothing and reads what the author typed: numbers that look like figures (jobs, shares, ranks, pay, years), and sentences about demand (“the most wanted framework”, “demand is rising”), each against the figures. Quotes, code and numbers that carry a footnote are left alone, as are those of a paragraph with <!-- by hand -->. It ends with exit code 5 where the figures contradict the words or can carry none, with 3 where a number is typed or nothing can be said.',
  arguments: [{ name: '<files...>', about: 'review.md, page.html, note.txt; a .liquid ending is taken off' }],
  options: [
    { flags: '--out <folder>', about: 'where to (otherwise beside each file, which must then end in .liquid)' },
    { flags: '--strict', about: 'refuse flagged figures too' },
    { flags: '--check', about: 'only hold what the author typed against the figures' },
    ...figureOptions.map((option) =>
      option.flags === '--json' ? { ...option, about: 'with --check: as data' } : option,
    ),
  ],
  examples: [
    { line: 'skilltide render review.md.liquid', about: 'writes review.md beside it' },
    { line: 'skilltide render drafts/*.md --out issue-47 --strict', about: 'a newsletter without flagged figures' },
    { line: 'skilltide render --check drafts/review.md', about: 'what the author typed that the figures do not say' },
  ],
  async run(app, given) {
    const out = folderOption(given, 'out')
    const nothing = withoutStore(app, given)
    if (nothing !== null) throw new UserError(nothing.text, 5)
    if (flagOption(given, 'check')) {
      const documents = listArgument(given, 0).map((file) => ({ file, source: read(file), format: formatNamed(file) }))
      return checked(app, given, documents)
    }
    if (flagOption(given, 'json'))
      throw new UserError('--json goes with --check: what is rendered is written to files.')
    const [{ renderTemplate }, { documentFormats }, { templateFigures }] = await Promise.all([
      import('../report/render/template.ts'),
      import('../report/render/format.ts'),
      import('../answers/template-figures.ts'),
    ])
    const figures = templateFigures(await askedOf(app, given))
    const written: { path: string; text: string }[] = []
    for (const file of listArgument(given, 0)) {
      const name = formatNamed(file)
      const target = basename(file).replace(/\.liquid$/, '')
      const folder = out ?? dirname(file)
      if (join(folder, target) === join(file)) {
        throw new UserError(`${file} would be written over itself: give it the ending .liquid, or name --out.`)
      }
      const format = documentFormats()[name]
      const rendered = await renderTemplate(read(file), { file, format, figures, strict: flagOption(given, 'strict') })
      written.push({ path: join(folder, target), text: rendered.text })
      written.push(...rendered.files.map(({ name: picture, svg }) => ({ path: join(folder, picture), text: svg })))
    }
    writeAll(written)
    return { text: written.map(({ path }) => path).join('\n') }
  },
})

/** By the ending, .liquid beside it or not. */
function formatNamed(file: string): FormatName {
  const name = formatOf(file)
  if (name === null)
    throw new UserError(`${file}: skilltide renders .md, .html and .txt files (with or without .liquid).`)
  return name
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** All or none: a file that cannot be written takes those before it along. */
function writeAll(files: { path: string; text: string }[]): void {
  const done: string[] = []
  try {
    for (const { path, text } of files) {
      writeFileSync(path, text)
      done.push(path)
    }
  } catch (error) {
    for (const path of done) rmSync(path, { force: true })
    throw new UserError(`Nothing was written: ${(error as Error).message}`)
  }
}
