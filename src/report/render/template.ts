/**
 * Templates in Liquid that name figures. A figure that the data cannot carry refuses the whole document (exit code 5),
 * unless the author wrote what stands in its place.
 */
import {
  Context,
  Drop,
  type Emitter,
  Liquid,
  LiquidError,
  type Parser,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs'
import { exit, type Figure, type SkillId, UserError } from '../../domain.ts'
import { didYouMean } from '../../nearest.ts'
import { labelOf } from '../measures.ts'
import type { Series, SkillName } from '../views.ts'
import { count, fullText } from '../wording.ts'
import type { DocumentFormat, Footnote } from './format.ts'
import { FigureDrop, type Figures, type Printing, ReadingDrop, SkillDrop } from './names.ts'
import { Made, Written } from './written.ts'

export interface Rendered {
  text: string
  /** Pictures to be written beside the document. */
  files: { name: string; svg: string }[]
  /** The figures that were printed, in order of use. */
  used: Figure[]
}

export interface RenderOptions {
  /** How errors name the template. */
  file: string
  format: DocumentFormat
  figures: Figures
  /** Flagged figures refuse too. */
  strict?: boolean
  /** The skill that `{{ skill }}` stands for, in a template that serves for any. */
  subject?: SkillId
  /** Footnote marks beside figures; off for pages that carry one as-of line. */
  footnotes?: boolean
}

/** Renders one template. Throws a UserError: 2 for a wrong name or syntax, with its line; 5 where a figure is withheld. */
export async function renderTemplate(source: string, options: RenderOptions): Promise<Rendered> {
  const session = new Session(options)
  const { format, figures, file } = options
  const liquid = engine(session)
  // A catalog has hundreds of skills, a template names a few.
  const named = figures.skills.filter(({ id }) => id === options.subject || source.includes(id))
  const skills = Object.fromEntries(named.map((skill) => [skill.id, new SkillDrop(skill, figures, session)]))
  let text: string
  try {
    const parsed = liquid.parse(asTags(source), file)
    const subject = options.subject === undefined ? {} : { skill: skills[options.subject] }
    const names = new NamesAlone({ ...skills, ...subject }, liquid.options)
    text = String(await liquid.render(parsed, names))
  } catch (error) {
    throw readable(
      error,
      file,
      figures.skills.map(({ id }) => id),
    )
  }
  session.refuseIfAny(file)
  const notes = session.takeFootnotes()
  const whole = notes === '' ? text : `${text.trimEnd()}\n\n${notes}`
  return { text: whole, files: session.files, used: session.used.map(({ figure }) => figure), ...(format && {}) }
}

/** `{{compare pytorch tensorflow}}` and `{{chart pytorch share 24m}}` are commands: the same length as a tag. */
const asTags = (source: string) =>
  source.replace(/\{\{(-?\s*(?:compare|chart)\s[^{}|]*?-?)\}\}/g, (_, inner: string) => `{%${inner}%}`)

/** A skill and a figure have the names that they tell of, and none that every object of the language has. */
class NamesAlone extends Context {
  override readProperty(of: object, key: Parameters<Context['readProperty']>[1]): unknown {
    return of instanceof Drop && !(key instanceof Drop) && typeof key !== 'symbol'
      ? of.liquidMethodMissing(key, this)
      : super.readProperty(of, key)
  }
}

class Session implements Printing {
  readonly options: RenderOptions
  readonly used: { figure: Figure; skill: SkillName; number: number }[] = []
  readonly files: Rendered['files'] = []
  readonly #refused: { name: string; figure: Figure }[] = []
  #footnotesTaken = 0

  constructor(options: RenderOptions) {
    this.options = options
  }

  use(figure: Figure, skill: SkillName): string {
    if (this.options.strict && (figure.flags.length > 0 || figure.status === 'low' || figure.status === 'partial')) {
      this.refuse(`${skill.id}.${figure.measure}`, figure)
    }
    let known = this.used.find((each) => each.figure.measure === figure.measure && each.skill.id === skill.id)
    if (known === undefined) {
      known = { figure, skill, number: this.used.length + 1 }
      this.used.push(known)
    }
    return this.options.footnotes === false ? '' : this.options.format.mark(known.number)
  }

  refuse(name: string, figure: Figure): void {
    if (!this.#refused.some((each) => each.name === name)) this.#refused.push({ name, figure })
  }

  refuseIfAny(file: string): void {
    if (this.#refused.length === 0) return
    const lines = this.#refused.map(({ name, figure }) => `  ${name}: ${reasonOf(figure)}`)
    throw new UserError(
      `${file}: nothing was written, because the data cannot carry what it names:\n${lines.join('\n')}\nGive them a fallback ({{ name | otherwise: "…" }}) or a block that vanishes ({% published name %}…{% endpublished %}).`,
      exit.refused,
    )
  }

  /** The footnotes not yet printed, in the format in hand. */
  takeFootnotes(): string {
    if (this.options.footnotes === false) return ''
    const notes = this.used.slice(this.#footnotesTaken).map(footnote)
    this.#footnotesTaken = this.used.length
    return this.options.format.footnotes(notes)
  }

  /** What a printed value becomes. */
  write(value: unknown): string {
    if (value instanceof FigureDrop || value instanceof ReadingDrop) return this.write(value.print())
    if (value instanceof Written) return this.options.format.escape(value.text) + value.mark
    if (value instanceof Made) return value.markup
    if (value instanceof SkillDrop) return this.options.format.escape(value.valueOf())
    if (value === null || value === undefined) return ''
    return this.options.format.escape(Array.isArray(value) ? value.map(String).join(', ') : String(value))
  }
}

const reasonOf = (figure: Figure) =>
  figure.flags.length > 0 && figure.value !== null
    ? `flagged ${figure.flags.join(', ')}; --strict prints no flagged figure`
    : figure.text

function footnote({ figure, skill, number }: { figure: Figure; skill: SkillName; number: number }): Footnote {
  const { vintage, employers, flags } = figure
  const parts = [
    `${skill.name}, ${labelOf(figure.measure).toLowerCase()}: ${fullText(figure).replace(/\.$/, '')}`,
    employers === null ? null : `${count(employers)} employers`,
    `as of ${vintage.asOf}`,
    flags.length === 0 ? null : flags.join(', '),
    `catalog ${vintage.edition}, method ${vintage.method}`,
  ]
  return { number, text: `${parts.filter((part) => part !== null).join('; ')}.` }
}

function engine(session: Session): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    cache: false,
    outputEscape: (value: unknown) => new Made(session.write(value)) as unknown as string,
    // Generous for any review, and an end for a template that loops.
    parseLimit: 5e6,
    renderLimit: 20_000,
    memoryLimit: 5e7,
    templates: {},
  })
  liquid.registerFilter('otherwise', (value: unknown, fallback: unknown) => {
    const figure = value instanceof ReadingDrop ? value.of : value
    return figure instanceof FigureDrop && figure.isWithheld() ? fallback : value
  })
  liquid.registerTag('published', publishedTag())
  liquid.registerTag('footnotes', footnotesTag(session))
  liquid.registerTag('compare', compareTag(session))
  liquid.registerTag('chart', chartTag(session))
  return liquid
}

/** `{% published a.b, c.d %}…{% otherwise %}…{% endpublished %}`: the first part only where every figure named may be printed. */
function publishedTag() {
  return class extends Tag {
    readonly #names: string[]
    readonly #good: Template[] = []
    readonly #else: Template[] = []

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
      super(token, rest, liquid)
      this.#names = token.args.split(/[\s,]+/).filter((name) => name !== '')
      let into = this.#good
      while (rest.length > 0) {
        const next = rest.shift()!
        const name = 'name' in next ? next.name : ''
        if (name === 'endpublished') return
        if (name === 'otherwise') into = this.#else
        else into.push(parser.parseToken(next, rest))
      }
      throw new Error('"published" has no "endpublished"')
    }

    override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const values: unknown[] = []
      for (const name of this.#names) values.push(yield context._get(name.split('.')))
      const good = values.every((value) => {
        const figure = value instanceof ReadingDrop ? value.of : value
        if (!(figure instanceof FigureDrop))
          throw new UserError(`"published" takes figures such as pytorch.open, not "${this.#names.join(', ')}"`)
        return !figure.isWithheld()
      })
      yield this.liquid.renderer.renderTemplates(good ? this.#good : this.#else, context, emitter)
    }
  }
}

function footnotesTag(session: Session) {
  return class extends Tag {
    override render(_: Context, emitter: Emitter): void {
      emitter.write(session.takeFootnotes())
    }
  }
}

async function skillIn(context: Context, word: string | undefined): Promise<SkillDrop> {
  const value = word === undefined ? undefined : await context.get([word])
  if (!(value instanceof SkillDrop)) throw new UserError(`"${word ?? ''}" is no skill of the catalog.`)
  return value
}

/** `{% compare pytorch tensorflow %}`: the head-to-head in a sentence. */
function compareTag(session: Session) {
  return class extends Tag {
    readonly #words: string[]

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid)
      this.#words = token.args.trim().split(/\s+/)
      if (this.#words.length !== 2) throw new Error('"compare" takes two skills: compare pytorch tensorflow')
    }

    override async render(context: Context, emitter: Emitter): Promise<void> {
      const [left, right] = [await skillIn(context, this.#words[0]), await skillIn(context, this.#words[1])]
      const [from, to] = [(await left.view()).skill, (await right.view()).skill]
      const { pairs } = await session.options.figures.compare(from.id, to.id)
      const ratio = pairs.find((pair) => pair.left.id === from.id && pair.right.id === to.id)?.ratio
      if (ratio === undefined || ratio.value === null) {
        const view = await left.view()
        const figure = ratio ?? new FigureDrop(view, `ratio.${to.id}`, session).figure()
        session.refuse(`compare ${from.id} ${to.id}`, figure)
        return
      }
      emitter.write(session.write(new Written(fullText(ratio), session.use(ratio, from))))
    }
  }
}

/** `{% chart pytorch share 24m %}`: a series as a picture; the span is a number of days, weeks, months or years. */
function chartTag(session: Session) {
  return class extends Tag {
    readonly #words: string[]

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid)
      this.#words = token.args.trim().split(/\s+/)
      if (this.#words.length < 2) throw new Error('"chart" takes a skill and a measure: chart pytorch share 24m')
    }

    override async render(context: Context, emitter: Emitter): Promise<void> {
      const [word, measure = '', span] = this.#words
      const view = await (await skillIn(context, word)).view()
      const found =
        view.series.find((each) => each.measure === measure) ??
        view.series.find((each) => each.measure.endsWith(`.${measure}`))
      const points = found === undefined ? [] : found.points.slice(-periodsIn(span, found.by))
      if (found === undefined || points.every(({ value }) => value === null)) {
        session.refuse(`chart ${view.skill.id} ${measure}`, new FigureDrop(view, measure, session).figure())
        return
      }
      const id = `chart-${view.skill.id}-${measure.replaceAll('.', '-')}-${session.files.length + 1}`
      const { body, file } = session.options.format.chart({ ...found, points }, view.skill.name, id)
      if (file !== null) session.files.push(file)
      emitter.write(body)
    }
  }
}

const daysIn = { d: 1, w: 7, m: 30.44, y: 365.25 } as const
const daysOf = { day: 1, week: 7, month: 30.44, quarter: 91.3, year: 365.25 } as const

function periodsIn(span: string | undefined, by: Series['by']): number {
  if (span === undefined) return Number.MAX_SAFE_INTEGER
  const parts = /^(\d{1,4})([dwmy])$/.exec(span)
  if (parts === null) throw new UserError(`A chart's span is a number with d, w, m or y, such as 24m; not "${span}"`)
  return Math.max(2, Math.round((Number(parts[1]) * daysIn[parts[2] as keyof typeof daysIn]) / daysOf[by]))
}

/** Liquid's error as ours: the file, the line, what is wrong, and the nearest right name. */
function readable(error: unknown, file: string, skills: string[]): unknown {
  if (!LiquidError.is(error)) return error
  const [line = 0, column = 0] = error.token?.getPosition?.() ?? []
  const place = line > 0 ? `${file}:${line}:${column}` : file
  const inner = error.originalError
  if (inner instanceof UserError) return new UserError(`${place}: ${inner.message}`, inner.exitCode)
  const unknown = /undefined variable: ([^\s,.]+)/.exec(error.message)?.[1]
  if (unknown !== undefined) {
    return new UserError(
      `${place}: there is no skill or value "${unknown}".${didYouMean(unknown, skills)} "skilltide skills" lists them.`,
    )
  }
  return new UserError(`${place}: ${error.message.split('\n')[0]!.replace(/, (?:file|line):.*$/, '')}`)
}
