/** docs/method.md names what the program prints, in the numbers it goes by. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { statuses } from '../../src/domain.ts'
import {
  breaksAt,
  carryDays,
  concentrated,
  labelRule,
  lastGoodDays,
  methodVersion,
  minimum,
  payRule,
  preliminaryWeeks,
  rememberedWeeks,
  tierNaming,
  vanishes,
} from '../../src/figures/method.ts'
import { lately } from '../../src/figures/windows.ts'
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

const flat = page.replace(/\s+/g, ' ')
const money = (amount: number) => amount.toLocaleString('en-US')
const percent = (part: number) => `${Math.round(100 * part)}%`
const { keeps } = labelRule

test.each([
  `speaks for ${carryDays} days`,
  `with its day, for ${lastGoodDays} days`,
  `where at least ${percent(minimum.coverage)} of the boards that were read in it or in the ${rememberedWeeks} weeks before`,
  `until ${preliminaryWeeks} weeks after its end`,
  `of the ${lastGoodDays} before at least ${vanishes.open} jobs of at least ${vanishes.employers} employers were open`,
  `Where one employer makes up a quarter of ${concentrated.n} or more naming jobs`,
  `from ${minimum.ratio.n} jobs of ${minimum.ratio.employers} employers each on`,
  `${minimum.change.employersEachWindow} of them in each window, and where at least ${minimum.change.effectiveEmployers} employers effectively decide`,
  `a change of at least +${percent(labelRule.moves - 1)} a year that is no luck`,
  `(Benjamini and Hochberg, ${percent(labelRule.falseFinds)})`,
  `from an earlier share under ${percent(labelRule.common)}`,
  `a change of more than ${percent(labelRule.stable - 1)} can be ruled out`,
  `after ${labelRule.runsToAdopt} weekly runs in a row`,
  `while p is below ${keeps.p.toFixed(2)} and the ratio above ${keeps.moves}`,
  `and the ratio below 1/${keeps.moves}`,
  `while a change of more than ${percent(keeps.stable - 1)} can be ruled out at 90%`,
  `after ${labelRule.weeksToForget} of them nothing is said any more`,
  `fewer than ${minimum.change.employersEachWindow} employers named a skill in one of the two windows`,
  `with ${minimum.nearZero.employers} naming employers and ${minimum.nearZero.n} naming jobs in the other window`,
  `where the last ${lately.length} weeks against the ${lately.distance} before have gone the other way`,
  `in ${labelRule.runsToAdopt} runs in a row`,
  `where at least ${minimum.chart.sharedEmployers} employers stand in both`,
  `moved by more than ${percent(breaksAt.open)} and boards came or went`,
  `hold more than ${percent(breaksAt.opened)} of the new jobs`,
  `what at least ${payRule.closedNeeded} closed ranges`,
  `under ${money(payRule.low)} or over ${money(payRule.high)} dollars`,
  `more than ${payRule.widest} times the lower`,
  `from ${minimum.part.n} jobs of ${minimum.part.employers} employers on, out of ${minimum.level.n} of ${minimum.level.employers}`,
  `at least ${tierNaming} jobs of that level name it`,
  `from ${minimum.daysOpen.n} closings of ${minimum.daysOpen.employers} employers on`,
])('the page says what the code goes by: %s', (words) => {
  expect(flat).toContain(words)
})

test('a quarter is a quarter', () => {
  expect(concentrated.part).toBe(0.25)
})
