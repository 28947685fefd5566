/** From an address to what is asked, checked before anything is reckoned: bounded, and with the nearest right word to a wrong one. */
import { populationNamed } from '../answers/population.ts'
import type { Day } from '../days.ts'
import { UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { type Asked, type Endpoint, type ParameterName, parameters } from './endpoints.ts'

export type Question =
  | { kind: Endpoint['question']; skill: string | null; asked: Asked }
  /** A file of the site by its path: a page, a badge, the feed. */
  | { kind: 'file'; path: string }
  | { kind: 'metrics' }

/** The address asks for what is not there. */
export class NotThere extends Error {}

export interface Known {
  skills: readonly { id: string; name: string }[]
  today: Day
}

export const keyOf = (question: Question): string => JSON.stringify(question)

/** The skill that a path names; an unknown one is NotThere, with the nearest. */
export function skillOf(id: string, { skills }: Known): string {
  if (skills.some((skill) => skill.id === id)) return id
  const near = didYouMean(
    id.slice(0, 60),
    skills.map((skill) => skill.id),
  )
  throw new NotThere(`There is no such skill.${near} /v1/skills lists them.`)
}

/** Reads what stands behind the question mark. Throws a UserError for what the endpoint does not take. */
export function askedOf(endpoint: Endpoint, query: URLSearchParams, known: Known): Asked {
  const asked: Asked = {}
  const given = new Set<string>()
  for (const [name, text] of query) {
    if (!endpoint.takes.includes(name as ParameterName)) {
      const takes = endpoint.takes.length === 0 ? 'It takes none.' : `It takes ${endpoint.takes.join(', ')}.`
      throw new UserError(
        `There is no parameter of that name here.${didYouMean(name.slice(0, 40), endpoint.takes)} ${takes}`,
      )
    }
    if (given.has(name)) throw new UserError(`"${name}" is given twice.`)
    given.add(name)
    parameters[name as ParameterName].read(text, asked)
  }
  for (const name of endpoint.needs)
    if (!given.has(name)) throw new UserError(`"${name}" is missing: ${parameters[name].about}`)
  if (asked.population !== undefined) asked.population = populationNamed(asked.population.slice(0, 60))
  if (asked.skills !== undefined) asked.skills = asked.skills.map((id) => skillOf(id, known))
  for (const [name, day] of [
    ['as_of', asked.asOf],
    ['since', asked.since],
  ] as const) {
    if (day !== undefined && day > known.today) throw new UserError(`"${name}" lies ahead: today is ${known.today}.`)
  }
  if (asked.since !== undefined && asked.asOf !== undefined && asked.since > asked.asOf) {
    throw new UserError('"since" lies after "as_of"; there is nothing between.')
  }
  return asked
}

const fixedFile = /^(?:(?:index|method|status|data)\.html|feed\.xml|preview\.png|[a-z]+\.(?:css|js|svg))$/
const skillFile =
  /^(?:skills\/([^/]+)\/index\.html|(?:badge|figure|embed)\/([^/.]+)(?:\.(?:share|trajectory))?\.(?:svg|json|html)|preview\/([^/.]+)\.png|data\/([^/.]+)\.(?:figures|series)\.csv)$/

/** The file that a path names, its folder's index where it ends so. What no site has is NotThere, before anything is asked. */
export function fileOf(path: string, known: Known): string {
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path
  if (fixedFile.test(file)) return file
  const named = skillFile.exec(file)
  if (named === null) throw new NotThere('There is nothing at this address.')
  skillOf(named[1] ?? named[2] ?? named[3] ?? named[4]!, known)
  return file
}
