import { existsSync, readFileSync } from 'node:fs'
import cron from 'node-cron'
import { describe, expect, test } from 'vitest'
import { parseCron } from '../../jobs/cron.ts'
import { nextRun } from '../../jobs/occurrences.ts'
import { defaultTimetable, timetableOf } from '../../jobs/timetable.ts'
import { UserError } from '../../src/domain.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const next = (expression: string, after: string) => {
  const found = nextRun(parseCron(expression, 'test'), at(after))
  return found === null ? null : new Date(found).toISOString().slice(0, 16)
}

describe('the next run', () => {
  test.each([
    ['17 * * * *', '2026-11-24T10:17', '2026-11-24T11:17'],
    ['0 0 1 1 *', '2026-11-24T10:00', '2027-01-01T00:00'],
    ['*/15 9-17 * * 1-5', '2026-11-27T17:45', '2026-11-30T09:00'],
    ['0 12 13 * 5', '2026-11-24T00:00', '2026-11-27T12:00'],
    ['0 0 29 2 *', '2026-11-24T00:00', '2028-02-29T00:00'],
    ['0 0 29 2 *', '2096-03-01T00:00', '2104-02-29T00:00'],
    ['@weekly', '2026-11-24T00:00', '2026-11-29T00:00'],
    ['30 6 * jan,jul sun', '2026-11-24T00:00', '2027-01-03T06:30'],
    ['0 0 31 2 *', '2026-11-24T00:00', null],
    ['0 0 * * 7', '2026-11-24T00:00', '2026-11-29T00:00'],
    ['TZ=Europe/Berlin 0 6 * * *', '2026-11-24T00:00', '2026-11-24T05:00'],
    ['TZ=Europe/Berlin 0 6 * * *', '2026-07-24T00:00', '2026-07-24T04:00'],
  ])('of %j after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })
})

describe('F15: a bad expression is refused with its column', () => {
  test.each([
    [
      '61 * * * *',
      'timetable.collect: column 1 of "61 * * * *" (minute): "61" is out of range; it takes 0 to 59, lists, ranges and steps',
    ],
    [
      '0 5-2 * * *',
      'timetable.collect: column 3 of "0 5-2 * * *" (hour): "5-2" runs backwards; it takes 0 to 23, lists, ranges and steps',
    ],
    ['0   25 * * *', 'timetable.collect: column 5 of "0   25 * * *" (hour): "25" is out of range'],
    ['0 * * *', 'timetable.collect: "0 * * *" has 4 fields; a cron expression has five: minute hour day month weekday'],
    ['0 */0 * * *', 'timetable.collect: column 3 of "0 */0 * * *" (hour): "*/0" has a wrong step'],
    ['@never', 'timetable.collect: column 1 of "@never": the shorthands are @hourly, @daily'],
    [
      'TZ=Mars/Base 0 0 * * *',
      'timetable.collect: there is no time zone "Mars/Base"; write it as Europe/Berlin, or UTC',
    ],
    ['TZ=UTC 0 0 0 * *', 'timetable.collect: column 12 of "TZ=UTC 0 0 0 * *" (day of month): "0" is out of range'],
  ])('%j', (expression, message) => {
    expect(() => timetableOf({ collect: expression })).toThrow(message)
  })

  const fields = ['minute', 'hour', 'day of month', 'month', 'day of week']
  const wrong = [
    'x',
    '-1',
    '1-',
    '-',
    '',
    ',',
    '1,',
    '/5',
    '*/',
    '*/x',
    '1-2-3',
    '99',
    '1.5',
    '0x1',
    '1/2/3',
    '٣',
    '1;2',
    '**',
    '*/100',
    '007',
  ]
  const bad = fields.flatMap((name, index) => wrong.map((text) => ({ name, index, text })))

  test('F15: 100 of 100 bad texts end in the usage error that names the field', () => {
    const passed = bad.filter(({ name, index, text }) => {
      const parts = ['1', '1', '1', '1', '1']
      parts[index] = text
      try {
        parseCron(parts.join(' '), 'timetable.page')
        return true
      } catch (error) {
        const column = parts.slice(0, index).join(' ').length + (index === 0 ? 1 : 2)
        const named = text === '' ? 'has 4 fields' : `column ${column} of`
        return !(
          error instanceof UserError &&
          error.exitCode === 2 &&
          error.message.includes(named) &&
          (text === '' || error.message.includes(name))
        )
      }
    })
    expect(bad).toHaveLength(100)
    expect(passed).toEqual([])
  })
})

test('the library that ticks accepts every expression of the timetable', () => {
  expect(defaultTimetable.filter(({ cron: expression }) => !cron.validate(expression))).toEqual([])
})

test('the config changes and switches off jobs, gives them a zone, and an unknown one is named', () => {
  const crons = (changes: Parameters<typeof timetableOf>[0]) =>
    Object.fromEntries(timetableOf(changes).map((entry) => [entry.job, entry.cron]))
  expect(crons({ collect: '0 * * * *', backup: false })).toMatchObject({ collect: '0 * * * *', refresh: '12 5 * * *' })
  expect(crons({ backup: false })).not.toHaveProperty('backup')
  expect(crons({ zone: 'Asia/Tokyo', collect: 'TZ=UTC 0 * * * *' })).toMatchObject({
    collect: 'TZ=UTC 0 * * * *',
    refresh: 'TZ=Asia/Tokyo 12 5 * * *',
  })
  expect(() => timetableOf({ colect: '0 * * * *' } as object)).toThrow(
    'there is no job "colect". Did you mean "collect"?',
  )
})

interface Vector {
  time: string
  spec: string
  expected: string | boolean
}
const suite = new URL('../../../shared/suites/robfig-cron/vectors.json', import.meta.url)

/** Where our written rule says otherwise: a time of the day is kept once, moved out of a gap and not repeated in a fold. */
const ours: Record<string, string | null> = {
  '2012-03-11T00:00:00-0500 0 30 2 11 Mar ?': '2012-03-11T03:00:00-0400',
  '2012-03-11T00:00:00-0500 0 0 2 * * ?': '2012-03-11T03:00:00-0400',
  '2012-11-04T01:45:00-0400 0 30 1 04 Nov ?': '2013-11-04T01:30:00-0500',
  '2012-11-04T01:00:00-0400 0 0 1 * * ?': '2012-11-05T01:00:00-0500',
}

const there = existsSync(suite)

test.runIf(there)(
  `F15: the vectors of another cron agree, save where our rule is another${there ? '' : ' (skipped: no shared data)'}`,
  () => {
    const vectors = JSON.parse(readFileSync(suite, 'utf8')) as Record<'activation' | 'next' | 'nextWithTz', Vector[]>
    const instant = (text: string) =>
      /^\w{3} /.test(text) ? Date.parse(`${text.slice(4)} UTC`) : Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
    const zoneIn = (text: string) => /(?:CRON_)?TZ=(\S+) /.exec(text)?.[1]
    const bare = (text: string) => text.replace(/(?:CRON_)?TZ=\S+ /, '')
    const disagree: string[] = []
    let refused = 0
    for (const { time, spec, expected } of vectors.activation) {
      if ((nextRun(parseCron(spec, 'v'), instant(time) - 1) === instant(time)) !== expected)
        disagree.push(`${time} ${spec}`)
    }
    for (const { time, spec, expected } of [
      ...vectors.next,
      ...vectors.nextWithTz.map((row) => ({ ...row, spec: `0 ${row.spec}` })),
    ]) {
      const [seconds, ...fields] = bare(spec).split(' ')
      if (seconds !== '0') {
        expect(() => parseCron(bare(spec), 'v')).toThrow('has 6 fields; a cron expression has five')
        refused += 1
        continue
      }
      const zone = zoneIn(spec) ?? zoneIn(time) ?? (/\+0530$/.test(time) ? 'Asia/Kolkata' : 'UTC')
      const found = nextRun(parseCron(fields.join(' '), 'v'), instant(bare(time)), zone)
      const wanted = ours[`${bare(time)} ${bare(spec)}`] ?? (expected as string)
      // One date of the other suite is written with the wrong weekday and year; only its instant counts.
      const want = wanted === '' ? null : instant(wanted)
      if (found !== want) disagree.push(`${time} ${spec}: ${found && new Date(found).toISOString()}, not ${wanted}`)
    }
    expect(disagree).toEqual([])
    expect(refused).toBe(6)
    expect(vectors.activation.length + vectors.next.length + vectors.nextWithTz.length).toBe(91)
  },
)
