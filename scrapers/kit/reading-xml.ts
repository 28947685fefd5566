/** Reads an XML answer element by element, with the same words as for JSON: `text` insists, `maybeText` allows a gap. */
import { type CheerioAPI, load } from 'cheerio/slim'
import { pathOf, unlike } from './reading.ts'
import type { Page } from './scraper.ts'

/** The parts of a parsed element that the reader needs. */
interface Element {
  type: string
  name?: string
  data?: string
  attribs?: Record<string, string>
  children?: Element[]
}

/** One element and its path. Names are of direct children and may be dotted: `channel.title`, `tt:locations.tt:location`. */
export class XmlReader {
  readonly path: string
  readonly #element: Element
  constructor(element: Element, path: string) {
    this.#element = element
    this.path = path
  }

  /** Text that is there. */
  text(name: string): string {
    return this.maybeText(name) ?? this.#fail(name, 'text')
  }

  /** The first such child's text, CDATA included; null where it is missing or blank. */
  maybeText(name: string): string | null {
    const element = this.#children(name)[0]
    const text = element === undefined ? '' : contentOf(element)
    return text.trim() === '' ? null : text.trim()
  }

  maybeNumber(name: string): number | null {
    const text = this.maybeText(name)
    if (text === null) return null
    const number = Number(text)
    return Number.isFinite(number) ? number : this.#fail(name, 'a number or nothing')
  }

  /** The one element that must be there. */
  element(name: string): XmlReader {
    return this.list(name)[0] ?? this.#fail(name, 'an element')
  }

  /** All such children; none is an empty list. */
  list(name: string): XmlReader[] {
    return this.#children(name).map(
      (element, index) => new XmlReader(element, `${this.path}/${name.replaceAll('.', '/')}[${index}]`),
    )
  }

  texts(name: string): string[] {
    return this.list(name).flatMap((each) => each.own() ?? [])
  }

  attribute(name: string): string | null {
    return this.#element.attribs?.[name]?.trim() || null
  }

  /** Names of the direct children that hold elements of their own. */
  holders(): string[] {
    const elements = this.#element.children ?? []
    return elements
      .filter((each) => (each.children ?? []).some(({ name }) => name !== undefined))
      .map(({ name = '' }) => name)
  }

  /** This element's own text; null where it is blank. */
  own(): string | null {
    return contentOf(this.#element).trim() || null
  }

  #children(name: string): Element[] {
    return name
      .split('.')
      .reduce<Element[]>(
        (elements, part) => elements.flatMap((each) => (each.children ?? []).filter((child) => child.name === part)),
        [this.#element],
      )
  }

  #fail(name: string, expected: string): never {
    throw unlike(`${this.path}/${name.replaceAll('.', '/')}`, expected, this.maybeText(name) ?? undefined)
  }
}

/** All text within, in order, without recursion. */
function contentOf(element: Element): string {
  const parts: string[] = []
  const open = [...(element.children ?? [])].reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === 'text') parts.push(next.data ?? '')
    else if (next.type !== 'comment') open.push(...[...(next.children ?? [])].reverse())
  }
  return parts.join('')
}

/** The answer as XML whose outermost element is `root`. A DTD is refused: feeds need none, and entities in it can be bombs. */
export function xml(page: Page, root: string): XmlReader {
  const body = page.body.replace(/^\ufeff/, '').trim()
  if (/<!DOCTYPE|<!ENTITY/i.test(body)) throw unlike(pathOf(page), 'XML without a document type', '<!DOCTYPE')
  const $: CheerioAPI = load(body, { xml: true })
  const element = $.root()
    .children()
    .toArray()
    .find((each) => each.type === 'tag')
  if (element?.name !== root) throw unlike(pathOf(page), `XML with <${root}>`, body)
  if (!new RegExp(`(?:</${root}\\s*>|^[^<]*(?:<\\?[^>]*>\\s*)*<${root}[^>]*/>)$`).test(body)) {
    throw unlike(pathOf(page), `the end of <${root}>`, body.slice(-40))
  }
  return new XmlReader(element as unknown as Element, root)
}
