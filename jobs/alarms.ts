/** Alarms that outlive a run: raised once, kept until what they tell of is over, so that nobody is told twice. */
import type { EventRow, Store } from '../db/store.ts'
import { addDays, type Day } from '../src/days.ts'
import { type Alarm, alarmsOf } from './monitor.ts'

/** Long enough for the slowest comparison on a board read once a day. */
const lookBack = 28
/** Newest events of a kind that are looked through. */
const most = 2000

export interface RaisedAlarm extends Alarm {
  since: number
}

/** Looks at the collection; records what is newly wrong and what is right again. Returns every alarm in force. */
export async function watch(store: Store, today: Day, now: number, run: string | null): Promise<RaisedAlarm[]> {
  const before = new Map((await alarmsInForce(store)).map((alarm) => [keyOf(alarm), alarm]))
  const found = alarmsOf(await store.wholeLists(addDays(today, -lookBack)), await store.boards(), today)
  const raised = found.map((alarm) => ({ ...alarm, since: before.get(keyOf(alarm))?.since ?? now }))
  for (const alarm of raised) {
    if (before.delete(keyOf(alarm))) continue
    await store.record({ ...{ at: now, run, kind, outcome: 'raised' }, ...told(alarm) })
  }
  for (const alarm of before.values()) {
    await store.record({ ...{ at: now, run, kind, outcome: 'settled' }, ...told(alarm) })
  }
  return raised
}

const kind = 'alarm'
const keyOf = ({ about, what }: Alarm) => `${about} ${what}`
const told = ({ about, what, message, todo }: Alarm): Pick<EventRow, 'subject' | 'message' | 'data'> => ({
  subject: about,
  message,
  data: { what, todo },
})

/** Alarms raised and not settled since, oldest first. */
export async function alarmsInForce(store: Store): Promise<RaisedAlarm[]> {
  const newest = new Map<string, RaisedAlarm | null>()
  for (const { subject, at, outcome, message, data } of await store.events({ kind, limit: most })) {
    const { what, todo } = data as { what: string; todo: string }
    const alarm = { about: subject!, what, message, todo, since: at }
    if (!newest.has(keyOf(alarm))) newest.set(keyOf(alarm), outcome === 'raised' ? alarm : null)
  }
  return [...newest.values()].filter((alarm) => alarm !== null).sort((left, right) => left.since - right.since)
}
