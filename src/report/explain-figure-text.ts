/** One figure for a terminal: what it says, what it is summed from, and what it said before. */
import { indented, section, title } from './lines.ts'
import { labelOf } from './measures.ts'
import { table } from './table.ts'
import { visible, wrap } from './terminal-text.ts'
import type { FigureExplained, Terminal } from './views.ts'
import { count, counted, fullText, marksOf, rangeText } from './wording.ts'

/** At most `most` rows of each list. */
export function figureText(view: FigureExplained, terminal: Terminal, most: number): string {
  const { figure, employers, postings, published } = view
  const inner = { ...terminal, width: terminal.width - 2 }
  const { n, denominator, vintage } = figure
  const facts = [
    ['status', marksOf(figure).length === 0 ? figure.status : `${figure.status} (${marksOf(figure).join(', ')})`],
    ['counted', n === null ? 'nothing' : denominator === null ? count(n) : `${count(n)} of ${count(denominator)}`],
    ['range', rangeText(figure) ?? 'none'],
    ['population', figure.population],
    [
      'made with',
      `catalog ${vintage.edition}, method ${vintage.method}, panel ${vintage.panel}, as of ${vintage.asOf}`,
    ],
  ]
  // What has no denominator is a part of nothing.
  const of = denominator === null ? 0 : 1
  const sums = table(
    ['employer', 'counted', 'of'].slice(0, 2 + of),
    employers.slice(0, most).map((row) => [row.name, count(row.n), count(row.denominator)].slice(0, 2 + of)),
    inner,
    { right: [1, 1 + of] },
  )
  const rows = (postings ?? [])
    .slice(0, most)
    .map(({ board, externalId, company, title: name, level, firstSeen }) => [
      ...[`${board}/${externalId}`, company, name, level, firstSeen],
    ])
  const shown = (of: number) => (of > most ? `, ${count(most)} of them here` : '')
  return [
    title(`${view.skill.name}: ${labelOf(figure.measure)} (${view.id})`, terminal),
    wrap(visible(fullText(figure)), terminal.width),
    facts
      .map(
        ([name, value]) =>
          `  ${name!.padEnd(10)}  ${wrap(visible(value!), terminal.width - 14).replaceAll('\n', `\n${' '.repeat(14)}`)}`,
      )
      .join('\n'),
    employers.length === 0
      ? ''
      : section(
          `Summed from ${counted(employers.length, 'employer')}${shown(employers.length)}`,
          indented(sums),
          terminal,
        ),
    rows.length === 0
      ? ''
      : section(
          `The postings counted: ${count(postings!.length)}${shown(postings!.length)}`,
          indented(table(['posting', 'employer', 'title', 'level', 'first seen'], rows, inner, {})),
          terminal,
        ),
    published.length === 0
      ? ''
      : section(
          'Published',
          indented(
            table(
              ['on', 'as', 'catalog', 'method'],
              published.map((each) => [
                ...[each.publishedAt.slice(0, 10), each.text, each.vintage.edition, each.vintage.method],
              ]),
              inner,
              {},
            ),
          ),
          terminal,
        ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
