/** Aligned tables for a terminal of any width. Every cell goes through the terminal's encoder here, whoever wrote it. */
import { cellWidth, cut, fill, visible } from './terminal-text.ts'
import { paint, type Tone } from './tones.ts'
import type { Terminal } from './views.ts'

export type Cell = string | { text: string; tone: Tone }

interface Options {
  /** Columns of numbers. */
  right?: number[]
  /** Columns that are never cut, whatever the width. */
  whole?: number[]
}

const between = 2
/** A text column is not cut below this; a table that needs more is told as records. */
const least = 8

const textOf = (cell: Cell) => visible(typeof cell === 'string' ? cell : cell.text)
const toneOf = (cell: Cell): Tone => (typeof cell === 'string' ? 'plain' : cell.tone)

export function table(titles: string[], rows: Cell[][], terminal: Terminal, { right = [], whole = [] }: Options = {}) {
  const head = titles.map(visible)
  const texts = rows.map((row) => head.map((_, column) => textOf(row[column] ?? '')))
  const natural = head.map((title, column) =>
    Math.max(cellWidth(title), ...texts.map((row) => cellWidth(row[column]!)), 0),
  )
  const rigid = new Set([0, ...right, ...whole])
  const widths = shrink(
    natural,
    head.map((title, column) =>
      rigid.has(column) ? natural[column]! : Math.min(natural[column]!, Math.max(least, cellWidth(title))),
    ),
    terminal.width - between * (head.length - 1),
  )
  if (widths === null) return records(head, rows, texts, terminal)

  const line = (cells: string[], tones: Tone[]) =>
    cells
      .map((text, column) => {
        const shown = cut(text, widths[column]!)
        const last = column === cells.length - 1 && !right.includes(column)
        const spaces = last ? '' : ' '.repeat(widths[column]! - cellWidth(shown))
        const painted = paint(shown, tones[column]!, terminal)
        return right.includes(column) ? spaces + painted : painted + spaces
      })
      .join(' '.repeat(between))
      .replace(/ +$/, '')
  return [
    line(
      head,
      head.map(() => 'strong'),
    ),
    line(
      widths.map((width) => '─'.repeat(width)),
      head.map(() => 'faint'),
    ),
    ...texts.map((row, at) =>
      line(
        row,
        head.map((_, column) => toneOf(rows[at]![column] ?? '')),
      ),
    ),
  ].join('\n')
}

/** Takes cells from the widest columns until the line fits, or null when it cannot. */
function shrink(natural: number[], leasts: number[], room: number): number[] | null {
  const widths = [...natural]
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    let widest = -1
    for (const [column, width] of widths.entries()) {
      if (width > leasts[column]! && (widest < 0 || width > widths[widest]!)) widest = column
    }
    if (widest < 0) return null
    widths[widest]!--
    excess--
  }
  return widths
}

/** The rows as blocks of "name  value" lines, for a terminal too narrow for the columns. */
function records(head: string[], rows: Cell[][], texts: string[][], terminal: Terminal): string {
  const names = Math.max(...head.map(cellWidth))
  const room = Math.max(least, terminal.width - names - between)
  return texts
    .map((row, at) =>
      row
        .map((text, column) => {
          const name = paint(fill(head[column]!, names), 'faint', terminal)
          return `${name}${' '.repeat(between)}${paint(cut(text, room), toneOf(rows[at]![column] ?? ''), terminal)}`
        })
        .join('\n'),
    )
    .join('\n\n')
}
