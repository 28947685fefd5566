import { expect, test } from 'vitest'
import { didYouMean, nearest } from '../src/nearest.ts'

const skills = ['pytorch', 'tensorflow', 'jax', 'scikit-learn', 'keras']

test('a wrong word gets the nearest right one', () => {
  expect(['pytroch', 'tensorflwo', 'sklearn', 'Scikit Learn', 'kera'].map((word) => nearest(word, skills))).toEqual([
    'pytorch',
    'tensorflow',
    null,
    'scikit-learn',
    'keras',
  ])
})

test('a word that is near nothing gets no advice', () => {
  expect(didYouMean('kubernetes', skills)).toBe('')
  expect(didYouMean('jaxx', skills)).toBe(' Did you mean "jax"?')
})
