/** Days that are told of later: figures of them change, and every change is listed with its cause. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { addDays, day } from '../../src/days.ts'
import type { Revision } from '../../src/report/views.ts'
import { ask, asked, collected, days, newPath, numbers } from '../support/asking.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { emptyStore, noon, scratchFolder } from '../support/store.ts'

const asOf = '2026-11-20'
const later = '2026-11-24'
const skills = ['pytorch', 'jax', 'keras']

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Publishes the figures of a day; by what names them, what each said. */
async function published(path: string, on: string): Promise<Map<string, string>> {
  const out = scratchFolder()
  await ask(
    path,
    on,
    'export',
    'figures',
    ...skills.flatMap((skill) => ['--skill', skill]),
    '--as-of',
    asOf,
    '--out',
    out,
  )
  const [head, ...rows] = parseCsv(readFileSync(join(out, `figures-${asOf}.csv`), 'utf8'))
  const cell = (row: string[], name: string) => row[head!.indexOf(name)]!
  return new Map(
    rows.map((row) => [
      ['skill', 'measure', 'period'].map((name) => cell(row, name)).join(' '),
      ['value', 'status', 'text'].map((name) => cell(row, name)).join(' | '),
    ]),
  )
}

test('D13: after a back-fill of old days every changed figure is listed with its cause, and what was published still stands', async () => {
  const path = newPath()
  await collected(
    path,
    6,
    days('2026-10-19', asOf).map((on, at) => ({ on, jobs: numbers(1 + at, 40 + at) })),
  )
  const then = await published(path, asOf)
  const store = await emptyStore(path, day(asOf))
  const kept = await store.published({ asOf: day(asOf) })
  await store.close()

  // What two more boards had listed in those days, known only now.
  const line = (at: number) =>
    JSON.stringify({
      ...{ kind: 'posting', board: `greenhouse:old${at % 2}`, externalId: `${at}`, company: `Old ${at % 2}` },
      ...{
        title: `Machine Learning Engineer ${at}`,
        text: `You train machine learning models with PyTorch, gauge ${at}.`,
      },
      seen: [[addDays(day('2026-10-20'), at % 28), at % 3 === 0 ? '2026-11-20' : addDays(day('2026-10-24'), at % 28)]],
    })
  const file = join(scratchFolder(), 'old.jsonl')
  writeFileSync(file, numbers(0, 59).map(line).join('\n'))
  await ask(path, later, 'import', file)
  await ask(path, later, 'refresh')
  const now = await published(path, later)
  // What was withheld before and is still was never published, and has nothing to take back.
  const isNumber = (said: string) => !said.startsWith(' | ')
  const changed = [...then]
    .filter(([key, said]) => now.get(key) !== said && (isNumber(said) || isNumber(now.get(key)!)))
    .map(([key]) => key)
    .sort()
  expect(changed).toEqual(expect.arrayContaining([`pytorch open ${asOf}`, `jax open ${asOf}`]))

  const revisions = await asked<Revision[]>(path, later, 'revisions')
  const listed = revisions.map(({ skill, measure, period }) => `${skill} ${measure} ${period}`)
  expect(changed.filter((key) => !listed.includes(key))).toEqual([])
  expect(listed.filter((key) => then.has(key) && then.get(key) === now.get(key))).toEqual([])
  // The points of the series are published as well.
  expect(listed).toEqual(expect.arrayContaining(['pytorch opened.share 2026-10', 'pytorch opened.share 2026-11']))
  expect(new Set(revisions.map(({ on, reason }) => `${on} ${reason}`))).toEqual(new Set([`${later} late data`]))
  const again = await emptyStore(path, day(later))
  const all = await again.published({ asOf: day(asOf) })
  expect(all.filter(({ publishedAt }) => publishedAt < noon(day(later)))).toEqual(kept)
  expect(await again.verify()).toEqual([])
  await again.close()
})
