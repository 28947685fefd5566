/** How things stand, gathered once for the terminal, the metrics and whoever else shows it. */
import { queueStanding } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { statusView } from '../src/answers/status.ts'
import type { App } from '../src/app.ts'
import { scrapersById } from '../src/in-force.ts'
import type { StatusView } from '../src/report/views.ts'
import { alarmsInForce } from './alarms.ts'
import { diskView } from './disk.ts'
import { nextOf, timetableOf } from './timetable.ts'

export async function statusOf(app: App, store: Store): Promise<StatusView> {
  const view = await statusView({
    store,
    alarms: await alarmsInForce(store),
    asOf: app.today(),
    now: app.now(),
    sources: new Map([...scrapersById].map(([id, { source }]) => [id, source])),
    timetable: timetableOf(app.config.settings.timetable)
      .filter(({ quiet }) => !quiet)
      .map((entry) => ({ job: entry.job, nextAt: nextOf(entry, app.now()) })),
  })
  const queue = await queueStanding(app.config.store)
  return { ...view, disk: await diskView(app.config, store), ...(queue === null ? {} : { queue }) }
}
