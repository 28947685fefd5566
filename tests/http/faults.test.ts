/** Every named fault in place of a good board, against the whole client. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Get } from '../../src/http/contract.ts'
import { readJson } from '../../src/text/json.ts'
import { type Answer, answer, type Faultd, seeded, startFaultd } from '../support/faultd.ts'
import { faults } from '../support/faults.ts'
import { everyHostIs, loopbackClient } from '../support/http.ts'

const board = JSON.stringify({ jobs: Array.from({ length: 40 }, (_, id) => ({ id, title: `ML Engineer ${id}` })) })
const good: Answer = { body: board, headers: { 'Content-Type': 'application/json' } }
const limits = { firstByteMs: 500, idleMs: 500, totalMs: 3000, wireBytes: 8 * 1024 * 1024 }
const url = 'https://boards.example/lumenfold/jobs?content=true'

let faultd: Faultd
let get: Get & { close(): Promise<void> }
beforeEach(async () => {
  faultd = await startFaultd()
  get = loopbackClient({ ...everyHostIs(faultd), limits })
})
afterEach(async () => {
  await get.close()
  await faultd.close()
})

/** As a scraper does: the list is there, or this is not the board. */
const listOf = (body: string) => (readJson(body) as { jobs: unknown[] }).jobs.length

const makes = { answer: 'costs nothing', reader: 'leaves a text that its reader refuses' }
for (const { row, name, play, comesTo } of faults) {
  const outcome = comesTo === 'answer' || comesTo === 'reader' ? makes[comesTo] : `comes to "${comesTo}"`
  test(`${row}: a server that ${name} ${outcome}`, async () => {
    const source = { id: 'lumenfold', robots: 'documented-api' as const, minDelaySeconds: 0 }
    faultd.play(new URL(url).host, play(good, seeded(7)))
    faultd.play('/before', answer({ body: '[]' }))
    await get({ url: 'https://boards.example/before', source })
    const verdict = await get({ url, source })
    if (comesTo === 'reader') {
      expect(verdict.kind).toBe('answer')
      expect(() => listOf(verdict.kind === 'answer' ? verdict.answer.body : '')).toThrow()
    } else if (comesTo === 'answer') {
      expect(verdict).toMatchObject({ kind: 'answer', answer: { body: board, provenWhole: true } })
    } else expect(verdict.kind, JSON.stringify(verdict)).toBe(comesTo)
    expect(faultd.seen.filter(({ host }) => host !== 'boards.example')).toEqual([])
    expect(faultd.seen.length).toBeLessThanOrEqual(7)
  })
}
