/** docs/scale.md quotes the plan that the program makes. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { loadOf, planFor, planLines, planTable, platforms, wholeOf } from '../../bench/support/reading-plan.ts'
import { scrapersById } from '../../src/in-force.ts'

const page = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/scale.md'), 'utf8')

test('the page holds the plan as the sources’ paces give it', () => {
  expect(page).toContain(planTable().join('\n'))
  for (const line of planLines()) expect(page).toContain(`**${line}**`)
  expect(page).toContain(
    `name ${platforms.reduce((sum, { known }) => sum + known, 0).toLocaleString('en-US')} boards on these platforms`,
  )
})

test('a platform with one host takes its requests one gap after the other, and a slower pace takes longer', () => {
  const rippling = platforms.find(({ source }) => source === 'rippling')!
  const load = loadOf(rippling, 100)
  expect([load.gapSeconds, load.first, load.later]).toEqual([6, 21, 5])
  expect(load.hours).toBeCloseTo((100 * 5 * 6.3) / 3600)
  expect(wholeOf(planFor(80_000)).late).toEqual(['rippling'])
  expect(wholeOf(planFor(40_000)).late).toEqual([])
})

test('every platform of the plan is one that is read', () => {
  for (const { source } of platforms) expect(scrapersById.has(source), source).toBe(true)
})
