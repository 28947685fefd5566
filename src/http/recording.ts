/** The form in which answers are kept: a folder with one line of index.jsonl an answer, and its body beside it. */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { masked } from './shown.ts'

/** One line of the index. */
export interface Kept {
  url: string
  /** GET unless said. */
  method?: string
  /** What a POST sent: the same address answers differently to each. */
  sent?: string
  status: number
  headers: Record<string, string>
  /** ISO 8601. */
  at: string
  /** The body's file, plain or gzipped. */
  file: string
}

/** True of one transfer only, or private: kept with no answer. */
const passing =
  /^(?:content-encoding|content-length|transfer-encoding|connection|keep-alive|set-cookie|trailer|upgrade|alt-svc)$/

export const keptHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.test(name.toLowerCase())))

/** One key for each question, whatever the spelling of its address and without its secrets. */
export const questionOf = ({ url, method = 'GET', sent = '' }: Pick<Kept, 'url' | 'method' | 'sent'>): string =>
  `${method} ${masked(URL.canParse(url) ? new URL(url).href : url)} ${sent}`

/** A file name made by us from what was asked, so that no address reaches the file system. */
export const fileFor = (question: string): string =>
  `${createHash('sha256').update(question).digest('hex').slice(0, 24)}.gz`

/** Reads the lines of an index; throws with the line's number where one cannot be read. */
export function readIndex(text: string): Kept[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      const kept = JSON.parse(line) as Kept
      if (typeof kept.url === 'string' && typeof kept.file === 'string') return [kept]
    } catch (error) {
      throw new Error(`index.jsonl, line ${index + 1}: ${error instanceof Error ? error.message : error}`)
    }
    throw new Error(`index.jsonl, line ${index + 1}: it names no url and file`)
  })
}

/** Where a body lies: always in the folder itself, whatever the index says. */
export const pathOfBody = (folder: string, { file }: Kept): string => join(folder, basename(file))

export const unpacked = (bytes: Buffer): Buffer =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 256 * 1024 * 1024 }) : bytes
