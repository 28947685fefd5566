/** Every address that the server answers, and how an answer is sent. */
import { type Context, Hono } from 'hono'
import { UserError } from '../domain.ts'
import { jsonText } from '../report/json-text.ts'
import { type Answers, Unavailable } from './answers.ts'
import { endpoints } from './endpoints.ts'
import { headersFor, type Reach } from './headers.ts'
import { openApi, schemaNamed } from './openapi.ts'
import { askedOf, fileOf, type Known, NotThere, type Question, skillOf } from './question.ts'
import { type Sealed, seal } from './sealed.ts'
import type { Traffic } from './traffic.ts'

export interface Served {
  answers: Answers
  traffic: Traffic
  /** The catalog, and the day. */
  known(): Known
  /** The program's. */
  version: string
  /** Told of a bug of ours. */
  say(line: string): void
}

/** Files that other people's pages take: any script may read them. */
const shared = /^(?:badge|figure|preview|data)\/|^(?:feed\.xml|preview\.png)$/

const json = { type: 'application/json' }

export function createRoutes({ answers, traffic, known, say, version }: Served): Hono {
  const app = new Hono()

  app.use(async (context, next) => {
    const start = performance.now()
    await next()
    traffic.count(routeOf(context.req.path), context.res.status, (performance.now() - start) / 1000)
  })

  const reply = async (context: Context, question: Question, reach: Reach) => {
    const answer = await answers.get(question)
    if (answer === null) throw new NotThere('There is nothing at this address.')
    return send(context, answer, reach)
  }

  for (const endpoint of endpoints) {
    app.get(endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) => {
      const named = context.req.param('skill')
      const skill = named === undefined ? null : skillOf(named, known())
      const asked = askedOf(endpoint, new URL(context.req.url).searchParams, known())
      return reply(context, { kind: endpoint.question, skill, asked }, 'anyone')
    })
  }

  const still = new Map<string, Sealed>()
  const sendStill = (context: Context, name: string, make: () => { type: string; body: string }) => {
    const known = still.get(name) ?? seal(make())
    still.set(name, known)
    return send(context, known, 'anyone', 3600)
  }
  app.get('/v1/openapi.json', (context) =>
    sendStill(context, 'openapi', () => ({ ...json, body: jsonText(openApi(version), 2) })),
  )
  app.get('/v1/schema/:file', (context) => {
    const file = context.req.param('file')
    const schema = schemaNamed(file.replace(/\.json$/, ''))
    if (schema === null) throw new NotThere('There is no such schema; /v1/openapi.json names them all.')
    return sendStill(context, file, () => ({ type: 'application/schema+json', body: jsonText(schema, 2) }))
  })

  app.get('/healthz', (context) => {
    const readable = answers.readable()
    const body = { status: readable ? 'ok' : 'the store cannot be read', today: known().today }
    return plainly(context, seal({ ...json, body: `${jsonText(body)}\n` }), readable ? 200 : 503)
  })
  app.get('/metrics', async (context) => {
    const stands = await answers.get({ kind: 'metrics' }).catch((error: unknown) => {
      if (error instanceof Unavailable) return null
      throw error
    })
    const up = `# HELP skilltide_store_readable Whether the store can be read.\n# TYPE skilltide_store_readable gauge\nskilltide_store_readable ${stands === null ? 0 : 1}\n`
    const of = stands === null ? '' : new TextDecoder().decode(stands.plain)
    const body = of + up + traffic.text(answers.kept)
    return plainly(context, seal({ type: 'text/plain; version=0.0.4; charset=utf-8', body }), 200)
  })

  app.get('/skills/:skill', (context) => {
    const skill = skillOf(context.req.param('skill'), known())
    return new Response(null, {
      status: 308,
      headers: { ...headersFor('text/plain', 'own'), Location: `${encodeURIComponent(skill)}/` },
    })
  })
  app.get('*', (context) => {
    const path = context.req.path.slice(1)
    if (path.startsWith('v1/')) throw new NotThere('There is no such question; /v1/openapi.json lists them.')
    const file = fileOf(path, known())
    return reply(context, { kind: 'file', path: file }, reachOf(file))
  })

  app.onError((error, context) => {
    if (error instanceof NotThere) return problem(context, 404, error.message)
    if (error instanceof UserError) return problem(context, 400, error.message)
    if (error instanceof Unavailable)
      return problem(context, 503, 'The store cannot be asked at the moment; try again soon.')
    say(`this is a bug of ours; please report it: ${error.stack ?? error.message}`)
    return problem(context, 500, 'This is a bug of ours.')
  })
  return app
}

const reachOf = (file: string): Reach => (file.startsWith('embed/') ? 'framed' : shared.test(file) ? 'anyone' : 'own')

/** The route in a metric: one of a few words, whatever address was asked for. */
const routeOf = (path: string): string =>
  endpoints.find((endpoint) => new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))?.question ??
  /^\/(badge|figure|embed|preview|feed\.xml|healthz|metrics|skills|v1)\b/.exec(path)?.[1] ??
  'page'

function send(context: Context, answer: Sealed, reach: Reach, seconds = 0): Response {
  const packed = answer.packed !== null && /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
  const etag = packed ? answer.etag.replace(/"$/, '-gz"') : answer.etag
  const headers = {
    ...headersFor(answer.type, reach),
    ETag: etag,
    'Cache-Control': seconds === 0 ? 'no-cache' : `public, max-age=${seconds}`,
    ...(answer.packed === null ? {} : { Vary: 'Accept-Encoding' }),
  }
  if (holds(context.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const body = packed ? answer.packed! : answer.plain
  return new Response(body as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, 'Content-Length': String(body.length), ...(packed ? { 'Content-Encoding': 'gzip' } : {}) },
  })
}

/** Weak comparison, as RFC 9110 asks for If-None-Match. */
const holds = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag))

function plainly(_: Context, { type, plain }: Sealed, status: number): Response {
  const headers = { ...headersFor(type, 'own'), 'Cache-Control': 'no-store', 'Content-Length': String(plain.length) }
  return new Response(plain as Uint8Array<ArrayBuffer>, { status, headers })
}

/** An error as RFC 9457 writes it, or as one line for a person. Nothing in it is what the asker wrote. */
function problem(context: Context, status: 400 | 404 | 500 | 503, detail: string): Response {
  const forPrograms = /^\/(?:v1|figure|badge)\//.test(context.req.path)
  const type = forPrograms ? 'application/problem+json' : 'text/plain; charset=utf-8'
  const body = forPrograms ? `${jsonText({ title: titles[status], status, detail })}\n` : `${detail}\n`
  const headers = {
    ...headersFor(type, forPrograms ? 'anyone' : 'own'),
    'Cache-Control': 'no-store',
    ...(status === 503 ? { 'Retry-After': '2' } : {}),
  }
  return new Response(body, { status, headers })
}

const titles = { 400: 'Cannot be asked', 404: 'Not there', 500: 'Failed', 503: 'Not now' } as const
