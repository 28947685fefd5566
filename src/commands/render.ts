import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Asking } from '../answers/asking.ts'
import { UserError } from '../domain.ts'
import type { Figures } from '../report/render/names.ts'
import { askedOf, figureOptions, withoutStore } from './asked.ts'
import { defineCommand, flagOption, listArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'render',
  summary: 'Fill the figures that a Markdown, HTML or text file names, each with its footnote',
  about:
    'The file is a Liquid template: {{ pytorch.open.required }}, {{ pytorch.trajectory.sentence }}, {{ pytorch.share | otherwise: "not measured" }}, {{compare pytorch tensorflow}}, {{chart pytorch share 24m}}, {% published pytorch.pay.median %}…{% endpublished %}. A name that is not there is an error with the nearest one. A figure that the data cannot carry, and that has no fallback, refuses the whole file with exit code 5; nothing is written then.',
  arguments: [{ name: '<files...>', about: 'review.md, page.html, note.txt; a .liquid ending is taken off' }],
  options: [
    { flags: '--out <folder>', about: 'where to (otherwise beside each file, which must then end in .liquid)' },
    { flags: '--strict', about: 'refuse flagged figures too' },
    ...figureOptions.filter(({ flags }) => flags !== '--json'),
  ],
  examples: [
    { line: 'skilltide render review.md.liquid', about: 'writes review.md beside it' },
    { line: 'skilltide render drafts/*.md --out issue-47 --strict', about: 'a newsletter without flagged figures' },
  ],
  async run(app, given) {
    const nothing = withoutStore(app, given)
    if (nothing !== null) throw new UserError(nothing.text, 5)
    const [{ renderTemplate }, { documentFormats, formatOf }] = await Promise.all([
      import('../report/render/template.ts'),
      import('../report/render/format.ts'),
    ])
    const figures = await figuresFor(await askedOf(app, given))
    const out = textOption(given, 'out')
    const written: { path: string; text: string }[] = []
    for (const file of listArgument(given, 0)) {
      const name = formatOf(file)
      if (name === null)
        throw new UserError(`${file}: skilltide renders .md, .html and .txt files (with or without .liquid).`)
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

/** What a template may name, answered from the store, each skill once. */
async function figuresFor(asking: Asking): Promise<Figures> {
  const [{ skillReport }, { compare }, { skillName }] = await Promise.all([
    import('../answers/skill-report.ts'),
    import('../answers/compare.ts'),
    import('../answers/asking.ts'),
  ])
  return {
    skills: asking.skills.map(({ id }) => skillName(asking, id)),
    report: (skill) => skillReport(asking, skill),
    compare: (left, right) => compare(asking, [left, right]),
  }
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
