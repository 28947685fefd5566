/** Daily schedules at every half hour from 00:00 to 03:30, in twelve kinds of zones over ten years: exactly one run a day. */
import { parseCron } from '../jobs/cron.ts'
import { nextRun } from '../jobs/occurrences.ts'
import { zones } from '../tests/support/zones.ts'

const day = 86_400_000
const [from, to] = [Date.parse('2010-06-01'), Date.parse('2020-06-01')]

export default async function measure(): Promise<string> {
  let zoneDays = 0
  const wrong: string[] = []
  for (const zone of zones) {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    const seen = new Set<string>()
    for (let at = from; at < to; at += day / 2) seen.add(format.format(at))
    const dates = [...seen].slice(1, -1)
    zoneDays += dates.length
    for (const time of ['0 0', '30 0', '0 1', '30 1', '0 2', '30 2', '0 3', '30 3']) {
      const cron = parseCron(`${time} * * *`, 'timetable')
      const runs = new Map<string, number>()
      for (
        let at = nextRun(cron, from - 2 * day, zone);
        at !== null && at < to + 2 * day;
        at = nextRun(cron, at, zone)
      ) {
        runs.set(format.format(at), (runs.get(format.format(at)) ?? 0) + 1)
      }
      wrong.push(
        ...dates
          .filter((date) => runs.get(date) !== 1)
          .map((date) => `${zone} ${date} at ${time}: ${runs.get(date) ?? 0} runs`),
      )
    }
  }
  return [
    `${zones.length} zones, ${zoneDays.toLocaleString('en-US')} zone-days, 8 daily schedules on each: ${wrong.length} days without exactly one run`,
    ...wrong.slice(0, 10),
  ].join('\n')
}
