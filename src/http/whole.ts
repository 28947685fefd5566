/** Whether a text shows by its own end that nothing is missing: for bodies that end where the connection does. */
import { readJson } from '../text/json.ts'
import { checkXml } from '../text/xml.ts'

/**
 * `unknown`: plain text, lines of JSON and the like may end anywhere. Otherwise the text is taken to be in the form that it
 * begins in; `contentType` tells one value from lines of them, of which the first alone would be whole.
 */
export function wholeByContent(text: string, contentType: string): 'whole' | 'cut' | 'unknown' {
  const start = text.slice(0, 1000).trimStart()
  if (/^[[{]/.test(start)) {
    const lines = /ndjson|jsonl|json-?(?:lines|seq|stream)|text\/plain/i.test(contentType)
    return lines || /^[[{][^\n]*[\]}]\r?\n[[{]/.test(start) ? 'unknown' : tried(readJson, text)
  }
  if (/^<(?:!doctype\s+html|html)\b/i.test(start)) return /<\/html\s*>/i.test(text.slice(-4096)) ? 'whole' : 'cut'
  return start.startsWith('<') ? tried(checkXml, text) : 'unknown'
}

function tried(read: (text: string) => unknown, text: string): 'whole' | 'cut' {
  try {
    read(text)
    return 'whole'
  } catch (error) {
    if (error instanceof Error && /^(?:Json|Xml)Error$/.test(error.name)) return 'cut'
    throw error
  }
}
