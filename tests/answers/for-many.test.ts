/** What is read once for many skills answers as the store does for each. */
import { expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Asking } from '../../src/answers/asking.ts'
import { forMany } from '../../src/answers/for-many.ts'
import { ranking } from '../../src/answers/ranking.ts'
import { skillReport } from '../../src/answers/skill-report.ts'
import { skillsInForce } from '../../src/catalog-in-force.ts'
import { readConfig } from '../../src/config.ts'
import { addDays, day } from '../../src/days.ts'
import { ask, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, noon, snapshot } from '../support/store.ts'

const first = day('2026-01-05')
const last = addDays(first, 60)

/** Two months of boards that add and drop jobs, one of them with another's jobs again, one given up half way. */
async function months(path: string): Promise<void> {
  const store = await openStore(path, { now: () => noon(last) })
  const boards = ['flood', 'ebb', 'spring', 'neap'].map((token) => board(`greenhouse:${token}`))
  await store.registerBoards([...boards, board('remotive', { token: '' })], first)
  for (let turn = 0; turn <= 60; turn += 5) {
    const on = addDays(first, turn)
    for (const [at, { id }] of boards.entries()) {
      if (id === 'greenhouse:neap' && turn > 30) continue
      const from = 1 + Math.floor(turn / (2 + at))
      const employer = id === 'greenhouse:spring' ? 0 : at
      await store.storeSnapshot(snapshot(id, on, 'complete', jobsOf(employer, numbers(from, from + 12 + at))), noon(on))
    }
    await store.storeSnapshot(snapshot('remotive', on, 'complete', jobsOf(1, numbers(1, 6))), noon(on))
  }
  await store.close()
  await ask(path, last, 'refresh')
}

test('read once for all, every answer is what the store says of each skill, in every population and on every day', async () => {
  const path = newPath()
  await months(path)
  const store = await openStore(path, { readOnly: true, now: () => noon(last) })
  const config = await readConfig({ db: path }, {})
  const edition = (await store.edition())!
  const ids = ['pytorch', 'machine-learning', 'tensorflow', 'keras']
  const asked = vi.spyOn(store.questions, 'lasted')
  const skills = skillsInForce(config).filter(({ id }) => ids.includes(id))
  const cases = [
    ...[['ai', last] as const, ['all', addDays(last, -20)] as const],
    ...[['role:ml_engineer', last] as const, ['source:remotive', addDays(first, 2)] as const],
  ]
  for (const [population, asOf] of cases) {
    const asking: Asking = { store, skills, edition, population, asOf }
    const many = forMany({ ...asking })
    for (const id of ids) expect(await skillReport(many, id)).toEqual(await skillReport({ ...asking }, id))
    asked.mockClear()
    const ranked = await ranking(many, ids, 10)
    expect(asked).not.toHaveBeenCalled()
    expect(ranked).toEqual(await ranking({ ...asking }, ids, 10))
    expect(population === 'ai' && asOf === last ? ranked.rows.length : 1).toBeGreaterThan(0)
  }
  await store.close()
})
