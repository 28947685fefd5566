/** The sources as a list, and one source with everything it declares. */
import { table } from './table.ts'
import type { Terminal } from './views.ts'

export interface SourceRow {
  source: {
    id: string
    title: string
    homepage: string
    access: string
    coverage: string
    every: string
    robots: string
    documentation?: string
    terms: { url: string; asks: string }
    byDefault: boolean
    minDelaySeconds?: number
    credentials?: string[]
    attribution?: string
    endsOn?: string
    settings?: Record<string, { about: string; required?: boolean }>
  }
  state: { on: boolean; why: string | null }
  boards: number
  lastSnapshot: string | null
  health: string
  /** Postings on the last lists of its boards, and how many of them have each field. */
  listed: number
  fills: Record<string, number>
}

/** Counts of characters and of other things than postings with a field. */
const notFields = new Set(['textLength', 'python', 'canary', 'seenAgain'])

export function sourcesText(rows: SourceRow[], terminal: Terminal): string {
  const cells = rows.map(({ source, state, boards, lastSnapshot, health }) => [
    source.id,
    state.on ? 'on' : 'off',
    source.access,
    source.coverage,
    source.every,
    source.robots === 'obey' ? 'obeyed' : 'documented API',
    String(boards),
    lastSnapshot ?? 'never',
    health,
  ])
  const head = ['source', 'state', 'access', 'coverage', 'every', 'robots.txt', 'boards', 'last read', 'health']
  return `${table(head, cells, terminal, { right: [6] })}\n"skilltide sources SOURCE" tells its terms, and why it is off.`
}

export function sourceText({ source, state, boards, lastSnapshot, health, listed, fills }: SourceRow): string {
  const lines: [string, string | undefined][] = [
    ['state', state.on ? 'on' : `off: ${state.why}`],
    ['homepage', source.homepage],
    ['access', source.access],
    ['coverage', source.coverage],
    ['read every', source.every],
    ['terms', `${source.terms.asks} (${source.terms.url})`],
    [
      'robots.txt',
      source.robots === 'obey'
        ? 'obeyed'
        : `not asked: ${source.documentation ?? ''} offers these addresses for this use`,
    ],
    ['least gap', source.minDelaySeconds === undefined ? '1 second' : `${source.minDelaySeconds} seconds`],
    ['key', source.credentials === undefined ? 'none needed' : source.credentials.join(', ')],
    ['attribution', source.attribution ?? 'none asked'],
    ['ends on', source.endsOn],
    ['boards', String(boards)],
    ['last read', lastSnapshot ?? 'never'],
    ['health', health],
  ]
  if (listed > 0) {
    const rates = Object.entries(fills).filter(([field]) => !notFields.has(field))
    const told = rates.map(([field, count]) => `${field} ${Math.round((100 * count) / listed)} %`).join(', ')
    lines.push(['filled', `${told} (of ${listed} postings)`])
  }
  for (const [name, { about, required }] of Object.entries(source.settings ?? {})) {
    lines.push([`  ${name}`, `${required ? 'needed: ' : ''}${about}`])
  }
  const told = lines.filter((line): line is [string, string] => line[1] !== undefined)
  return [`${source.title} (${source.id})`, ...told.map(([name, value]) => `  ${name.padEnd(12)} ${value}`)].join('\n')
}
