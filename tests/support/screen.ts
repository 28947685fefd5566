/** A terminal to print on: what a reader would see, and whatever the text did besides. */
import { Unicode11Addon } from '@xterm/addon-unicode11'
import xterm from '@xterm/headless'

export interface Screen {
  /** The rows as text, from the first. */
  rows: string[]
  /** Replies, titles, bells, colours set by others: everything that is not a printed character. */
  effects: string[]
  /** Where column `from` begins in a row: the text from that cell on. */
  cellsFrom(row: number, from: number): string
}

/** Prints the text as a program would, with line ends as a terminal gets them. */
export async function printed(text: string, columns = 400): Promise<Screen> {
  const lines = text.split('\n')
  const terminal = new xterm.Terminal({ cols: columns, rows: lines.length + 2, scrollback: 0, allowProposedApi: true })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  const effects: string[] = []
  terminal.onBell(() => effects.push('bell'))
  terminal.onTitleChange((title) => effects.push(`title: ${title}`))
  terminal.onData((data) => effects.push(`reply: ${JSON.stringify(data)}`))
  terminal.onBinary((data) => effects.push(`binary reply: ${JSON.stringify(data)}`))
  await new Promise<void>((resolve) => terminal.write(lines.join('\r\n'), resolve))
  const buffer = terminal.buffer.active
  if (buffer.type !== 'normal') effects.push('switched the screen')
  const rows = lines.map((_, row) => buffer.getLine(row)?.translateToString(true) ?? '')
  const result: Screen = {
    rows,
    effects,
    cellsFrom: (row, from) => buffer.getLine(row)?.translateToString(true, from) ?? '',
  }
  return result
}
