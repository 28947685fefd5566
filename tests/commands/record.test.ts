/** A recording is worth what its replay is: the same boards, read from it, come to the same postings. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { serveRecording } from '../../src/http/archive.ts'
import { runWords } from '../../src/words.ts'
import { answer, startFaultd } from '../support/faultd.ts'
import { scratchFolder } from '../support/store.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const pilots = Array.from({ length: 23 }, (_, at) => `R${100 + at}`)
const row = (id: string) => ({
  ...{
    title: `Pilot ${id}`,
    externalPath: `/job/Bergen/Pilot_${id}`,
    locationsText: 'Bergen',
    postedOn: 'Posted Today',
  },
  bulletFields: [id],
})
const detail = (id: string) => ({
  jobPostingInfo: {
    title: `Pilot ${id}`,
    jobDescription: `<p>You steer ship ${id} with Python.</p>`,
    location: 'Bergen',
  },
})

test('a board that is asked by POST, page by page, is replayed as it was recorded', async () => {
  const server = await startFaultd()
  onTestFinished(() => server.close())
  server.play('*', (seen, socket, nth) => {
    const id = /Pilot_(R\d+)$/.exec(seen.path)?.[1]
    const { offset = 0 } = seen.method === 'POST' ? (JSON.parse(seen.body) as { offset: number }) : {}
    const list = { total: pilots.length, jobPostings: pilots.slice(offset, offset + 20).map(row) }
    return answer({ body: JSON.stringify(id === undefined ? list : detail(id)) })(seen, socket, nth)
  })
  const folder = scratchFolder()
  const config = join(folder, 'skilltide.yaml')
  writeFileSync(
    config,
    'boards: {defaults: false, add: [workday:acme/wd5/Harbour]}\nsources: {enable: [workday], disable: [hackernews]}\n',
  )
  const run = async (mirror: string, store: string, ...words: string[]) => {
    vi.stubEnv('SKILLTIDE_MIRROR', mirror)
    return runWords([...words, '--config', config, '--db', join(folder, store)], {
      stdin: Readable.from([]),
      signal: new AbortController().signal,
      terminal: { width: 100, colour: false, interactive: false },
      write: () => {},
      say: () => {},
      progress: () => {},
    })
  }
  const whole = '1 of 1 board read whole: 23 postings, 23 first seen, 0 back, 0 ended.'
  const recording = join(folder, 'recording')
  const recorded = await run(server.origin, 'first.sqlite', 'record', recording)
  expect([recorded.text.split('\n')[0], recorded.exitCode]).toEqual([whole, 0])
  const replayed = await serveRecording(recording)
  onTestFinished(() => replayed.close())
  expect(await run(replayed.url, 'second.sqlite', 'collect')).toEqual({ text: whole, exitCode: 0 })
})
