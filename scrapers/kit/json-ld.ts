/** The linked data (JSON-LD) of a page: every node of every script, whatever it is wrapped in. */
import { html, pathOf, Reader } from './reading.ts'
import type { Page } from './scraper.ts'

/**
 * Nodes of all `application/ld+json` scripts, lists and @graph taken apart. The type attribute may be written with
 * entities (`application/ld&#x2B;json`), and a script that is no JSON does not hide the others.
 */
export function linkedData(page: Page): Reader[] {
  const $ = html(page)
  const nodes: Reader[] = []
  for (const [index, script] of $('script').toArray().entries()) {
    const type = ($(script).attr('type') ?? '')
      .trim()
      .toLowerCase()
      .replace(/&#x2b;|&#43;|&plus;/g, '+')
    if (!type.startsWith('application/ld+json')) continue
    const value = parsed($(script).text())
    if (value === undefined) continue
    const open: [unknown, string][] = [[value, `${pathOf(page)} script[${index}]`]]
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const [node, path] = next
      if (Array.isArray(node)) open.push(...node.map((each, at): [unknown, string] => [each, `${path}[${at}]`]))
      else if (typeof node === 'object' && node !== null) {
        nodes.push(new Reader(node, path))
        if ('@graph' in node) open.push([node['@graph'], `${path}.@graph`])
      }
    }
  }
  return nodes
}

/** Comments and control characters around or within the script are common; undefined for what is no JSON even so. */
function parsed(script: string): unknown {
  const text = script.replace(
    /^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[)|(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>)\s*$/g,
    '',
  )
  for (const candidate of [text, text.replace(/[\u0000-\u001f]+/g, ' ')]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // Tried once more without the line breaks that some sites leave inside strings.
    }
  }
  return undefined
}
