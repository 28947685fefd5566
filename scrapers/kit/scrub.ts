/** Takes people out of an answer before it becomes a fixture: names, e-mail addresses and telephone numbers. */

/** Keys under which sources write people, their addresses and their numbers. */
const personal =
  /^(?:.*(?:e-?mail|phone|telephone|mobile|whatsapp|linkedin).*|.*(?:recruiter|hiring_?manager|reporting_?to|contact_?(?:name|person)).*|creator|author|by|first_?name|last_?name|full_?name|surname|user(?:name)?)$/i
/** Questionnaires and consent blocks: nothing of a posting is in them. */
const dropped = /^(?:open_?questions|questions|form_?fields|data_?compliance|avatar|photo)$/i

const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}(?:@|\s?[[(]\s?at\s?[\])]\s?|&#64;)[\p{L}\p{N}-]+(?:(?:\.|\s?[[(]\s?dot\s?[\])]\s?)[\p{L}\p{N}-]+)+/giu
/** With a country's prefix, or in groups: pay, dates and ids are not written so. */
const phone =
  /(?<![\w/.=-])(?:\+\d{1,3}[\s.(-]*(?:\d[\s.()-]*){6,12}\d|\(\d{3}\)\s?\d{3}[\s.-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}|0\d{2,4}[\s/-]\d{5,8})(?![\w/-])/g
/** "Contact: Jane Doe", "ask for Jane Doe", "I'm Jane Doe". */
const named =
  /((?:[Cc]ontact(?: person)?|[Aa]sk for|[Rr]each out to|[Ww]rite to|[Rr]ecruiter|Ansprechpartner(?:in)?|I['’]?m|I am|[Mm]y name is)[:\s]+(?:(?:Mr|Ms|Mrs|Dr|Herr|Frau)\.?\s)?)\p{Lu}\p{Ll}+(?:\s\p{Lu}[\p{Ll}'-]+)+/gu

/** An advert as it is stored: nobody needs its e-mail addresses and telephone numbers to count skills. */
export function withoutContacts(text: string): string {
  if (!/@|[[(]\s?at\s?[\])]|\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d/i.test(text)) return text
  // Line by line, since the patterns are slow and few lines have any of it.
  return text.split('\n').map(lineWithoutContacts).join('\n')
}

function lineWithoutContacts(line: string): string {
  const noMail = /@|[[(]\s?at\s?[\])]/i.test(line) ? line.replace(email, '[e-mail]') : line
  return /\d{3}/.test(noMail) ? noMail.replace(phone, '[telephone]') : noMail
}

/** Text without the ways of reaching a person. */
export const scrubbedText = (text: string): string =>
  text.replace(email, 'someone@example.com').replace(phone, '+1 555 0100').replace(named, '$1Alex Example')

/** A body fit to be kept as a fixture: JSON by its keys and its texts, anything else by its text. */
export function fixtureFrom(body: string): string {
  let answer: unknown
  try {
    answer = JSON.parse(body.replace(/^\ufeff/, ''))
  } catch {
    // Not JSON: a feed or a page.
    return scrubbedText(body)
  }
  return JSON.stringify(scrubbed(answer), null, 1) + '\n'
}

function scrubbed(value: unknown): unknown {
  if (typeof value === 'string') return scrubbedText(value)
  if (Array.isArray(value)) return value.map(scrubbed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dropped.test(key))
      .map(([key, each]) => [key, personal.test(key) ? anonymous(each) : scrubbed(each)]),
  )
}

/** Of the same type, so that the fixture keeps the shape. */
function anonymous(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : /@/.test(value) ? 'someone@example.com' : 'Alex Example'
  if (Array.isArray(value)) return value.map(anonymous)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, anonymous(each)]))
}
