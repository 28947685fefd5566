/** In which format a file is written. */
export type FormatName = 'html' | 'markdown' | 'text'

/** The format by a file's name; a template may end in .liquid beside it: review.md.liquid. */
export function formatOf(file: string): FormatName | null {
  const name = file.toLowerCase().replace(/\.liquid$/, '')
  if (/\.html?$/.test(name)) return 'html'
  if (/\.(?:md|markdown)$/.test(name)) return 'markdown'
  return /\.te?xt$/.test(name) ? 'text' : null
}
