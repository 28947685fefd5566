/** Repairs what happened to a text on its way: entities, control characters, bytes read in the wrong encoding. */

import { load } from 'cheerio/slim'

const named: Record<string, string> = Object.fromEntries(
  (
    'amp:& lt:< gt:> quot:" apos:\' nbsp:\u00a0 ndash:– mdash:— lsquo:‘ rsquo:’ ldquo:“ rdquo:” sbquo:‚ bdquo:„ laquo:« raquo:» hellip:… ' +
    'bull:• middot:· copy:© reg:® trade:™ deg:° euro:€ pound:£ yen:¥ cent:¢ sect:§ para:¶ times:× divide:÷ plusmn:± frac12:½ ' +
    'auml:ä ouml:ö uuml:ü Auml:Ä Ouml:Ö Uuml:Ü szlig:ß eacute:é egrave:è ecirc:ê euml:ë Eacute:É agrave:à aacute:á acirc:â ' +
    'atilde:ã aring:å aelig:æ Aring:Å AElig:Æ ccedil:ç Ccedil:Ç igrave:ì iacute:í icirc:î iuml:ï ntilde:ñ Ntilde:Ñ ograve:ò ' +
    'oacute:ó ocirc:ô otilde:õ oslash:ø Oslash:Ø ugrave:ù uacute:ú ucirc:û yacute:ý yuml:ÿ larr:← rarr:→ check:✓ shy: zwnj: zwj:'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
)

/** Decodes each entity once; what it decodes to is not looked at again. */
export const decodedOnce = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}\d{0,2}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? named[name]! : whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0 ? '' : String.fromCodePoint(code)
  })

/** The entities of HTML's text, also those beyond the table and the few that may lack their semicolon. */
export function decoded(text: string): string {
  if (!text.includes('&')) return text
  const known = decodedOnce(text.replace(/&(nbsp|amp|lt|gt|quot|copy|reg)(?![A-Za-z0-9;=])/g, '&$1;'))
  return known.replace(/&([A-Za-z][A-Za-z0-9]{1,31});/g, (whole, name: string) => rare(name) ?? whole)
}

const rareNames = new Map<string, string | null>()

function rare(name: string): string | null {
  const known = rareNames.get(name)
  if (known !== undefined || name === 'amp' || name === 'lt' || name === 'gt') return known ?? null
  const text = load(`<p>&${name};</p>`).text()
  const found = text === `&${name};` ? null : text
  // The names of HTML are some two thousand; a text full of invented ones must not fill the memory.
  if (rareNames.size < 5000) rareNames.set(name, found)
  return found
}

/**
 * Whether the markup as a whole was escaped: escaped tags and no live ones, or more of the first than of the second
 * (one source appends a live footer to an escaped body).
 */
export function looksEscaped(text: string): boolean {
  const escapedTwice = /&amp;lt;\/?[a-z]/i.test(text)
  const escaped = text.match(/&lt;\/?[a-z]/gi)?.length ?? 0
  const live = text.match(/<\/?[a-z]/gi)?.length ?? 0
  if (escaped === 0) return live === 0 && escapedTwice
  return escaped > live
}

/** Without control characters, lone surrogates, byte-order marks, zero-width and direction marks; in NFC. Newlines and tabs stay. */
export const cleaned = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]|\p{Surrogate}/gu, '')
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/[\u0085\u2028\u2029]/g, '\n')
    .normalize('NFC')

/** What Windows-1252 writes at 0x80 to 0x9f; the rest of it is Latin-1. */
const windows1252 = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((character, index) => [character, 0x80 + index]),
)
const suspicious = /[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/

/** Undoes UTF-8 that was read as Windows-1252, when that gives valid UTF-8 which is shorter; else the text as it was. */
export function repaired(text: string): string {
  if (!suspicious.test(text)) return text
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const byte = code < 0x100 ? code : windows1252.get(text[index]!)
    if (byte === undefined) return text
    bytes[index] = byte
  }
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return decoded.length < text.length ? decoded : text
  } catch {
    return text
  }
}
