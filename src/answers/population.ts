/** Populations in words: whose vacancies a figure is over. */
import { roles, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'

/** The population that a word names, a country in capitals; an unknown one is an error with the nearest. Sources are taken as named. */
export function populationNamed(word: string): string {
  if (word === 'all' || word === 'ai' || /^source:[\w-]+$/.test(word)) return word
  if (/^country:[A-Za-z]{2}$/.test(word)) return `country:${word.slice(8).toUpperCase()}`
  const known = roles.map((role) => `role:${role}`)
  if (known.includes(word)) return word
  throw new UserError(
    `There is no population "${word}".${didYouMean(word, ['all', 'ai', ...known])} There are all, ai, ${known.join(', ')}, country:DE and so on, source:hackernews and so on.`,
  )
}

const nouns: Record<string, string> = { all: 'jobs', ai: 'AI jobs' }

/** `AI jobs`, `jobs in DE`, `ML engineer jobs`. */
export function jobsOf(population: string): string {
  const known = nouns[population]
  if (known !== undefined) return known
  const [kind = '', ...rest] = population.split(':')
  const value = rest.join(':')
  if (kind === 'country') return `jobs in ${value.toUpperCase()}`
  if (kind === 'source') return `jobs on ${value}`
  return `${roleName(value)} jobs`
}

const abbreviations: Record<string, string> = { ml: 'ML', ai: 'AI' }

/** `ML engineer` of `ml_engineer`. */
export const roleName = (role: string): string =>
  role
    .split('_')
    .map((word) => abbreviations[word] ?? word)
    .join(' ')
