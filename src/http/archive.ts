/** Keeps answers: the last few of each board for evidence, whole recordings to be served again. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HttpRequest } from './contract.ts'
import { fileFor, type Kept, keptHeaders, pathOfBody, questionOf, readIndex, unpacked } from './recording.ts'
import { masked } from './shown.ts'
import type { Received } from './transport.ts'

const packed = promisify(gzip)

export interface Recording {
  /** Keeps one answer; the same question later in the recording replaces the earlier answer when it is served. */
  keep(answer: Omit<Kept, 'file'> & { body: string | Buffer }): Promise<void>
  close(): Promise<void>
}

/** Opens a folder for recording; it is made where it is missing, and what it holds stays. */
export function openRecording(folder: string): Recording {
  mkdirSync(folder, { recursive: true })
  let last: Promise<void> = Promise.resolve()
  const write = async ({ body, ...answer }: Parameters<Recording['keep']>[0]) => {
    const file = fileFor(questionOf(answer))
    await replace(join(folder, file), await packed(body))
    const headers = keptHeaders(answer.headers)
    // Text was decoded on its way here and is written as UTF-8, whatever it came in.
    const type = headers['content-type']
    if (typeof body === 'string' && type) headers['content-type'] = `${type.replace(/;.*/s, '')}; charset=utf-8`
    const line: Kept = { ...answer, url: masked(answer.url), headers, file }
    await appendFile(join(folder, 'index.jsonl'), `${JSON.stringify(line)}\n`)
  }
  return {
    keep(answer) {
      last = last.then(() => write(answer))
      return last
    },
    close: () => last,
  }
}

async function replace(path: string, bytes: Buffer | string): Promise<void> {
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

/** Serves a recording on loopback: `/https/host/path?query` answers what https://host/path?query answered. */
export async function serveRecording(
  folder: string,
  { port = 0 }: { port?: number } = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const kept = new Map(
    readIndex(await readFile(join(folder, 'index.jsonl'), 'utf8')).map((line) => [questionOf(line), line]),
  )
  const server = createServer(async (request, response) => {
    const say = (status: number, text: string) => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
    }
    try {
      const asked = /^\/(https?)\/(.+)$/s.exec(request.url ?? '')
      if (asked === null) return say(404, 'This serves a recording; ask for /https/host/path.')
      const url = `${asked[1]}://${asked[2]}`
      const method = request.method ?? 'GET'
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const sent = Buffer.concat(chunks).toString('utf8')
      const found =
        kept.get(questionOf({ url, method, sent })) ??
        kept.get(questionOf({ url, method })) ??
        kept.get(questionOf({ url }))
      if (found === undefined) return say(404, `The recording holds no answer to ${method} ${masked(url)}`)
      const body = unpacked(await readFile(pathOfBody(folder, found)))
      response.writeHead(found.status, { ...keptHeaders(found.headers), 'content-length': body.length }).end(body)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else say(500, `The recording cannot be read: ${error instanceof Error ? error.message : error}`)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

export interface Archive {
  keep(board: string, request: HttpRequest, received: Received): Promise<void>
  /** Drops what is over the bounds, as after each answer kept; says how many answers it were. */
  trim(): Promise<number>
}

interface ArchiveOptions {
  now(): number
  /** Answers kept for each board, and bytes for all of them. */
  perBoard?: number
  bytes?: number
}

/**
 * The last raw bodies of each board, in a recording of its own below the folder, so that `serveRecording` can serve it. What is
 * oldest goes first when a board or the whole is over its bound.
 */
export function openArchive(
  folder: string,
  { now, perBoard = 20, bytes = 512 * 1024 * 1024 }: ArchiveOptions,
): Archive {
  let last: Promise<void> = Promise.resolve()
  let held: Map<string, { at: number; size: number }> | null = null

  const scan = async () => {
    const found = new Map<string, { at: number; size: number }>()
    if (!existsSync(folder)) return found
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.gz')) continue
      const path = join(entry.parentPath, entry.name)
      const { mtimeMs, size } = await stat(path)
      found.set(path, { at: mtimeMs, size })
    }
    return found
  }

  const write = async (board: string, request: HttpRequest, received: Received) => {
    held ??= await scan()
    const place = join(folder, folderOf(board))
    await mkdir(place, { recursive: true })
    const at = now()
    const question = { url: request.url, method: request.method ?? 'GET', sent: request.body ?? '' }
    const file = fileFor(`${at} ${questionOf(question)}`)
    const body = await packed(received.bytes)
    await replace(join(place, file), body)
    held.set(join(place, file), { at, size: body.length })
    const line: Kept = {
      ...question,
      url: masked(question.url),
      status: received.status,
      headers: keptHeaders(received.headers),
      at: new Date(at).toISOString(),
      file,
    }
    await appendFile(join(place, 'index.jsonl'), `${JSON.stringify(line)}\n`)
    await prune(place)
  }

  const prune = async (place: string) => {
    const oldest = (paths: string[]) => paths.sort((left, right) => held!.get(left)!.at - held!.get(right)!.at)
    const own = oldest([...held!.keys()].filter((path) => path.startsWith(join(place, '/'))))
    const doomed = own.slice(0, Math.max(0, own.length - perBoard))
    let total = [...held!.values()].reduce((sum, { size }) => sum + size, 0)
    if (total > bytes) {
      for (const path of oldest([...held!.keys()])) {
        if (total <= bytes) break
        total -= held!.get(path)!.size
        if (!doomed.includes(path)) doomed.push(path)
      }
    }
    for (const path of doomed) {
      await rm(path, { force: true })
      held!.delete(path)
    }
    for (const touched of new Set(doomed.map((path) => join(path, '..')))) {
      const index = join(touched, 'index.jsonl')
      const lines = readIndex(await readFile(index, 'utf8')).filter((line) => held!.has(pathOfBody(touched, line)))
      await replace(index, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    }
  }

  return {
    keep(board, request, received) {
      last = last.then(() => write(board, request, received))
      return last
    },
    async trim() {
      held ??= await scan()
      const before = held.size
      for (const place of new Set([...held.keys()].map((path) => dirname(path)))) await prune(place)
      return before - held.size
    },
  }
}

/** A board's folder: what is readable of its name, and a digest that keeps boards apart. */
const folderOf = (board: string) =>
  `${board.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}-${createHash('sha256').update(board).digest('hex').slice(0, 8)}`
