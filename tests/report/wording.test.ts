import { expect, test } from 'vitest'
import { counted } from '../../src/report/wording.ts'

test('counted things agree with their number', () => {
  const told = ['day', 'survey', 'country', 'job'].flatMap((noun) => [1, 33].map((number) => counted(number, noun)))
  expect(told).toEqual(['1 day', '33 days', '1 survey', '33 surveys', '1 country', '33 countries', '1 job', '33 jobs'])
})
