/** Asks for one address over and over on some connections, and tells its parent what came back and how soon. */
import { Client } from 'undici'

const [url = '', path = '', seconds = '', connections = ''] = process.argv.slice(2)
const times: number[] = []
let bytes = 0
let wrong = 0

async function connection(until: number): Promise<void> {
  const client = new Client(url)
  while (performance.now() < until) {
    const start = performance.now()
    const { statusCode, body } = await client.request({ path, method: 'GET', headers: { 'accept-encoding': 'gzip' } })
    bytes += (await body.arrayBuffer()).byteLength
    times.push(performance.now() - start)
    if (statusCode !== 200) wrong += 1
  }
  await client.close()
}

const all = (until: number) => Promise.all(Array.from({ length: Number(connections) }, () => connection(until)))

// The first answers are made, and both programs warm up.
await all(performance.now() + 2_000)
times.length = 0
bytes = 0
wrong = 0
const start = performance.now()
await all(start + Number(seconds) * 1000)
const took = (performance.now() - start) / 1000
times.sort((left, right) => left - right)
const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN
process.send?.({ answered: times.length, seconds: took, bytes, wrong, p50: at(0.5), p99: at(0.99), longest: at(1) })
