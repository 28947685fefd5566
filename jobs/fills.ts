/** How full a list is: how many postings have each field, how long their texts are, how many name an everyday skill. */
import type { Posting } from '../src/domain.ts'

const filled: Record<string, (posting: Posting) => boolean> = {
  url: (posting) => posting.url !== null,
  text: (posting) => posting.text !== null && (posting.text.role !== '' || posting.text.company !== ''),
  company: (posting) => posting.company !== '',
  locations: (posting) => posting.locations.length > 0,
  countries: (posting) => posting.countries.length > 0,
  workplace: (posting) => posting.workplace !== 'unspecified',
  employment: (posting) => posting.employment !== null,
  department: (posting) => posting.department !== null,
  pay: (posting) => posting.pay !== null,
  publishedOn: (posting) => posting.publishedOn !== null,
}

/** Skills so common that a list of any length names some: where none is found, it is the text that was lost. */
const canaries = /\b(?:python|java(?:script)?|typescript|sql|aws|kubernetes|docker|linux|excel)\b/i
const python = /\bpython\b/i

/**
 * Counts over the list: postings with each field filled, with an everyday skill named (`canary`) and Python (`python`), and
 * the characters of all texts (`textLength`).
 */
export function fillsOf(postings: Posting[]): Record<string, number> {
  const fills = Object.fromEntries(
    Object.entries(filled).map(([field, has]): [string, number] => [
      field,
      postings.reduce((sum, posting) => sum + Number(has(posting)), 0),
    ]),
  )
  const counts = { textLength: 0, canary: 0, python: 0 }
  for (const { text } of postings) {
    if (text === null) continue
    counts.textLength += text.role.length + text.company.length
    if (!canaries.test(text.role) && !canaries.test(text.company)) continue
    counts.canary += 1
    counts.python += Number(python.test(text.role) || python.test(text.company))
  }
  return { ...fills, ...counts }
}
