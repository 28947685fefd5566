/** How many requests a second the server answers for a skill's JSON, and how soon; the load comes from a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, renameSync } from 'node:fs'
import { jobsOf, numbers } from '../tests/support/asking.ts'
import { filledStore, newFolder, removeFolder, startServe } from '../tests/support/server.ts'

/** `npm run bench serve [seconds] [connections] [path]` */
export default async function measure([seconds = '10', connections = '16', path = '']: string[]): Promise<string> {
  const folder = newFolder()
  const store = `${folder}/store.sqlite`
  await filledStore(
    store,
    numbers(0, 59).map((at) => jobsOf(at, numbers(1, 40))),
    2,
  )
  const server = await startServe(store)
  await server.ready()
  const addresses = path === '' ? ['/v1/skills/pytorch', '/skills/pytorch/', '/badge/pytorch.svg'] : [path]
  const lines: string[] = []
  for (const address of addresses) {
    const before = cpuSeconds(server.child.pid!)
    const load = fork(new URL('./support/load.ts', import.meta.url), [server.url, address, seconds, connections], {
      execArgv: ['--import', 'tsx'],
    })
    const [made] = (await once(load, 'message')) as [Load]
    const cpu = cpuSeconds(server.child.pid!) - before
    lines.push(
      [
        address.padEnd(22),
        `${Math.round(made.answered / made.seconds)} a second`.padEnd(16),
        `${Math.round(made.answered / cpu)} a second of its CPU`.padEnd(28),
        `p50 ${made.p50.toFixed(1)} ms, p99 ${made.p99.toFixed(1)} ms, longest ${made.longest.toFixed(1)} ms`,
        `${Math.round(made.bytes / made.answered / 1024)} kB each, ${made.wrong} not 200`,
      ].join('  '),
    )
  }
  const away = await storeAway(server.url, store)
  const rss = Math.round(residentKb(server.child.pid!) / 1024)
  server.child.kill('SIGTERM')
  await server.ended
  removeFolder(folder)
  return [
    `${connections} connections for ${seconds} s; 2,400 postings of 60 boards`,
    ...lines,
    away,
    `memory ${rss} MB`,
  ].join('\n')
}

/** H6: how long until a store that is taken away is told with 503, and until its return is noticed. */
async function storeAway(url: string, store: string): Promise<string> {
  const until = async (status: number) => {
    const start = performance.now()
    while ((await fetch(`${url}/healthz`)).status !== status) await new Promise((wait) => setTimeout(wait, 20))
    return (performance.now() - start) / 1000
  }
  const waits = { gone: 0, back: 0 }
  for (let turn = 0; turn < 10; turn++) {
    renameSync(store, `${store}.away`)
    waits.gone = Math.max(waits.gone, await until(503))
    renameSync(`${store}.away`, store)
    waits.back = Math.max(waits.back, await until(200))
  }
  return `store taken away ten times: 503 within ${waits.gone.toFixed(2)} s, answers again within ${waits.back.toFixed(2)} s of its return; the bound is 5 s`
}

interface Load {
  answered: number
  seconds: number
  bytes: number
  wrong: number
  p50: number
  p99: number
  longest: number
}

/** User and system time of one process, as the kernel counts it in hundredths. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const residentKb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)
