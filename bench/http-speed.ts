/** The whole client against bare undici on loopback: the same answers, every check on. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'undici'
import { createClient } from '../src/http/client.ts'
import { plainMemory } from '../tests/support/http.ts'

/** `npm run bench http-speed [answers] [kilobytes] [rounds]` */
export default async function measure([answers = '1000', kilobytes = '100', rounds = '5']: string[]): Promise<string> {
  const server = fork(new URL('../tests/support/plain-server.ts', import.meta.url), [kilobytes], {
    execArgv: ['--import', 'tsx'],
  })
  const [port] = (await once(server, 'message')) as [number]
  const url = `http://127.0.0.1:${port}/board`
  const count = Number(answers)
  const get = createClient({
    memory: plainMemory(),
    userAgent: 'skilltide/bench (+https://example.com/contact)',
    now: Date.now,
    allowLoopback: true,
  })
  const source = { id: 'bench', robots: 'documented-api' as const, minDelaySeconds: 0 }
  const bare = async () => {
    const { body } = await request(url)
    return (await body.text()).length
  }
  const ours = async () => {
    const verdict = await get({ url, source })
    return verdict.kind === 'answer' ? verdict.answer.body.length : -1
  }
  const timed = async (ask: () => Promise<number>) => {
    const start = performance.now()
    let characters = 0
    for (let index = 0; index < count; index++) characters += await ask()
    return { perSecond: count / ((performance.now() - start) / 1000), characters }
  }
  await timed(bare)
  await timed(ours)
  const pairs: { bare: number; ours: number }[] = []
  for (let round = 0; round < Number(rounds); round++) {
    const [first, second] = [await timed(bare), await timed(ours)]
    if (first.characters !== second.characters) throw new Error('the two did not read the same')
    pairs.push({ bare: first.perSecond, ours: second.perSecond })
  }
  await get.close()
  server.kill()
  const middle = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1]!
  const ratio = middle(pairs.map((pair) => pair.ours / pair.bare))
  return [
    `${answers} answers of ${kilobytes} kB, one at a time, ${rounds} rounds`,
    `bare undici  ${Math.round(middle(pairs.map((pair) => pair.bare)))} a second`,
    `the client   ${Math.round(middle(pairs.map((pair) => pair.ours)))} a second`,
    `ratio        ${ratio.toFixed(2)} (median of rounds)`,
  ].join('\n')
}
