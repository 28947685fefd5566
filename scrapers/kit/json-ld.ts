/** The linked data (JSON-LD) of a page: every node of every script, whatever it is wrapped in. */
import { decodedOnce } from '../../src/text/decoding.ts'
import { html, pathOf, Reader } from './reading.ts'
import type { Page } from './scraper.ts'

/** Keys under which the nodes that matter stand within others. */
const wrappers = ['@graph', 'itemListElement', 'item', 'mainEntity'] as const

export interface LinkedData {
  nodes: Reader[]
  /** Scripts that name a JobPosting but are no JSON even after every repair: the page has more than could be read. */
  broken: string[]
}

/**
 * Nodes of all `application/ld+json` scripts, lists and graphs taken apart. The type attribute may be written with
 * entities (`application/ld&#x2B;json`), and a script that is no JSON does not hide the others.
 */
export function linkedData(page: Page): LinkedData {
  const $ = html(page)
  const found: LinkedData = { nodes: [], broken: [] }
  for (const [index, script] of $('script').toArray().entries()) {
    const type = ($(script).attr('type') ?? '')
      .trim()
      .toLowerCase()
      .replace(/&#x2b;|&#43;|&plus;/g, '+')
    if (!type.startsWith('application/ld+json')) continue
    const text = $(script).text()
    const path = `${pathOf(page)} script[${index}]`
    const value = parsed(text)
    if (value !== undefined) found.nodes.push(...nodesIn(value, path))
    else if (text.includes('JobPosting')) found.broken.push(path)
  }
  return found
}

export const isOfType = (node: Reader, type: string): boolean =>
  [(node.value as Record<string, unknown>)['@type']].flat().includes(type)

function nodesIn(value: unknown, path: string): Reader[] {
  const nodes: Reader[] = []
  const open: [unknown, string][] = [[value, path]]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const [node, at] = next
    if (Array.isArray(node)) open.push(...node.map((each, index): [unknown, string] => [each, `${at}[${index}]`]))
    else if (typeof node === 'object' && node !== null) {
      nodes.push(new Reader(node, at))
      for (const key of wrappers) {
        if (Object.hasOwn(node, key)) open.push([(node as Record<string, unknown>)[key], `${at}.${key}`])
      }
    }
  }
  return nodes
}

const wrapping =
  /^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[)|(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>)\s*$/g

/** Repairs, each on top of the one before: what sites are known to do to the script. */
const repairs: ((script: string) => string)[] = [
  (script) => script.replace(/^\ufeff/, '').replace(wrapping, ''),
  // Line breaks left inside strings.
  (script) => script.replace(/[\u0000-\u001f]+/g, ' '),
  (script) => script.replace(/,(\s*[}\]])/g, '$1'),
  (script) => (/^\s*[[{]?\s*[[{]?\s*&quot;/.test(script) ? decodedOnce(script) : script),
]

/** Undefined for what is no JSON even so. */
function parsed(script: string): unknown {
  let text = script
  for (const repair of repairs) {
    text = repair(text)
    try {
      return JSON.parse(text)
    } catch {
      // The next repair is tried.
    }
  }
  return undefined
}
