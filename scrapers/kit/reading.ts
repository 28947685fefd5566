/** Reads an answer field by field: `text` insists, `maybeText` allows a gap, and a wrong type is never passed over. */
import { type CheerioAPI, load } from 'cheerio/slim'
import type { Page } from './scraper.ts'

/** The answer is not in the shape that this source's reader knows: the source changed, or it is not its page at all. */
export class ShapeError extends Error {
  readonly path: string
  constructor(path: string, trouble: string) {
    super(`${path}: ${trouble}`)
    this.name = 'ShapeError'
    this.path = path
  }
}

/** What was expected at a place and what was found there. */
export const unlike = (path: string, expected: string, found: unknown): ShapeError =>
  new ShapeError(path, `expected ${expected}, found ${describe(found)}`)

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string')
    return value.trim() === '' ? 'empty text' : `the text ${JSON.stringify(value.slice(0, 40))}`
  return `${typeof value} ${String(value)}`
}

/** One JSON value and its path. Keys may be dotted: `location.name`; a gap on the way is a gap at the end. */
export class Reader {
  readonly value: unknown
  readonly path: string
  constructor(value: unknown, path: string) {
    this.value = value
    this.path = path
  }

  /** Words that are there; ids that the source writes as numbers are read as their digits. */
  text(key: string): string {
    return this.maybeText(key) ?? this.#fail(key, 'text')
  }

  /** Null where the key is missing, null or blank. */
  maybeText(key: string): string | null {
    const value = this.#get(key)
    if (value === undefined || value === null) return null
    if (typeof value === 'number') return String(value)
    if (typeof value !== 'string') return this.#fail(key, 'text or nothing')
    return value.trim() === '' ? null : value
  }

  number(key: string): number {
    return this.maybeNumber(key) ?? this.#fail(key, 'a number')
  }

  /** Numbers written as text ("60000.00") are read as numbers. */
  maybeNumber(key: string): number | null {
    const value = this.#get(key)
    if (value === undefined || value === null || value === '') return null
    const number = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : this.#fail(key, 'a number or nothing')
  }

  flag(key: string): boolean {
    return this.maybeFlag(key) ?? this.#fail(key, 'true or false')
  }

  maybeFlag(key: string): boolean | null {
    const value = this.#get(key)
    if (value === undefined || value === null) return null
    if (value === 0 || value === 1) return value === 1
    return typeof value === 'boolean' ? value : this.#fail(key, 'true, false or nothing')
  }

  /** The readers of a list that must be there. An empty list is a list. */
  list(key: string): Reader[] {
    return this.#list(key, false)
  }

  /** An absent list reads as one of no elements. */
  maybeList(key: string): Reader[] {
    return this.#list(key, true)
  }

  /** This value itself as a list: for answers that are a bare array. */
  rows(): Reader[] {
    if (!Array.isArray(this.value)) throw unlike(this.path, 'a list', this.value)
    return this.value.map((element, index) => new Reader(element, `${this.path}[${index}]`))
  }

  /** Texts under a key that holds one text, a list of them, or nothing. */
  texts(key: string): string[] {
    const value = this.#get(key)
    if (value === undefined || value === null) return []
    const list = Array.isArray(value) ? value : [value]
    return list.flatMap((element, index) => {
      if (element === null) return []
      if (typeof element === 'number') return [String(element)]
      if (typeof element !== 'string') throw unlike(`${this.path}.${key}[${index}]`, 'text', element)
      return element.trim() === '' ? [] : [element]
    })
  }

  object(key: string): Reader {
    return this.maybeObject(key) ?? this.#fail(key, 'an object')
  }

  maybeObject(key: string): Reader | null {
    const value = this.#get(key)
    if (value === undefined || value === null) return null
    return isObject(value) ? new Reader(value, `${this.path}.${key}`) : this.#fail(key, 'an object or nothing')
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined
  }

  #list(key: string, mayLack: boolean): Reader[] {
    const value = this.#get(key)
    if (mayLack && (value === undefined || value === null)) return []
    if (!Array.isArray(value)) return this.#fail(key, mayLack ? 'a list or nothing' : 'a list')
    return value.map((element, index) => new Reader(element, `${this.path}.${key}[${index}]`))
  }

  #get(key: string): unknown {
    if (!isObject(this.value)) throw unlike(this.path, 'an object', this.value)
    let value: unknown = this.value
    for (const part of key.split('.')) {
      if (value === undefined || value === null) return value
      if (!isObject(value)) return this.#fail(key, `an object around "${part}"`)
      value = Object.hasOwn(value, part) ? value[part] : undefined
    }
    return value
  }

  #fail(key: string, expected: string): never {
    let value: unknown = this.value
    for (const part of key.split('.')) value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
    throw unlike(`${this.path}.${key}`, expected, value)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The answer as JSON; a page of HTML or a cut body is a ShapeError that says where. */
export function json(page: Page): Reader {
  try {
    return new Reader(JSON.parse(page.body.replace(/^\ufeff/, '')), pathOf(page))
  } catch (error) {
    throw unlike(pathOf(page), `JSON (${error instanceof Error ? error.message : error})`, page.body)
  }
}

/** The answer as HTML, for selectors. */
export function html(page: Page): CheerioAPI {
  if (!/<(!doctype|html|head|body|div|p|script|main|section|ul|table|h\d)\b/i.test(page.body)) {
    throw unlike(pathOf(page), 'an HTML page', page.body)
  }
  return load(page.body)
}

/** Where a complaint about this page points: its address without the query, which may hold keys. */
export const pathOf = (page: Page): string => page.url.replace(/[?#].*$/, '')
