/** Looks at how things stand, tells what began and what ended, once each, and writes the metrics. */

import { isAbsolute, join } from 'node:path'
import { mayBeThere } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import type { App } from '../src/app.ts'
import { weekOf } from '../src/days.ts'
import { exit } from '../src/domain.ts'
import { type Channel, channelsOf } from '../src/notices/channels.ts'
import { noticeLine } from '../src/notices/notice.ts'
import { metricsText } from '../src/report/metrics-text.ts'
import { writeFileWhole } from '../src/report/write-file.ts'
import { alarmsInForce } from './alarms.ts'
import { freeBytesAt } from './disk.ts'
import { conditionsOf, type Telling, tellings, toldSoFar } from './notices.ts'
import { statusOf } from './standing.ts'
import { timetableOf } from './timetable.ts'

export async function watch(app: App) {
  if (!mayBeThere(app.config.store)) return { text: 'There is no store yet; nothing to tell.', exitCode: exit.done }
  const channels = channelsOf(app.config)
  const store = await app.store()
  const told = toldSoFar(await store.events({ kind: 'notice', limit: 20_000, order: 'written' }))
  const now = tellings(conditionsOf(await standing(app, store)), told)
  for (const notice of now) if (notice.channels === null) app.say(noticeLine(notice))
  const failures = await send(app, channels, now)
  const file = app.config.settings.metrics?.file
  if (file !== undefined) await writeMetrics(app, store, isAbsolute(file) ? file : join(app.config.root, file))
  const text =
    now.length === 0 ? 'Nothing new to tell.' : `${now.length} told, ${failures} of them not by every channel.`
  return { text, exitCode: failures > 0 ? exit.flagged : exit.done }
}

async function standing(app: App, store: Store) {
  const { settings } = app.config
  const edition = await store.edition()
  const population = settings.population ?? 'ai'
  return {
    now: app.now(),
    boards: await store.boards(),
    alarms: await alarmsInForce(store),
    timetable: timetableOf(settings.timetable),
    jobs: await store.events({ kind: 'job', limit: 2000, order: 'written' }),
    labels: edition === null ? [] : await store.labels({ population, edition, upTo: weekOf(app.today()) }),
    disks: [{ what: 'store', freeBytes: freeBytesAt(app.config.beside) }],
    freeMegabytes: settings.notices?.freeMegabytes ?? 0,
    overdueHours: settings.notices?.overdueHours ?? 6,
  }
}

/** One message a channel with all that it is to be told; what it did not take is owed to it. Returns how many are owed. */
async function send(app: App, channels: Channel[], now: Telling[]): Promise<number> {
  const owed = new Map<Telling, string[]>(now.map((telling) => [telling, []]))
  for (const channel of channels) {
    const own = now.filter((telling) => telling.channels === null || telling.channels.includes(channel.name))
    if (own.length === 0) continue
    try {
      const notices = own.map(({ key, severity, text, kind }) => ({ key, severity, text, kind }))
      await channel.send(notices, app.now())
    } catch (error) {
      app.say(`The ${channel.name} did not take a notice: ${error instanceof Error ? error.message : error}`)
      for (const telling of own) owed.get(telling)!.push(channel.name)
    }
  }
  for (const [{ key, kind, text, severity, tries }, names] of owed) {
    await app.recordEvent({
      at: app.now(),
      run: app.run,
      kind: 'notice',
      subject: key,
      outcome: kind,
      message: text,
      data: { severity, owed: names, tries: tries + 1 },
    })
  }
  return [...owed.values()].filter((names) => names.length > 0).length
}

const writeMetrics = async (app: App, store: Store, file: string) =>
  writeFileWhole(file, metricsText(await statusOf(app, store)))
