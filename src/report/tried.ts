/** What one look at a board showed: which fields came, which stayed empty, and an example to judge them by. */
import type { Posting } from '../domain.ts'
import { cut, visible } from './terminal-text.ts'

interface TriedView {
  board: { id: string }
  pages: unknown[]
  postings: Posting[]
  rejects: string[]
  total: number | null
  left: number
  trouble: { kind: string; reason: string } | null
}

const fields: [name: string, value: (posting: Posting) => string][] = [
  ['title', ({ title }) => title],
  ['company', ({ company }) => company],
  ['url', ({ url }) => url ?? ''],
  ['role text', ({ text }) => text?.role ?? ''],
  ['company text', ({ text }) => text?.company ?? ''],
  ['locations', ({ locations }) => locations.join('; ')],
  ['countries', ({ countries }) => countries.join(', ')],
  ['workplace', ({ workplace }) => (workplace === 'unspecified' ? '' : workplace)],
  ['employment', ({ employment }) => employment ?? ''],
  ['department', ({ department }) => department ?? ''],
  ['pay', ({ pay }) => (pay === null ? '' : `${pay.min ?? '?'} to ${pay.max ?? '?'} ${pay.currency} a ${pay.period}`)],
  [
    'published',
    ({ publishedOn, publishedPrecision }) => `${publishedPrecision === 'floor' ? 'before ' : ''}${publishedOn ?? ''}`,
  ],
]

export function triedText({ board, pages, postings, rejects, total, left, trouble }: TriedView): string {
  const asked = `${pages.length} ${pages.length === 1 ? 'page' : 'pages'} read`
  const more = left > 0 ? `, ${left} more not asked` : ''
  const said = total === null ? '' : `; the source says ${total} in all`
  const lines = [
    `${visible(board.id)}: ${postings.length} posting${postings.length === 1 ? '' : 's'}, ${asked}${more}${said}`,
  ]
  if (postings.length > 0) {
    lines.push('', 'field         filled    for example')
    for (const [name, value] of fields) {
      const filled = postings.map(value).filter((each) => each !== '')
      const count = filled.length === 0 ? 'never' : `${filled.length} of ${postings.length}`
      lines.push(
        `${name.padEnd(13)} ${count.padEnd(9)} ${cut(visible((filled[0] ?? '').replace(/\s+/g, ' ')), 80)}`.trimEnd(),
      )
    }
  }
  for (const reject of rejects.slice(0, 5)) lines.push(`rejected: ${visible(reject)}`)
  if (rejects.length > 5) lines.push(`and ${rejects.length - 5} more rejected`)
  if (trouble !== null) lines.push(`stopped, ${trouble.kind}: ${visible(trouble.reason)}`)
  return lines.join('\n')
}
