/** Agencies and lists of copied adverts: in no figure, and told beside them. */
import { afterEach, expect, test, vi } from 'vitest'
import { day } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { ask, asked, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, emptyStore, noon, snapshot } from '../support/store.ts'

const today = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

const by = (employer: string, company: string, at: number, jobs: readonly number[]): Posting[] =>
  jobsOf(at, jobs).map((posting) => ({
    ...posting,
    externalId: `${employer}-${posting.externalId}`,
    employer,
    company,
  }))

/** Two employers' boards, an agency's, and a list that copies adverts: one of the employers', two of others. */
async function collected(path: string): Promise<void> {
  const store = await emptyStore(path, day(today))
  const boards = ['greenhouse:tide', 'greenhouse:harbour', 'greenhouse:staffing'].map((id) => board(id))
  await store.registerBoards([...boards, board('remotive', { token: '' })], day('2026-11-01'))
  const lists: [string, Posting[]][] = [
    ['greenhouse:tide', by('tide', 'Tide', 0, numbers(1, 8))],
    // An agency that advertises through an employer's own board is one all the same.
    ['greenhouse:harbour', [...by('harbour', 'Harbour', 1, numbers(1, 8)), ...by('manpower', 'Manpower', 2, [2])]],
    ['greenhouse:staffing', by('tidestaffing', 'Tide Staffing', 3, numbers(1, 6))],
    ['remotive', [...by('tide', 'Tide', 0, [2]), ...by('quay', 'Quay', 4, [2, 3, 4])]],
  ]
  for (const on of ['2026-11-15', '2026-11-16', '2026-11-17', today]) {
    for (const [id, postings] of lists) {
      // The copy of a new job is seen a day before the job itself.
      const from = id === 'remotive' ? '2026-11-16' : '2026-11-17'
      const shown = on < from ? postings.slice(0, id === 'remotive' ? 0 : 1) : postings
      await store.storeSnapshot(snapshot(id, on, shown.length > 0 ? 'complete' : 'empty', shown), noon(day(on)))
    }
  }
  await store.close()
  await ask(path, today, 'refresh')
}

test('they are in no figure of the employers’ jobs, and are told beside them', async () => {
  const path = newPath()
  await collected(path)
  const { figures, employers } = await asked<SkillReportView>(path, today, 'report', 'pytorch')
  const value = (wanted: string) => figures.find(({ measure }) => measure === wanted)!
  expect(value('open')).toMatchObject({ value: 8, denominator: 16, employers: 2 })
  expect(employers.map(({ employer }) => employer)).toEqual(['harbour', 'tide'])
  expect(value('open.besides')).toMatchObject({ value: 6, status: 'observed' })
  const { text } = await ask(path, today, 'report', 'pytorch')
  expect(text).toContain('also advertised by agencies: 4; seen on aggregators: 2')
  const store = await emptyStore(path, day(today))
  const [counted] = await store.questions.daily('pytorch', 'ai', day(today), day(today))
  expect([counted!.open, counted!.allOpen, counted!.employers]).toEqual([8, 16, 2])
  const weekly = await store.questions.weekly(['pytorch'], { name: 'ai' }, day('2026-11-01'), day(today))
  expect(weekly.map(({ employer, n, naming }) => [employer, n, naming])).toEqual([
    ['harbour', 7, { pytorch: 4 }],
    ['tide', 7, { pytorch: 4 }],
  ])
  const open = await store.questions.open(day(today))
  expect(open.besides({ name: 'country:NO' })).toEqual(open.besides({ name: 'all' }))
  expect(await store.verify()).toEqual([])
  await store.close()
})

test('where there are none, nothing is said of them', async () => {
  const path = newPath()
  const store = await emptyStore(path, day(today))
  await store.registerBoards([board('greenhouse:tide')], day('2026-11-01'))
  const list = snapshot('greenhouse:tide', today, 'complete', by('tide', 'Tide', 0, numbers(1, 8)))
  await store.storeSnapshot(list, noon(day(today)))
  await store.close()
  await ask(path, today, 'refresh')
  expect((await ask(path, today, 'report', 'pytorch')).text).not.toMatch(/agencies|Besides/)
  const { figures } = await asked<SkillReportView>(path, today, 'report', 'pytorch')
  expect(figures.find(({ measure }) => measure === 'open.besides')).toMatchObject({ value: 0, status: 'zero' })
})

test('a name that turns out to be an agency’s takes its jobs out of the days before as well', async () => {
  const path = newPath()
  await collected(path)
  const store = await emptyStore(path, day(today))
  const rows = await store.postingsOf('tide')
  const alone = rows.map(({ no }) => ({ members: [{ no, because: null }] }))
  await store.saveVacancies([{ employer: 'tide', kind: 'agency', vacancies: alone }])
  const edition = (await store.edition())!
  await store.countDays(edition, await store.uncountedDays(edition, day(today)), async () => true)
  const counts = await store.questions.daily('pytorch', 'ai', day('2026-11-15'), day(today))
  expect([counts.length, counts[0]!.allOpen, counts.at(-1)!.allOpen]).toEqual([10, 1, 8])
  expect(await store.verify()).toEqual([])
  await store.close()
})
