/** Bytes to text: the charset from the byte-order mark, then the header, then the document, then what the bytes allow. */
import { isUtf8 } from 'node:buffer'

export interface Decoded {
  text: string
  charset: string
  /** Characters that the bytes could not say, replaced by U+FFFD. */
  replaced: number
}

/** Text of a body whose Content-Type is given. Never throws: what cannot be decoded is counted in `replaced`. */
export function decodeText(bytes: Uint8Array, contentType: string): Decoded {
  const charset = marked(bytes) ?? inHeader(contentType) ?? inDocument(bytes, contentType)
  if (charset !== null) return decode(bytes, charset)
  const utf8 = decode(bytes, 'utf-8')
  // Undeclared pages of old servers are in Western European bytes; JSON and XML have no such default.
  return utf8.replaced > 0 && /html|text\/plain/i.test(contentType) ? decode(bytes, 'windows-1252') : utf8
}

function decode(bytes: Uint8Array, charset: string): Decoded {
  if (charset === 'utf-8' && isUtf8(bytes)) {
    // Faster than a TextDecoder. The text may hold U+FFFD of its own, from whoever read it before us: that is no fault here.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, charset, replaced: 0 }
  }
  const text = new TextDecoder(charset).decode(bytes)
  if (charset === 'windows-1252') return { text: withWindowsSigns(text), charset, replaced: 0 }
  let replaced = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) replaced += 1
  return { text, charset, replaced }
}

/** Many releases of Node 20 to 24 read windows-1252 as Latin-1, which has control characters there (nodejs/node#56542). */
const withWindowsSigns = (text: string) =>
  text.replace(/[\u0080-\u009f]/g, (sign) => windowsSigns[sign.charCodeAt(0) - 0x80] ?? sign)
const windowsSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function marked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

const inHeader = (contentType: string) => known(/;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(contentType)?.[1])

/** The XML declaration or the meta element, within the first 1024 bytes as HTML has it. */
function inDocument(bytes: Uint8Array, contentType: string): string | null {
  if (/json/i.test(contentType)) return null
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1')
  const declared =
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1] ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([^"'\s/>]+)/i.exec(head)?.[1]
  const charset = known(declared)
  // A document whose declaration could be read byte by byte is not in UTF-16, whatever it declares.
  return charset?.startsWith('utf-16') ? 'utf-8' : charset
}

/** The name that the decoder knows the label by; null for labels that nobody knows. */
function known(label: string | undefined): string | null {
  if (label === undefined) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}
