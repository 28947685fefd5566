/** What the server can be asked for as JSON, declared once: routes, checks and the OpenAPI document are loops over it. */
import { type Day, maybeDay } from '../days.ts'
import { UserError } from '../domain.ts'

/** Rises when an answer changes its shape in a way that breaks a reader; new fields leave it as it is. */
export const apiVersion = 1

export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const

/** What may stand behind the question mark, read and checked. */
export interface Asked {
  population?: string
  asOf?: Day
  by?: (typeof periods)[number]
  since?: Day
  skills?: string[]
  most?: number
}

export interface Parameter {
  name: string
  about: string
  schema: Record<string, unknown>
  /** Throws a UserError that says what it takes. */
  read(text: string, into: Asked): void
}

const dayNamed = (name: string, text: string): Day => {
  const day = maybeDay(text)
  if (day === null) throw new UserError(`"${name}" takes a day such as 2026-11-24.`)
  return day
}

export const parameters = {
  population: {
    name: 'population',
    about: 'Whose vacancies: ai, all, role:ml_engineer, country:DE, source:hackernews.',
    schema: { type: 'string', maxLength: 60 },
    read: (text, into) => {
      into.population = text
    },
  },
  as_of: {
    name: 'as_of',
    about: 'As known on that day; today when left out.',
    schema: { type: 'string', format: 'date' },
    read: (text, into) => {
      into.asOf = dayNamed('as_of', text)
    },
  },
  by: {
    name: 'by',
    about: 'The length of a period; unless said the finest that has jobs enough for a share.',
    schema: { type: 'string', enum: [...periods] },
    read: (text, into) => {
      const found = periods.find((period) => period === text)
      if (found === undefined) throw new UserError(`"by" takes ${periods.join(', ')}.`)
      into.by = found
    },
  },
  since: {
    name: 'since',
    about: 'From this day on.',
    schema: { type: 'string', format: 'date' },
    read: (text, into) => {
      into.since = dayNamed('since', text)
    },
  },
  skills: {
    name: 'skills',
    about: 'Two to eight skill ids with commas between.',
    schema: { type: 'string', pattern: '^[^,]+(,[^,]+){1,7}$' },
    read: (text, into) => {
      into.skills = [...new Set(text.split(','))]
      if (into.skills.length < 2 || into.skills.length > 8) {
        throw new UserError('"skills" takes two to eight different skill ids with commas between.')
      }
    },
  },
  most: {
    name: 'most',
    about: 'Rows of the ranking.',
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    read: (text, into) => {
      if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 500) {
        throw new UserError('"most" takes a whole number from 1 to 500.')
      }
      into.most = Number(text)
    },
  },
} as const satisfies Record<string, Parameter>

export type ParameterName = keyof typeof parameters

export interface Endpoint {
  /** As OpenAPI writes it: `/v1/skills/{skill}`. */
  path: string
  question: 'ranking' | 'report' | 'trend' | 'compare' | 'changes' | 'status'
  summary: string
  takes: ParameterName[]
  needs: ParameterName[]
  /** Name of the schema of its answer. */
  answers: string
}

const endpoint = (
  path: string,
  question: Endpoint['question'],
  summary: string,
  over: Partial<Endpoint>,
): Endpoint => ({
  ...{ path: `/v${apiVersion}${path}`, question, summary, takes: [], needs: [], answers: question },
  ...over,
})

export const endpoints: readonly Endpoint[] = [
  endpoint('/skills', 'ranking', 'The skills ranked by newly opened jobs, with the movers', {
    takes: ['population', 'as_of', 'most'],
  }),
  endpoint('/skills/{skill}', 'report', 'Everything that is told of one skill', { takes: ['population', 'as_of'] }),
  endpoint('/skills/{skill}/trend', 'trend', 'A skill over time; a period that was not read is null', {
    takes: ['population', 'as_of', 'by', 'since'],
  }),
  endpoint('/compare', 'compare', 'Skills side by side, the first against each other one', {
    takes: ['skills', 'population', 'as_of'],
    needs: ['skills'],
  }),
  endpoint('/changes', 'changes', 'Labels that changed in the last year, and published figures that were revised', {
    takes: ['population'],
  }),
  endpoint('/status', 'status', 'Which boards were read, which were not and why; gaps and revisions', {}),
]
