/** Connections that die or garble at every moment: pages lost, answers mixed up, errors that nobody caught. */
import { createClient } from '../src/http/client.ts'
import {
  answer,
  bytes,
  type Faultd,
  inTurn,
  rawAnswer,
  reset,
  type Script,
  seeded,
  startFaultd,
} from '../tests/support/faultd.ts'
import { plainMemory } from '../tests/support/http.ts'

const source = { id: 'bench', robots: 'documented-api' as const, minDelaySeconds: 0 }
const clientOf = () =>
  createClient({
    memory: plainMemory(),
    userAgent: 'skilltide/bench (+https://example.com/contact)',
    now: Date.now,
    sleep: async () => {},
    allowLoopback: true,
  })

/** `npm run bench http-races [pages]` */
export default async function measure([pages = '10000']: string[]): Promise<string> {
  let uncaught = 0
  const count = () => {
    uncaught += 1
  }
  process.on('unhandledRejection', count).on('uncaughtException', count)
  const faultd = await startFaultd()
  const total = Number(pages)
  const lines = [
    await keptConnections(faultd, total),
    await resets(faultd, total / 10),
    await overlong(faultd, total / 10),
    `errors that nobody caught            ${uncaught}`,
  ]
  await faultd.close()
  return lines.join('\n')
}

/** Every third answer is the last of its connection, closed without a word as the next request arrives. */
async function keptConnections(faultd: Faultd, pages: number): Promise<string> {
  const random = seeded(24)
  const get = clientOf()
  let lost = 0
  let closed = 0
  for (let page = 0; page < pages; page++) {
    const good = answer({ body: `[${page}]` })
    const closing: Script = (_, socket) => void socket.destroy()
    const race = page > 0 && random() < 1 / 3
    if (race) closed += 1
    faultd.play('/page', race ? once(closing, good) : good)
    const verdict = await get({ url: `${faultd.origin}/page?${page}`, source })
    if (verdict.kind !== 'answer' || verdict.answer.body !== `[${page}]`) lost += 1
  }
  await get.close()
  return `kept connections closed as re-used   ${closed} in ${pages} pages, lost ${lost}`
}

const once = (first: Script, then: Script): Script => {
  let played = false
  return (seen, socket, nth) => {
    if (played) return then(seen, socket, nth)
    played = true
    return first(seen, socket, nth)
  }
}

/** A reset before, within and after the head, and at ten places of the body. */
async function resets(faultd: Faultd, times: number): Promise<string> {
  const get = clientOf()
  const { head, body } = rawAnswer({ body: JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ id }))) })
  const whole = Buffer.concat([head, body])
  let told = 0
  for (let index = 0; index < times; index++) {
    const at = Math.floor((whole.length * (index % 12)) / 12)
    const script: Script = (seen, socket, nth) => {
      if (at === 0) return reset(seen, socket, nth)
      socket.write(whole.subarray(0, at), () => socket.resetAndDestroy())
      return undefined
    }
    faultd.play('/reset', script)
    const verdict = await get({ url: `${faultd.origin}/reset`, source })
    if (verdict.kind === 'again') told += 1
  }
  await get.close()
  return `resets                               ${times}, told ${told}`
}

/** Answers longer than announced, each followed by a good one on the same client. */
async function overlong(faultd: Faultd, times: number): Promise<string> {
  const get = clientOf()
  let taken = 0
  let mixed = 0
  for (let index = 0; index < times; index++) {
    const extra = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"bad"'
    const more = index % 2 === 0 ? 'x' : extra
    faultd.play('/long', bytes(`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]${more}`, { open: true }))
    faultd.play('/next', inTurn(answer({ body: `[${index}]` })))
    if ((await get({ url: `${faultd.origin}/long`, source })).kind === 'answer') taken += 1
    const next = await get({ url: `${faultd.origin}/next?${index}`, source })
    if (next.kind !== 'answer' || next.answer.body !== `[${index}]`) mixed += 1
  }
  await get.close()
  return `answers longer than announced        ${times}, taken ${taken}, next answer mixed up ${mixed}`
}
