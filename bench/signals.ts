/** Signals at random moments of collecting, refreshing and exporting: how the process ends, how soon, and what it leaves. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '../db/open.ts'
import { addDays, day } from '../src/days.ts'
import { type Ran, startCli } from '../tests/support/cli.ts'
import { makeMarket, marketConfig, serveMarket } from '../tests/support/market.ts'

const ways: { name: string; code: number; send(kill: (signal: NodeJS.Signals) => void): Promise<void> }[] = [
  { name: 'SIGTERM', code: 143, send: async (kill) => kill('SIGTERM') },
  { name: 'SIGINT', code: 130, send: async (kill) => kill('SIGINT') },
  {
    name: 'SIGINT twice',
    code: 130,
    send: async (kill) => {
      kill('SIGINT')
      await wait(Math.random() * 60)
      kill('SIGINT')
    },
  },
]

/** `signals [moments=50]`; CLI=dist/src/cli.js measures the built program. */
export default async function measure([moments = '50']: string[]): Promise<string> {
  const market = makeMarket({ first: day('2026-05-04'), days: 30, boards: 60 })
  const served = await serveMarket(market, { dawdleMs: 30 })
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-signals-'))
  writeFileSync(join(folder, 'skilltide.yaml'), marketConfig(market))
  let on = market.first
  const start = (words: string[]) =>
    startCli(words, { cwd: folder, stdin: 'closed', env: { SKILLTIDE_TODAY: on, SKILLTIDE_MIRROR: served.url } })
  const whole = async (words: string[]) => {
    const began = Date.now()
    const ran = await start(words).ended
    return { ...ran, ms: Date.now() - began }
  }
  const lines: string[] = []
  try {
    served.show(on)
    const took = new Map<string, number>()
    for (const words of [['collect', '--all'], ['refresh'], ['backup', '--portable', 'all.jsonl']])
      took.set(words[0]!, (await whole(words)).ms)
    for (const way of ways) {
      const found = { right: 0, done: 0, wrong: [] as string[], slowest: 0, damaged: 0, locked: 0, notResumed: 0 }
      for (let turn = 0; turn < Number(moments); turn++) {
        if (turn % 5 === 0) {
          on = addDays(on, on < market.last ? 1 : -20)
          served.show(on)
        }
        rmSync(join(folder, 'all.jsonl'), { force: true })
        const words = [['collect', '--all'], ['refresh'], ['backup', '--portable', 'all.jsonl']][turn % 3]!
        const { child, ended } = start(words)
        await wait(Math.random() * took.get(words[0]!)!)
        const sent = Date.now()
        await way.send((signal) => void child.kill(signal))
        const ran = await ended
        found.slowest = Math.max(found.slowest, Date.now() - sent)
        const verdict = verdictOf(ran, way.code)
        if (verdict === 'right') found.right += 1
        else if (verdict === 'done') found.done += 1
        else found.wrong.push(`${words.join(' ')}: ${verdict}`)
        if (way.name !== 'SIGINT twice' && existsSync(join(folder, 'data/skilltide.sqlite.lock'))) found.locked += 1
        const file = join(folder, 'all.jsonl')
        if (existsSync(file) && !readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!.startsWith('{"end":true'))
          found.wrong.push('a file stands under its name though it is not whole')
        const store = await openStore(join(folder, 'data/skilltide.sqlite'), { readOnly: true, now: Date.now })
        if ((await store.verify()).length > 0) found.damaged += 1
        await store.close()
        if (turn % 10 === 9 && (await whole(['collect', '--all'])).code === 6) found.notResumed += 1
      }
      lines.push(
        `${way.name.padEnd(13)} ${moments} moments: ${found.right} ended with ${way.code}, ${found.done} were done before it came, ${found.wrong.length} wrong; slowest ${found.slowest} ms; stores damaged ${found.damaged}, locks left ${found.locked}, not resumed ${found.notResumed}`,
        ...found.wrong.slice(0, 5).map((line) => `  ${line}`),
      )
    }
    lines.push(await pipes(Number(moments), start))
    return lines.join('\n')
  } finally {
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictOf({ code, signal, stderr }: Ran, wanted: number): string {
  if (/\n\s+at /.test(stderr)) return `a stack trace: ${stderr.split('\n').slice(0, 2).join(' ')}`
  // Killed before the program itself could listen: the system's own answer to the signal.
  if (code === wanted || (code === null && signal !== null)) return 'right'
  return code === 0 || code === 3 ? 'done' : `code ${code}: ${stderr.split('\n')[0]}`
}

/** A reader that closes the pipe after so many bytes. */
async function pipes(moments: number, start: (words: string[]) => ReturnType<typeof startCli>): Promise<string> {
  const wrong: string[] = []
  for (let turn = 0; turn < moments; turn++) {
    const words = [['boards'], ['boards', '--json'], ['status', '--json'], ['config'], ['--help']][turn % 5]!
    const { child, ended } = start(words)
    let left = Math.floor(Math.random() * 3000)
    child.stdout!.on('data', (text: string) => {
      left -= text.length
      if (left <= 0) child.stdout!.destroy()
    })
    if (turn % 7 === 0) child.stdout!.destroy()
    const { code, stderr } = await ended
    if ((code !== 0 && code !== 3) || stderr.includes('    at '))
      wrong.push(`${words.join(' ')}: ${code} ${stderr.split('\n')[0]}`)
  }
  return [
    `SIGPIPE       ${moments} moments: ${moments - wrong.length} ended quietly, ${wrong.length} wrong`,
    ...wrong.slice(0, 5).map((line) => `  ${line}`),
  ].join('\n')
}
