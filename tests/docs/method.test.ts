/** docs/method.md names what the program prints, in the numbers it goes by. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { statuses } from '../../src/domain.ts'
import { methodVersion, minimum } from '../../src/figures/method.ts'
import { measures } from '../../src/report/measures.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/method.md'), 'utf8')

test('every measure and every status has its place on the page', () => {
  const missing = [...measures.map(({ id }) => id), ...statuses].filter((word) => !page.includes(`\`${word}\``))
  expect(missing).toEqual([])
})

test('every section that the code speaks of is there', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const named = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/docs\/method\.md, "([^"]+)"/g)].map(
      ([, name]) => name!,
    ),
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !page.includes(`\n## ${name}\n`))).toEqual([])
})

test('the version and the minimums are those in force', () => {
  expect(page).toContain(`Method version ${methodVersion}.`)
  expect(page).toContain(`Below ${minimum.coverage * 100}%`)
  expect(page).toContain(`from ${minimum.share.n} jobs of ${minimum.share.employers} employers`)
  expect(page).toContain(`from ${minimum.level.n} jobs of ${minimum.level.employers} employers`)
  expect(page).toContain(`from ${minimum.rank.n} jobs of ${minimum.rank.employers} employers on; else`)
  expect(page).toContain(
    `from ${minimum.change.weeks} weeks, ${minimum.change.n} naming jobs and ${minimum.change.employers} naming`,
  )
  expect(page).toContain(
    `The median needs ${minimum.pay.n} jobs of ${minimum.pay.employers} employers, quartiles ${minimum.quartiles.n}`,
  )
})
