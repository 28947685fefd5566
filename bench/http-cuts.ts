/** A body cut at every byte: how often the cut is noticed, by what, and where only the content can tell. */
import { encodings as undone } from '../src/http/decode.ts'
import { createGuard } from '../src/http/guard.ts'
import { createTransport, type Received, TransportError, usualLimits } from '../src/http/transport.ts'
import { verdictOf } from '../src/http/verdict.ts'
import { bytes, type Encoding, type Framing, rawAnswer, seeded, startFaultd } from '../tests/support/faultd.ts'

const encodings = ['identity', ...undone] as Encoding[]
const framings: Framing[] = ['length', 'chunked', 'close']

interface Tally {
  cuts: number
  byTransfer: number
  byContent: number
  /** Handed on, and marked as unproven. */
  unproven: number
  /** Taken for whole: the failure. */
  fooled: string[]
}

/** `npm run bench http-cuts [payloads] [step]`: step 1 cuts at every byte. */
export default async function measure([count = '20', step = '1']: string[]): Promise<string> {
  const faultd = await startFaultd()
  const transport = createTransport(createGuard({ allowLoopback: true }), usualLimits)
  const rows = new Map<string, Tally>()
  const chosen = payloads().slice(0, Number(count))
  const url = new URL(`${faultd.origin}/board`)
  const asked = { url, conditional: false, accept: undefined, rendered: false }
  for (const { name, type, body } of chosen) {
    for (const framing of framings) {
      for (const encoding of encodings) {
        const kind = `${encoding} in ${framing}`
        const tally = rows.get(kind) ?? { cuts: 0, byTransfer: 0, byContent: 0, unproven: 0, fooled: [] }
        rows.set(kind, tally)
        const what = { body, framing, encoding, headers: { 'Content-Type': type } }
        const whole = rawAnswer(what)
        const { length } = whole.body
        for (let cutAt = 1; cutAt < length; cutAt += Number(step)) {
          tally.cuts += 1
          faultd.play('/board', bytes(Buffer.concat([whole.head, whole.body.subarray(0, cutAt)])))
          let received: Received
          try {
            received = await transport.send({ url, method: 'GET', headers: {} })
          } catch (error) {
            if (!(error instanceof TransportError || (error instanceof Error && error.name === 'BadBody'))) throw error
            tally.byTransfer += 1
            continue
          }
          const verdict = verdictOf(received, asked)
          const end = (text: string) => text.replace(/<\/html>[\s\S]*$/, '</html>').trimEnd()
          if (verdict.kind !== 'answer') tally.byContent += 1
          else if (!verdict.answer.provenWhole) tally.unproven += 1
          else if (end(verdict.answer.body) !== end(body)) tally.fooled.push(`${name}, ${kind}, at ${cutAt}`)
          else tally.byContent += 1
        }
      }
    }
  }
  await transport.close()
  await faultd.close()
  const pad = (values: (string | number)[]) =>
    values.map((value, index) => (index === 0 ? String(value).padEnd(22) : String(value).padStart(12))).join('')
  const all = [...rows.values()]
  const sum = (of: (tally: Tally) => number) => all.reduce((total, tally) => total + of(tally), 0)
  return [
    `${chosen.length} payloads, cut at every ${step === '1' ? 'byte' : `${step} bytes`}`,
    pad(['', 'cuts', 'by transfer', 'by content', 'unproven', 'fooled']),
    ...[...rows].map(([kind, { cuts, byTransfer, byContent, unproven, fooled }]) =>
      pad([kind, cuts, byTransfer, byContent, unproven, fooled.length]),
    ),
    pad([
      'all',
      sum(({ cuts }) => cuts),
      sum(({ byTransfer }) => byTransfer),
      sum(({ byContent }) => byContent),
      sum(({ unproven }) => unproven),
      sum(({ fooled }) => fooled.length),
    ]),
    ...all.flatMap(({ fooled }) => fooled.slice(0, 5)),
    'unproven: lines of JSON and plain text that end with their connection; their readers must count on a total of the source.',
  ].join('\n')
}

/** Boards in the shapes that sources answer with; the last two forms can end anywhere. */
function payloads(): { name: string; type: string; body: string }[] {
  const random = seeded(42)
  const words = 'Rust Python Torch Kőbánya “remote” München & <team> 東京 €90,000 pipelines care models rivers'.split(
    ' ',
  )
  const text = (length: number) => Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ')
  const jobs = (rows: number, length: number) =>
    Array.from({ length: rows }, (_, id) => ({ id: id + 1, title: `ML Engineer ${id}`, text: text(length) }))
  const escaped = (value: string) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const feed = (rows: number) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>${jobs(rows, 9)
      .map(
        ({ id, title, text }) =>
          `<item><guid>${id}</guid><title>${title}</title><description>${escaped(text)}</description></item>`,
      )
      .join('')}</channel></rss>\n`
  const page = (rows: number) =>
    `<!doctype html><html><head><title>Open roles</title></head><body><ul>${jobs(rows, 9)
      .map(({ title, text }) => `<li><a href="/j">${title}</a> ${escaped(text)}</li>`)
      .join('')}</ul></body></html>\n<!-- 3 ms -->\n`
  const json = 'application/json'
  return [
    ...[1, 2, 3, 4, 6].map((rows) => ({
      name: `list of ${rows}`,
      type: json,
      body: JSON.stringify({ jobs: jobs(rows, 8) }),
    })),
    ...[1, 3, 5].map((rows) => ({
      name: `array of ${rows}`,
      type: json,
      body: JSON.stringify(jobs(rows, 6), null, 2),
    })),
    { name: 'nested', type: json, body: JSON.stringify({ data: { pages: [{ results: jobs(3, 5) }], total: 3 } }) },
    { name: 'empty list', type: json, body: '{"jobs":[],"meta":{"total":0}}' },
    ...[1, 3, 5].map((rows) => ({ name: `feed of ${rows}`, type: 'application/rss+xml', body: feed(rows) })),
    { name: 'feed without items', type: 'application/rss+xml', body: feed(0) },
    ...[1, 3, 5].map((rows) => ({ name: `page of ${rows}`, type: 'text/html; charset=utf-8', body: page(rows) })),
    { name: 'page without roles', type: 'text/html; charset=utf-8', body: page(0) },
    {
      name: 'lines of JSON',
      type: 'application/x-ndjson',
      body: jobs(3, 6)
        .map((job) => `${JSON.stringify(job)}\n`)
        .join(''),
    },
    { name: 'plain text', type: 'text/plain; charset=utf-8', body: text(60) },
  ]
}
