/** What a bomb of 10 GB costs the client: memory and time until it stops, in each coding. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createClient } from '../src/http/client.ts'
import { plainMemory } from '../tests/support/http.ts'

const clientOf = () =>
  createClient({
    memory: plainMemory(),
    userAgent: 'skilltide/bench (+https://example.com/contact)',
    now: Date.now,
    allowLoopback: true,
  })
const source = { id: 'bench', robots: 'documented-api' as const, minDelaySeconds: 0 }

/** In a process of its own for each bomb, so that the peak is that bomb's. */
async function defuse(origin: string, bomb: string): Promise<{ ms: number; growthMb: number; said: string }> {
  const get = clientOf()
  for (let warm = 0; warm < 20; warm++) await get({ url: `${origin}/good`, source })
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 2)
  const start = performance.now()
  const verdict = await get({ url: `${origin}/${bomb}`, source })
  const ms = performance.now() - start
  peak = Math.max(peak, process.memoryUsage.rss())
  clearInterval(watch)
  await get.close()
  return { ms, growthMb: (peak - before) / 1024 / 1024, said: 'reason' in verdict ? verdict.reason : verdict.kind }
}

/** `npm run bench http-bomb` */
export default async function measure([origin, bomb]: string[]): Promise<string> {
  if (origin !== undefined && bomb !== undefined) return JSON.stringify(await defuse(origin, bomb))
  const execArgv = ['--import', 'tsx']
  const server = fork(new URL('../tests/support/bomb-server.ts', import.meta.url), { execArgv })
  const [{ port, bombs }] = (await once(server, 'message')) as [{ port: number; bombs: string[] }]
  const lines = ['bomb                          growth      time  says']
  for (const name of bombs) {
    const child = fork(new URL('run.ts', import.meta.url), ['http-bomb', `http://127.0.0.1:${port}`, name], {
      execArgv,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    let said = ''
    child.stdout?.on('data', (chunk) => (said += chunk))
    await once(child, 'close')
    const { ms, growthMb, said: reason } = JSON.parse(said) as Awaited<ReturnType<typeof defuse>>
    lines.push(
      `${name.padEnd(28)}${growthMb.toFixed(0).padStart(5)} MB${(ms / 1000).toFixed(2).padStart(8)} s  ${reason.replace(/^\S+ /, '')}`,
    )
  }
  server.kill()
  return lines.join('\n')
}
