/** Populations in words: whose vacancies a figure is over. */
import { roles, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'

export { jobsOf, roleName } from '../report/populations.ts'

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
