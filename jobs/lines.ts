/** The lines of a file or of standard input, plain or gzip, in constant memory. */
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { UserError } from '../src/domain.ts'

/** A line longer than this is no posting; only that it is longer is passed on. */
export const longestLine = 16 * 1024 * 1024

/** Opens a file, `-` for standard input, as lines without their ends; gzip is told by its first two bytes, whatever the name. */
export async function* linesOf(path: string, stdin: Readable): AsyncGenerator<string> {
  const raw = path === '-' ? stdin : createReadStream(path)
  const decoder = new StringDecoder('utf8')
  let held = ''
  for await (const chunk of plain(raw, path)) {
    const parts = decoder.write(chunk).split('\n')
    for (let at = 0; at < parts.length - 1; at++) {
      yield withoutReturn(held + parts[at])
      held = ''
    }
    if (held.length <= longestLine) held += parts.at(-1)!
  }
  held += decoder.end()
  if (held !== '') yield withoutReturn(held)
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)

async function* plain(raw: Readable, path: string): AsyncGenerator<Buffer> {
  const chunks = read(raw, path)
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const next = await chunks.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  const all = Readable.from(begun(head, chunks), { objectMode: false })
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all as AsyncIterable<Buffer>
  // The error of either end comes out of the loop over the last.
  else yield* pipeline(all, createGunzip(), () => {}) as AsyncIterable<Buffer>
}

async function* read(raw: Readable, path: string): AsyncGenerator<Buffer> {
  let any = false
  try {
    for await (const chunk of raw) {
      any = true
      yield chunk as Buffer
    }
  } catch (error) {
    if (any) throw error
    throw new UserError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`)
  }
}

async function* begun(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* rest
}
