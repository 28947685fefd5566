/** What the commands that print figures have in common: whose vacancies, as known on which day, and which skill. */
import { mayBeThere, shownPlace } from '../../db/open.ts'
import type { Asking, KnownSkill } from '../answers/asking.ts'
import { populationNamed } from '../answers/population.ts'
import type { App } from '../app.ts'
import { editionInForce, skillNamed, skillsInForce } from '../catalog-in-force.ts'
import { type Day, maybeDay } from '../days.ts'
import { exit, type SkillId, type Status, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { flagOption, type Given, type Option, type Output, textOption } from './command.ts'

export const figureOptions: Option[] = [
  {
    flags: '--population <population>',
    about: 'whose vacancies: ai, all, role:ml_engineer, country:DE, source:hackernews',
  },
  { flags: '--as-of <day>', about: 'answer from what was known by that day (2026-11-24)' },
  { flags: '--json', about: 'as data' },
]

/** The day of `--as-of`, or today. */
export function asOfDay(app: App, given: Given): Day {
  const text = textOption(given, 'asOf')
  if (text === undefined) return app.today()
  const day = maybeDay(text)
  if (day === null) throw new UserError(`--as-of takes a day such as ${app.today()}, not "${text}"`)
  if (day > app.today()) throw new UserError(`--as-of ${day} lies ahead: today is ${app.today()}.`)
  return day
}

export async function askingOf(app: App, asked: { asOf?: Day; population?: string } = {}): Promise<Asking> {
  const population = populationNamed(asked.population ?? app.config.settings.population ?? 'ai')
  if (population.startsWith('source:')) await checkSource(population.slice('source:'.length))
  return {
    store: await app.store(),
    skills: await skillsInForce(app.config),
    edition: await editionInForce(app.config),
    population,
    asOf: asked.asOf ?? app.today(),
    progress: app.progress,
  }
}

async function checkSource(id: string): Promise<void> {
  const { scrapersById } = await import('../in-force.ts')
  if (scrapersById.has(id)) return
  throw new UserError(
    `There is no source "${id}".${didYouMean(id, scrapersById.keys())} "skilltide sources" lists them.`,
  )
}

export const askedOf = (app: App, given: Given): Promise<Asking> => {
  const population = textOption(given, 'population')
  return askingOf(app, { asOf: asOfDay(app, given), ...(population === undefined ? {} : { population }) })
}

/** By a word the id of the skill that it names; an unknown one is an error with the nearest. */
export async function skillsAsked(app: App): Promise<(word: string) => SkillId> {
  const skills = await skillsInForce(app.config)
  return (word) => skillNamed(word, skills).id
}
export const skillAsked = async (app: App, word: string): Promise<SkillId> => (await skillsAsked(app))(word)

/** The skills that exports, digests and rankings cover: those named, else those of the config, else the whole catalog. */
export async function followedSkills(
  app: App,
  asking: Asking,
  named: readonly string[] = [],
): Promise<readonly KnownSkill[]> {
  const wanted = named.length > 0 ? named : (app.config.settings.skills?.follow ?? [])
  if (wanted.length === 0) return asking.skills
  const ids = new Set(wanted.map(await skillsAsked(app)))
  return asking.skills.filter(({ id }) => ids.has(id))
}

/** What a figure command says where nothing has been collected: an answer, and no reason to look for one in vain. Wrong words are refused all the same. */
export function withoutStore(app: App, given: Given): Output | null {
  asOfDay(app, given)
  populationNamed(textOption(given, 'population') ?? 'ai')
  if (mayBeThere(app.config.store)) return null
  const text = `Not measured: nothing has been collected yet (there is no store at ${shownPlace(app.config.store)}). "skilltide collect" reads the boards, "skilltide backfill hackernews" their past.`
  return {
    text: flagOption(given, 'json') ? JSON.stringify({ status: 'missing', text }, null, 2) : text,
    exitCode: exit.flagged,
  }
}

const good: readonly Status[] = ['observed', 'zero', 'low', 'partial', 'break']

/** 3 where the headline could not be given, so that a script notices. */
export const exitCodeOf = (figures: readonly { status: Status }[]): number =>
  figures.every(({ status }) => good.includes(status)) ? exit.done : exit.flagged
