/** Whose jobs a population's name means, in words. */

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
