/** Claims against the figures: what bears them out, what does not, and what nobody can say. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { ClaimVerdict } from '../../src/report/views.ts'
import { ask, asked, collected, days, newPath, numbers, refused } from '../support/asking.ts'
import { emptyStore, scratchFolder } from '../support/store.ts'

const today = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

const fileOf = (yaml: string): string => {
  const path = join(scratchFolder(), 'mine.yaml')
  writeFileSync(path, yaml)
  return path
}

test('of an empty store nothing can be said of any claim, and no claim is refuted by it', async () => {
  const path = newPath()
  await (await emptyStore(path)).close()
  const verdicts = await asked<ClaimVerdict[]>(path, today, 'claims')
  expect(verdicts.length).toBeGreaterThan(10)
  const isOutside = ({ because }: ClaimVerdict) => /^Not (?:asked of postings|made):/.test(because)
  expect(verdicts.filter(isOutside)).toHaveLength(4)
  for (const { verdict, because } of verdicts.filter((each) => !isOutside(each))) {
    expect(verdict).toBe('cannot say')
    expect(because).toContain('Not measured: no board has been read yet.')
  }
  const { text, exitCode } = await ask(path, today, 'claims')
  expect(exitCode).toBe(3)
  expect(text.split('\n')[0]).toBe('16 claims: 0 supported, 0 not supported, of 16 nothing can be said')
})

test('a claim is borne out, is not, or cannot be judged, each with its numbers', async () => {
  const path = newPath()
  await collected(
    path,
    12,
    days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 30 + at) })),
  )
  const file = fileOf(`claims:
  - claim: It is required.
    rule: {figure: pytorch.open.required, at_least: 100}
  - claim: It is required in a thousand jobs.
    rule: {figure: pytorch.open.required, at_least: 1000}
  - claim: It leads.
    rule: {leads: pytorch, over: [tensorflow, jax]}
  - claim: JAX leads.
    rule: {leads: jax, over: [pytorch]}
  - claim: TensorFlow leads JAX.
    rule: {leads: tensorflow, over: [jax]}
  - claim: Every fifth employer at most names it.
    rule: {figure: pytorch.employers, at_most: 0.2}
  - claim: It rises.
    rule: {direction: pytorch, is: [Rising]}
  - claim: Nobody has looked for jobs in Germany.
    population: country:DE
    rule: {figure: pytorch.open, at_most: 5}
`)
  const verdicts = await asked<ClaimVerdict[]>(path, today, 'claims', file)
  expect(verdicts.map(({ claim, verdict, because }) => [claim, verdict, because])).toMatchInlineSnapshot(`
    [
      [
        "It is required.",
        "supported",
        "pytorch.open.required: 180 of 180",
      ],
      [
        "It is required in a thousand jobs.",
        "not supported",
        "pytorch.open.required: 180 of 180",
      ],
      [
        "It leads.",
        "supported",
        "Against TensorFlow: 200 jobs name PyTorch for every 100 that name TensorFlow (95%: 200 to 200). New jobs of the last 13 weeks: PyTorch 120, TensorFlow 60, JAX 60.",
      ],
      [
        "JAX leads.",
        "not supported",
        "Against PyTorch: 50 jobs name JAX for every 100 that name PyTorch (95%: 50 to 50). New jobs of the last 13 weeks: JAX 60, PyTorch 120.",
      ],
      [
        "TensorFlow leads JAX.",
        "cannot say",
        "Against JAX: 100 jobs name TensorFlow for every 100 that name JAX (95%: 100 to 100). New jobs of the last 13 weeks: TensorFlow 60, JAX 60.",
      ],
      [
        "Every fifth employer at most names it.",
        "cannot say",
        "pytorch.employers: Not enough data: 12 of 20 employers. Counted: 12 of 12.",
      ],
      [
        "It rises.",
        "cannot say",
        "Not enough data: 3 of 26 weeks.",
      ],
      [
        "Nobody has looked for jobs in Germany.",
        "cannot say",
        "pytorch.open: Not measured: the 12 boards read have no open jobs in DE.",
      ],
    ]
  `)
  expect(verdicts.every(({ verdict, figures }) => verdict === 'cannot say' || figures.length > 0)).toBe(true)
  expect((await ask(path, today, 'claims', file)).exitCode).toBe(5)
})

test.each([
  [
    '- claim: x\n  rule: {figure: pytorch.opne, at_least: 1}\n',
    'mine.yaml:2: There is no figure "opne". Did you mean "open"?',
  ],
  [
    '- claim: x\n  rule: {leads: pytroch, over: [jax]}\n',
    'mine.yaml:2: There is no skill "pytroch" in the catalog. Did you mean "pytorch"?',
  ],
  ['- claim: x\n\n  rul: {}\n', 'mine.yaml:3: there is no key "rul". Did you mean "rule"?'],
  [
    '- claim: x\n  rule: {figur: pytorch.open}\n',
    'mine.yaml:2: a rule begins with figure, leads, direction, most, outside. Did you mean "figure"?',
  ],
  ['- claim: x\n  rule: {figure: pytorch.open}\n', 'mine.yaml:2: figure: takes at_least, at_most or both'],
  [
    '- claim: x\n  population: role:ml_enginer\n  rule: {figure: pytorch.open, at_least: 1}\n',
    'mine.yaml:2: There is no population "role:ml_enginer". Did you mean "role:ml_engineer"?',
  ],
  ['claims: yes\n', 'mine.yaml: it takes a list of claims, each with claim and rule'],
  ['- [\n', 'mine.yaml:2: '],
])('a wrong file is refused in one line with its place: %j', async (yaml, message) => {
  const told = await refused(newPath(), today, 'claims', fileOf(yaml))
  expect(told).toMatch(/^2: /)
  expect(told).toContain(message)
  expect(told.split('\n')).toHaveLength(1)
})
