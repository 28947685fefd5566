/** What an author may name: a skill, a figure of it, and how the figure is to be read. Wrong names meet the nearest right one. */
import { Drop } from 'liquidjs'
import { type Figure, roles, seniorities, UserError, usePatterns } from '../../domain.ts'
import { didYouMean } from '../../nearest.ts'
import { labelOf, measures } from '../measures.ts'
import type { CompareView, Part, SkillName, SkillReportView } from '../views.ts'
import { count, fullText, isWithheld, shortText } from '../wording.ts'
import { Written } from './written.ts'

/** Where the figures come from. */
export interface Figures {
  skills: readonly SkillName[]
  report(skill: string): Promise<SkillReportView>
  compare(left: string, right: string): Promise<CompareView>
}

/** What becomes of figures that are printed: footnotes, and refusals when nothing may be printed. */
export interface Printing {
  /** Notes the use; returns the mark that stands beside it. */
  use(figure: Figure, skill: SkillName): string
  /** Notes that the author asks for what the data cannot carry. */
  refuse(name: string, figure: Figure): void
}

/** Readings of a figure: `{{ pytorch.share.sentence }}`. Numbers are withheld with the figure. */
const readings: Record<string, (figure: Figure) => string | number | null> = {
  sentence: fullText,
  short: shortText,
  value: ({ value }) => value,
  percent: ({ value }) => (value === null ? null : Number((value * 100).toPrecision(3))),
  n: ({ n }) => n,
  of: ({ denominator }) => denominator,
  low: ({ interval }) => interval?.low ?? null,
  high: ({ interval }) => interval?.high ?? null,
  employers: ({ employers }) => employers,
}
/** What may be read of a withheld figure too: it says why. */
const always: Record<string, (figure: Figure) => string> = {
  status: ({ status }) => status,
  reason: ({ text }) => text,
  asof: ({ vintage }) => vintage.asOf,
  period: ({ period }) => period,
}

/** `pytorch`: its name, its page, and every figure by measure. */
export class SkillDrop extends Drop {
  readonly #skill: SkillName
  readonly #figures: Figures
  readonly #printing: Printing
  #view: Promise<SkillReportView> | null = null

  constructor(skill: SkillName, figures: Figures, printing: Printing) {
    super()
    this.#skill = skill
    this.#figures = figures
    this.#printing = printing
  }

  override valueOf(): string {
    return this.#skill.name
  }

  view(): Promise<SkillReportView> {
    this.#view ??= this.#figures.report(this.#skill.id)
    return this.#view
  }

  override async liquidMethodMissing(key: string | number): Promise<unknown> {
    const name = String(key)
    const { id, group, homepage } = this.#skill
    const own: Record<string, string | null> = { id, name: this.#skill.name, group, homepage }
    if (Object.hasOwn(own, name)) return own[name]
    const view = await this.view()
    const facts: Record<string, () => unknown> = {
      asof: () => view.vintage.asOf,
      boards: () => count(view.coverage.boardsRead),
      employers_read: () => (view.coverage.employers === null ? null : count(view.coverage.employers)),
      vacancies_read: () => (view.coverage.vacancies === null ? null : count(view.coverage.vacancies)),
      alternatives: () => view.alternatives.map((each) => new SkillDrop(each.skill, this.#figures, this.#printing)),
      uses: () => this.#parts(view, view.patterns),
      roles: () => this.#parts(view, view.roles),
      seniorities: () => this.#parts(view, view.seniority),
      beside: () => this.#parts(view, view.coNamed),
      family: () => this.#parts(view, view.subSkills),
    }
    if (Object.hasOwn(facts, name)) return facts[name]!()
    return figureNamed(view, name, namesOf(view, this.#figures), this.#printing)
  }

  /** The parts that may be printed, as the view has them in order. */
  #parts(view: SkillReportView, parts: readonly Part[]): NamedPart[] {
    return parts
      .map(({ label, figure }) => ({ label, figure: new FigureDrop(view, figure.measure, this.#printing) }))
      .filter(({ figure }) => !figure.isWithheld())
  }
}

/** Figures that come in families, by what each may be of: one that was not made is missing, and not a wrong name. */
const membersOf = (skills: readonly string[]): string[] => [
  ...roles.map((role) => `role.${role}`),
  ...usePatterns.map((pattern) => `pattern.${pattern}`),
  ...seniorities.map((seniority) => `seniority.${seniority}`),
  ...['ratio', 'both', 'co_named'].flatMap((family) => skills.map((skill) => `${family}.${skill}`)),
]

/** One row of a breakdown, for loops: its label, and its figure. */
export interface NamedPart {
  label: string
  figure: FigureDrop
}

/** Every name that a figure of a view can have; a beginning of one, up to a dot, leads to it. */
interface FigureNames {
  all: readonly string[]
  has(name: string): boolean
}

const kept = new WeakMap<SkillReportView, FigureNames>()

/** A page asks for dozens of figures of one view: its names are gathered once. */
function namesOf(view: SkillReportView, { skills }: Figures): FigureNames {
  const known = kept.get(view)
  if (known !== undefined) return known
  const own = [...measures.map(({ id }) => id), ...allFigures(view).map(({ measure }) => measure)]
  const all = [...new Set([...own, ...membersOf(skills.map(({ id }) => id))])]
  const parts = new Set(all)
  for (const name of all) {
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) parts.add(name.slice(0, dot))
  }
  const names = { all, has: (name: string) => parts.has(name) }
  kept.set(view, names)
  return names
}

/** Every figure of a view, its parts and head-to-heads included. */
export const allFigures = (view: SkillReportView): Figure[] => [
  ...view.figures,
  ...view.alternatives.flatMap(({ ratio, both }) => (both === null ? [ratio] : [ratio, both])),
  ...[view.roles, view.patterns, view.seniority, view.coNamed, view.subSkills].flatMap((parts) =>
    parts.map(({ figure }) => figure),
  ),
]

function figureNamed(view: SkillReportView, name: string, names: FigureNames, printing: Printing): FigureDrop {
  if (names.has(name)) return new FigureDrop(view, name, printing, names)
  throw new UserError(
    `${view.skill.name} has no figure "${name}".${didYouMean(name, names.all)} docs/data-dictionary.md lists them.`,
  )
}

const none: FigureNames = { all: [], has: () => false }

/** `pytorch.open`, which prints as a number, and goes on to `pytorch.open.required` and `pytorch.open.sentence`. */
export class FigureDrop extends Drop {
  readonly path: string
  readonly #view: SkillReportView
  readonly #printing: Printing
  readonly #names: FigureNames

  constructor(view: SkillReportView, path: string, printing: Printing, names: FigureNames = none) {
    super()
    this.#names = names
    this.#view = view
    this.path = path
    this.#printing = printing
  }

  get name(): string {
    return `${this.#view.skill.id}.${this.path}`
  }

  /** Null where the view has no such figure: nothing was measured. */
  figure(): Figure {
    return allFigures(this.#view).find(({ measure }) => measure === this.path) ?? absent(this.#view, this.path)
  }

  /** A figure without a value prints nothing either, save the words of a label. */
  isWithheld(): boolean {
    const figure = this.figure()
    return isWithheld(figure) || (figure.value === null && figure.unit !== 'word')
  }

  print(reading: (figure: Figure) => string | number | null = shortText): Written {
    const figure = this.figure()
    const text = this.isWithheld() ? null : reading(figure)
    if (text === null) {
      this.#printing.refuse(this.name, figure)
      return new Written('', '')
    }
    return new Written(String(text), this.#printing.use(figure, this.#view.skill))
  }

  override valueOf(): string {
    return String(this.print())
  }

  override liquidMethodMissing(key: string | number): unknown {
    const name = String(key)
    const longer = `${this.path}.${name}`
    if (this.#names.has(longer)) return new FigureDrop(this.#view, longer, this.#printing, this.#names)
    if (Object.hasOwn(always, name)) return always[name]!(this.figure())
    const reading = Object.hasOwn(readings, name) ? readings[name] : undefined
    if (reading === undefined) {
      const near = [
        ...Object.keys(readings),
        ...Object.keys(always),
        ...this.#names.all.filter((id) => id.startsWith(`${this.path}.`)).map((id) => id.slice(this.path.length + 1)),
      ]
      throw new UserError(
        `"${this.name}" has no "${name}".${didYouMean(name, near)} A figure reads as ${Object.keys(readings).join(', ')}, ${Object.keys(always).join(', ')}.`,
      )
    }
    // A number is for reckoning and conditions: it has no mark, and is withheld with its figure.
    if (name === 'sentence' || name === 'short') return new ReadingDrop(this, reading)
    const figure = this.figure()
    const value = isWithheld(figure) ? null : reading(figure)
    if (value === null) this.#printing.refuse(`${this.name}.${name}`, figure)
    return value
  }
}

/** A figure with the way in which it is to be printed. */
export class ReadingDrop extends Drop {
  readonly of: FigureDrop
  readonly #reading: (figure: Figure) => string | number | null

  constructor(of: FigureDrop, reading: (figure: Figure) => string | number | null) {
    super()
    this.of = of
    this.#reading = reading
  }

  print(): Written {
    return this.of.print(this.#reading)
  }

  override valueOf(): string {
    return String(this.print())
  }
}

function absent(view: SkillReportView, measure: string): Figure {
  return {
    measure,
    skill: view.skill.id,
    population: view.population,
    period: view.vintage.asOf,
    value: null,
    text: `Not measured: there is no "${labelOf(measure).toLowerCase()}" of ${view.skill.name} on ${view.vintage.asOf}.`,
    unit: 'vacancies',
    status: 'missing',
    flags: [],
    n: null,
    denominator: null,
    employers: null,
    interval: null,
    vintage: view.vintage,
  }
}
