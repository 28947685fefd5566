/** CSV read strictly after RFC 4180, by a program that knows nothing of how ours is written. Throws where the text is not CSV. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw new Error('a quoted cell does not end')
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') {
          cell += '"'
          at += 1
        } else break
      }
      at += 1
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n') throw new Error(`${JSON.stringify(text[at])} outside of quotes`)
        cell += text[at]
        at += 1
      }
    }
    row.push(cell)
    if (text[at] === ',') {
      at += 1
      if (at === text.length) row.push('')
    } else if (text.startsWith('\r\n', at) || at >= text.length) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`expected a comma or a line end, found ${JSON.stringify(text[at])}`)
  }
  return rows
}
