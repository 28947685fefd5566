/** `render --check` on a measured market: what is true, what is not, and what nobody can say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DocumentFinding } from '../../src/report/views.ts'
import { ask, asked, collected, days, numbers, refused } from '../support/asking.ts'

const today = '2026-11-24'
const folder = mkdtempSync(join(tmpdir(), 'skilltide-'))
const path = join(folder, 'store.sqlite')

let made: Promise<void> | null = null
/** 22 employers with 16 open jobs of AI each, half of which require PyTorch, a quarter would like JAX or TensorFlow. */
const market = () => {
  const read = days('2026-11-02', today).flatMap((on, at) =>
    at % 3 === 1 ? [{ on, jobs: numbers(1 + at, 16 + at) }] : [],
  )
  made ??= collected(path, 22, read)
  return made
}
beforeEach(market)

afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  vi.unstubAllEnvs()
})

const fileOf = (text: string, name = 'review.md') => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const findings = (text: string) => asked<DocumentFinding[]>(path, today, 'render', '--check', fileOf(text))

const check = async (text: string) =>
  (await findings(text)).map(({ words, kind, verdict, instead }) => ({ words, kind, verdict, instead }))

describe('sentences about the market', () => {
  test('are borne out, contradicted, or nothing can be said of them', async () => {
    const told: [string, DocumentFinding['verdict']][] = [
      ['PyTorch is the most wanted framework.', 'agrees'],
      ['JAX is the most wanted framework.', 'contradicted'],
      ['JAX is not the most wanted framework.', 'agrees'],
      ['The job postings name PyTorch more often than any other framework.', 'agrees'],
      ['More jobs name PyTorch than JAX.', 'agrees'],
      ['Fewer jobs name PyTorch than TensorFlow.', 'contradicted'],
      ['A third of AI jobs name PyTorch.', 'agrees'],
      ['Half of AI jobs name PyTorch.', 'cannot say'],
      ['Every AI job asks for PyTorch.', 'contradicted'],
      ['No employer asks for TensorFlow.', 'contradicted'],
      ['Demand for PyTorch is rising.', 'cannot say'],
      ['Hiring for JAX is falling.', 'cannot say'],
    ]
    const found = await findings(told.map(([sentence]) => sentence).join('\n\n'))
    expect(found.map(({ words, verdict, because }) => [words, verdict, because])).toEqual(
      told.map((each) => [...each, expect.any(String)]),
    )
  })

  test('claim nothing that is checked where they ask, suppose, advise, tell of the past or of the software', async () => {
    const said = [
      'PyTorch is a stable library.',
      'Is demand for PyTorch rising?',
      'If demand for PyTorch rises, learn it.',
      'In 2019 demand for PyTorch was rising, and 12% of jobs named it.',
      'PyTorch is one of the most wanted frameworks.',
      'You should learn PyTorch.',
    ]
    expect(await check(said.join('\n\n'))).toEqual([])
  })

  test('a sentence without a name speaks of the skill that was named last', async () => {
    expect(await check('# JAX\n\nIt is the most wanted framework.')).toEqual([
      { words: 'It is the most wanted framework.', kind: 'sentence', verdict: 'contradicted', instead: null },
    ])
  })
})

test('the lines of a page that printed no jobs beside an emerging demand are found, each with what is measured', async () => {
  const { text, exitCode } = await ask(
    path,
    today,
    'render',
    '--check',
    fileOf('# PyTorch\n\n0 jobs currently require this skill.\nEmerging demand.\n'),
  )
  expect(exitCode).toBe(5)
  expect(text.replace(/^.*review\.md/gm, 'review.md')).toBe(
    `1 file: 1 number typed by hand; 1 against the figures; 1 sentence checked, 0 borne out

review.md:3:1: typed by hand, and not what is measured
  “0 jobs”
    PyTorch, open now, required (AI jobs): 176 of 176
    Let it be told: {{ pytorch.open.required }}

review.md:4:1: nothing can be said
  “Emerging demand.”
    Not enough data: 3 of 26 weeks.
`.trimEnd(),
  )
})

test('a number typed by hand is held against its figure', async () => {
  const text =
    '176 jobs require PyTorch.\n\n17 jobs require PyTorch.\n\nPyTorch pays $182,000 a year.\n\n16,000+ AI job postings were read.'
  expect((await check(text)).map(({ words, verdict, instead }) => [words, verdict, instead])).toEqual([
    ['176 jobs', 'agrees', 'pytorch.open.required'],
    ['17 jobs', 'contradicted', 'pytorch.open.required'],
    ['$182,000', 'withheld', 'pytorch.pay.median'],
    ['16,000+ AI job postings', 'cannot say', null],
  ])
})

test('ends with 0 where nothing is typed and all is borne out, 3 where nothing can be said, 5 where it is wrong', async () => {
  const code = async (text: string) => (await ask(path, today, 'render', '--check', fileOf(text))).exitCode
  expect(await code('PyTorch is the most wanted framework: {{ pytorch.open }} jobs.')).toBe(0)
  expect(await code('176 jobs require PyTorch.')).toBe(3)
  expect(await code('176 jobs require PyTorch. <!-- by hand -->')).toBe(0)
  expect(await code('Demand for PyTorch is rising.')).toBe(3)
  expect(await code('JAX is the most wanted framework.')).toBe(5)
})

test('refuses what is no document, and --json without --check', async () => {
  expect(await refused(path, today, 'render', '--check', fileOf('x', 'x.docx'))).toMatch(/^2: .*skilltide renders \.md/)
  expect(await refused(path, today, 'render', '--json', fileOf('x', 'x.md.liquid'))).toMatch(
    /^2: --json goes with --check/,
  )
})
