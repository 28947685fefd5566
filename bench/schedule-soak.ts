/** The real schedule with a run a minute: missed runs, and whether its memory and handles stay where they are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '../db/open.ts'
import { startCli } from '../tests/support/cli.ts'

const minute = 60_000
const config = `
boards: {defaults: false}
sources: {disable: [hackernews]}
timetable: {collect: "* * * * *", refresh: "*/2 * * * *", labels: false, exports: false, digest: false, backup: "*/5 * * * *", prune: "*/5 * * * *", watch: "*/5 * * * *"}
`

interface Sample {
  rss: number
  handles: number
}

/** `schedule-soak [minutes=10]`; CLI=dist/src/cli.js measures the built program. */
export default async function measure([minutes = '10']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-soak-'))
  writeFileSync(join(folder, 'skilltide.yaml'), config)
  const began = Date.now()
  const { child, ended } = startCli(['schedule', '--log', 'json'], { cwd: folder, stdin: 'closed' })
  const samples: Sample[] = []
  try {
    while (Date.now() - began < Number(minutes) * minute) {
      await wait(10_000)
      samples.push(sampleOf(child.pid!))
    }
    child.kill('SIGTERM')
    const asked = Date.now()
    const { code, stderr } = await ended
    const store = await openStore(join(folder, 'data/skilltide.sqlite'), { readOnly: true, now: Date.now })
    const events = (await store.events({ kind: 'job', limit: 100_000 })).filter(({ subject }) => subject === 'collect')
    await store.close()
    const began1 = events.filter(({ outcome }) => outcome === 'started').map(({ at }) => Math.floor(at / minute))
    const first = Math.min(...began1)
    const last = Math.floor(asked / minute) - 1
    const missed = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((at) => !began1.includes(at))
    const third = Math.max(1, Math.floor(samples.length / 3))
    const mean = (part: Sample[], of: keyof Sample) => part.reduce((sum, sample) => sum + sample[of], 0) / part.length
    // The first third holds the growth of starting up: the engine sizes its heap then.
    const [middle, end] = [samples.slice(third, 2 * third), samples.slice(-third)]
    const growth = (of: keyof Sample) => `${(100 * (mean(end, of) / mean(middle, of) - 1)).toFixed(1)} %`
    const ends = events.filter(({ outcome }) => outcome !== 'started')
    return [
      `${minutes} minutes; ${began1.length} runs of collect, ${missed.length} minutes missed; ${ends.filter(({ outcome }) => outcome !== 'done').length} runs not done`,
      `memory: ${(mean(middle, 'rss') / 1024).toFixed(1)} MB in the middle third, ${(mean(end, 'rss') / 1024).toFixed(1)} MB in the last: ${growth('rss')}`,
      `handles: ${mean(middle, 'handles').toFixed(1)} in the middle third, ${mean(end, 'handles').toFixed(1)} in the last: ${growth('handles')}`,
      `SIGTERM: ended with ${code} after ${((Date.now() - asked) / 1000).toFixed(1)} s; ${stderr.split('\n').length} lines of log`,
    ].join('\n')
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function sampleOf(pid: number): Sample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { rss: Number(/VmRSS:\s+(\d+)/.exec(status)![1]), handles: readdirSync(`/proc/${pid}/fd`).length }
}
