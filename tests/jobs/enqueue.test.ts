/** What a schedule puts into the queue when a time of the timetable comes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore, queueStanding } from '../../db/open.ts'
import { enqueueJob, tagWork } from '../../jobs/enqueue.ts'
import { defaultTimetable, type JobName } from '../../jobs/timetable.ts'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/days.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'
import { board, emptyStore, posting, scratchFolder, snapshot } from '../support/store.ts'
import { query } from '../support/workers.ts'

describe.skipIf(noPostgres !== null)('a schedule of a store in PostgreSQL', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  async function scheduleOf(address: string) {
    const file = join(scratchFolder(), 'skilltide.yaml')
    writeFileSync(file, 'boards: {defaults: false, add: [greenhouse:one, greenhouse:two, lever:three]}\n')
    const config = await readConfig({ config: file, db: address }, {})
    const app = createApp({
      ...{ config, command: 'schedule', stdin: Readable.from([]) as never, signal: new AbortController().signal },
      ...{
        terminal: { width: 80, colour: false, interactive: false },
        write: () => {},
        say: () => {},
        progress: () => {},
      },
    })
    const slot = Math.floor(Date.now() / 60_000) * 60_000
    return (job: JobName, at = slot) =>
      enqueueJob(app, { ...defaultTimetable.find((entry) => entry.job === job)!, slot: at }, app.run).ended
  }

  test('puts in each board that is due and each job that is owed, once, and runs nothing itself', async () => {
    const address = await server.database()
    const [one, other] = [await scheduleOf(address), await scheduleOf(address)]
    for (const put of [one, other]) {
      expect(await put('collect')).toEqual({ code: 0, signal: null })
      await put('refresh')
      await put('digest')
    }
    const jobs = await query(address, `select name, data->>'about' as about from skilltide_queue.job order by 1, 2`)
    expect(jobs).toEqual([
      ...['greenhouse:one', 'greenhouse:two', 'hackernews', 'lever:three'].map((about) => ({ name: 'collect', about })),
      ...['digest', 'refresh'].map((about) => ({ name: 'timetable', about })),
    ])
    const store = await openStore(address, { readOnly: true, now: Date.now })
    expect(
      (await store.events({ kind: 'job', limit: 9, order: 'written' })).map(({ outcome, message }) => [
        outcome,
        message,
      ]),
    ).toEqual([
      ['done', '0 of 4 boards due were put into the queue'],
      ['started', '0 of 4 boards due were put into the queue'],
      ['done', '4 of 4 boards due were put into the queue'],
      ['started', '4 of 4 boards due were put into the queue'],
    ])
    await store.close()
    await one('digest', Date.now() + 86_400_000)
    expect((await queueStanding(address))?.backlog).toMatchObject([
      { kind: 'collect', waiting: 4 },
      { kind: 'timetable', waiting: 3 },
    ])
  })

  test('puts in the texts that the catalog has not read, in stretches that leave none out', async () => {
    const store = await emptyStore()
    const today = dayOf(new Date())
    await store.registerBoards([board('greenhouse:tide')], today)
    const postings = Array.from({ length: 2300 }, (_, at) => posting(`${at}`))
    await store.storeSnapshot(snapshot('greenhouse:tide', today, 'complete', postings), 1)
    await store.adoptEdition('2026.1', 1)
    expect((await tagWork(store, '2026.1')).map(({ data }) => data)).toEqual([
      { edition: '2026.1', after: 0, upTo: 1000 },
      { edition: '2026.1', after: 1000, upTo: 2000 },
      { edition: '2026.1', after: 2000, upTo: 2300 },
    ])
  })
})
