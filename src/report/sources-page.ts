/** docs/sources.md, made from what the sources declare of themselves. */
import type { SourceRow } from './sources.ts'

type Declared = SourceRow['source'] & {
  offBecause?: string
  settings?: Record<string, { about: string; required?: boolean }>
}

const coverages: Record<string, string> = {
  complete: 'the whole list',
  recent: 'the newest postings',
  sample: 'a sample',
}

export function sourcesPage(sources: readonly Declared[]): string {
  const rows = sources.map((source) => {
    const on = source.byDefault ? 'on' : 'off'
    const robots = source.robots === 'obey' ? 'obeyed' : 'documented API'
    return `| [${source.id}](#${source.id}) | ${on} | ${coverages[source.coverage]} | ${source.every} | ${robots} | ${source.credentials === undefined ? '' : 'yes'} |`
  })
  return [
    '# Sources',
    '',
    'Made from the declarations in `scrapers/` by `skilltide sources --markdown`; a test holds it to them.',
    'Coverage says what a posting missing from a later list means: only a source that shows the whole list can end one.',
    'A source that is off is turned on in the config: `sources: {enable: [remotive]}`.',
    '',
    '| source | unasked | shows | read every | robots.txt | key |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...sources.flatMap(section),
    '',
  ].join('\n')
}

function section(source: Declared): string[] {
  const facts: [string, string | undefined][] = [
    ['Homepage', `<${source.homepage}>`],
    ['Terms', `${source.terms.asks} (<${source.terms.url}>)`],
    ['Documentation of the addresses', source.documentation && `<${source.documentation}>`],
    ['Off because', source.byDefault ? undefined : source.offBecause],
    ['Attribution, in exports and on pages', source.attribution],
    ['Keys, in the environment', source.credentials?.map((name) => `\`${name}\``).join(', ')],
    [
      'Least gap between requests',
      source.minDelaySeconds === undefined ? undefined : `${source.minDelaySeconds} seconds`,
    ],
    ['Answers without a key until', source.endsOn],
  ]
  const settings = Object.entries(source.settings ?? {}).map(
    ([name, { about, required }]) => `  - \`${name}\`${required ? ' (needed)' : ''}: ${about}`,
  )
  return [
    '',
    `## ${source.id}`,
    '',
    source.title,
    '',
    ...facts.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])),
    ...(settings.length > 0 ? ['- Settings of a board:', ...settings] : []),
  ]
}
