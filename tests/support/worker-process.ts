/** `worker-process.ts ADDRESS FILE`: a worker whose work writes a line into a file, and which some work kills. */
import { appendFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { openQueue } from '../../db/open.ts'
import { runWorker } from '../../jobs/worker.ts'

const [address = '', file = ''] = process.argv.slice(2)
// Its signs of life come every two seconds.
const queue = await openQueue(address, 5)
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
await runWorker({
  queue,
  sign: { id: `worker-${process.pid}`, where: `${hostname()} ${process.pid}`, version: 'test' },
  atOnce: { timetable: 0, collect: 2, tag: 0 },
  signal: stop.signal,
  untilEmpty: true,
  tell: () => {},
  work: async ({ about }) => {
    if (about.startsWith('poison')) process.kill(process.pid, 'SIGKILL')
    appendFileSync(file, `${about}\n`)
    return 'done'
  },
})
await queue.close()
