import fc from 'fast-check'
import { expect, test } from 'vitest'
import { places, ranks } from '../../src/figures/rank.ts'

const skills = ['a', 'b', 'c', 'd']
const rows = fc.array(
  fc.record({
    employer: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7'),
    naming: fc.dictionary(fc.constantFrom(...skills), fc.nat(12)),
  }),
  { minLength: 4, maxLength: 40 },
)

test('places without ranges are those of the ranking with ranges, for whatever rows', () => {
  let ranked = 0
  fc.assert(
    fc.property(rows, (found) => {
      const ranking = ranks(found, skills)
      const full = skills.map((skill) => ranking.of(skill))
      ranked += ranking.ranked.length
      const counted = new Map(full.map(({ skill, n, employers }) => [skill, { n, employers }]))
      const told = places(counted, skills)
      expect(skills.map((skill) => ranking.rank(skill))).toEqual(full.map(({ rank }) => rank))
      expect(skills.map((skill) => told.get(skill))).toEqual(full.map(({ n, rank }) => ({ n, rank })))
    }),
  )
  expect(ranked).toBeGreaterThan(50)
})
