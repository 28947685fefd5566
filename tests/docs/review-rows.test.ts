/** docs/review-rows.md: every row is answered by its command, each figure in its shape, or refused with its reason. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Asking } from '../../src/answers/asking.ts'
import { explainFigure } from '../../src/answers/explain-figure.ts'
import { skillReport } from '../../src/answers/skill-report.ts'
import { day } from '../../src/days.ts'
import { type Figure, type Posting, statuses } from '../../src/domain.ts'
import { figuresOf } from '../../src/report/figures-in.ts'
import { measures } from '../../src/report/measures.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { ask, numbers } from '../support/asking.ts'
import { board, noon, posting, snapshot } from '../support/store.ts'

const today = '2026-11-24'
const page = readFileSync(resolve(import.meta.dirname, '../../docs/review-rows.md'), 'utf8')

interface Row {
  id: string
  words: string[]
  /** Measures, families of measures, or fields of the coverage. */
  named: string[]
  /** The matter that `claims` refuses. */
  outside: string | null
}

const rows = [...page.matchAll(/^\| (S\d+) \| [^|]+ \| `([^`]+)` \| ([^|]+) \|$/gm)].map(
  ([, id = '', command = '', answer = '']): Row => ({
    ...{ id, words: command.split(' ') },
    named: answer.startsWith('refused') ? [] : [...answer.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
    outside: /^refused: `outside: ([\w-]+)`/.exec(answer)?.[1] ?? null,
  }),
)

afterEach(() => {
  vi.unstubAllEnvs()
})

const syllables = 'ba de ki lo mu na pe ri so tu'.split(' ')
const wordOf = (number: number) => [...String(number + 1000)].map((digit) => syllables[Number(digit)]).join('')

/** A job whose advert tells all that reviews speak of. */
function jobAt(at: number, number: number): Posting {
  const grade = ['Senior ', 'Junior ', '', 'Senior '][number % 4]
  const isSenior = number % 4 === 0 || number % 4 === 3
  const kind = number % 5 === 4 ? 'Research Scientist, Deep Learning' : 'Machine Learning Engineer'
  const asked = [
    ...(number % 2 === 0 || number % 4 === 3 ? ['PyTorch'] : []),
    ...(number % 4 === 0 ? ['TensorFlow', 'Keras'] : []),
    ...(number % 4 === 1 ? ['scikit-learn', 'JAX'] : []),
    ...(number % 8 === 0 ? ['scikit-learn'] : []),
    ...(isSenior ? ['PyTorch Lightning'] : []),
  ]
  const lines = [
    `You train machine learning models for gauge ${wordOf(at)} ${wordOf(number)}.`,
    ...(number % 3 === 0 ? ['You will fine-tune large language models.'] : ['You will train deep neural networks.']),
    '# Requirements',
    ...asked.map((name) => `- You must have experience with ${name}.`),
    `- At least ${2 + (number % 4)} years of experience.`,
  ]
  return posting(`${at}-${number}`, {
    ...{ employer: `tide-${at}`, company: `Tide ${at}`, title: `${grade}${kind} ${wordOf(number)}` },
    ...{ text: { role: lines.join('\n'), company: '' }, countries: ['US'], locations: ['New York'] },
    ...{ workplace: number % 2 === 0 ? 'remote' : 'hybrid', employment: number % 6 === 5 ? 'contract' : 'full-time' },
    pay: { min: 140_000 + 1000 * at, max: 190_000 + 1000 * at, currency: 'USD', period: 'year' },
  })
}

/** Twenty-five boards whose lists grow: enough for shares, ranks, ratios, pay and breakdowns, and too young for a change. */
async function richStore(path: string): Promise<void> {
  const store = await openStore(path, { now: () => noon(day(today)) })
  const boards = numbers(0, 24)
  await store.registerBoards(
    boards.map((at) => board(`greenhouse:tide${at}`)),
    day('2026-11-10'),
  )
  const lists = [
    { on: '2026-11-10', upTo: 3 },
    ...numbers(16, 24).map((of) => ({ on: `2026-11-${of}`, upTo: of === 16 ? 3 : 15 })),
  ]
  for (const { on, upTo } of lists) {
    for (const at of boards) {
      const jobs = numbers(0, upTo).map((number) => jobAt(at, number))
      await store.storeSnapshot(snapshot(`greenhouse:tide${at}`, on, 'complete', jobs), noon(day(on)))
    }
  }
  await store.close()
  await ask(path, today, 'refresh')
}

/** Every figure in an answer, however deep. */
function figuresIn(value: unknown): Figure[] {
  if (typeof value !== 'object' || value === null) return []
  if ('measure' in value && 'status' in value && 'text' in value) return [value as Figure]
  return Object.values(value).flatMap(figuresIn)
}

/** Many rows are answered by one command, which is asked once. */
const answers = new Map<string, Promise<unknown>>()
function answer(path: string, words: readonly string[]): Promise<unknown> {
  const key = [path, ...words].join(' ')
  const known = answers.get(key) ?? ask(path, today, ...words, '--json').then(({ text }) => JSON.parse(text) as unknown)
  answers.set(key, known)
  return known
}

const isNamed = (name: string) => (figure: Figure) => figure.measure === name || figure.measure.startsWith(`${name}.`)

/** What holds of every figure, with a value and without one. */
function expectShape(figure: Figure): void {
  const { measure, value, status, text, unit, vintage } = figure
  const at = `${measure}: ${text}`
  expect(statuses, at).toContain(status)
  expect(text.length, at).toBeGreaterThan(0)
  expect(vintage, at).toMatchObject({ asOf: expect.stringMatching(/^2026-11-2\d$/), method: expect.any(String) })
  if (unit === 'word') expect(value, at).toBeNull()
  else if (value === null) {
    expect(['low', 'missing', 'not_tracked', 'suspect'], at).toContain(status)
    expect(text, at).toMatch(/^(?:Not |None |Unranked|Held back|New:|Gone:|More than half)/)
  } else expectValue(figure, value, at)
}

function expectValue({ status, unit, n, denominator, interval, employers }: Figure, value: number, at: string): void {
  expect(['observed', 'zero', 'low', 'partial'], at).toContain(status)
  expect(Number.isFinite(value), at).toBe(true)
  expect(n, at).not.toBeNull()
  if (unit === 'vacancies' || unit === 'postings') expect(value, at).toBeLessThanOrEqual(Math.max(n!, value))
  if (unit === 'share') {
    expect(value, at).toBeCloseTo(n! / denominator!, 9)
    expect(interval!.low <= value && value <= interval!.high, at).toBe(true)
  }
  if (unit === 'ratio') {
    // Employers that are all alike leave no width.
    expect(interval!.low, at).toBeLessThanOrEqual(value + 1e-9)
    expect(interval!.high, at).toBeGreaterThanOrEqual(value - 1e-9)
  }
  if (unit === 'money' || unit === 'years') expect([n! <= denominator!, employers! > 0], at).toEqual([true, true])
}

/** Too young for these in a store of two weeks. */
const waiting = ['trajectory', 'change']

test('every row of a review from S1 to S23 is there, once', () => {
  expect(rows.map(({ id }) => id)).toEqual(numbers(1, 23).map((number) => `S${number}`))
  expect(rows.filter(({ named, outside }) => named.length === 0 && outside === null)).toEqual([])
})

describe('each row', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-'))
  const path = join(folder, 'rich.sqlite')
  const empty = join(folder, 'empty.sqlite')
  beforeAll(async () => {
    await richStore(path)
    await (await openStore(empty, { now: () => noon(day(today)) })).close()
    return () => rmSync(folder, { recursive: true, force: true })
  }, 300_000)

  test.each(rows.filter(({ outside }) => outside === null))(
    '$id is answered, each figure in its shape, and refused where nothing was read',
    async ({ words, named }) => {
      const [carried, nothing] = [await answer(path, words), await answer(empty, words)]
      for (const name of named) {
        const found = figuresIn(carried).filter(isNamed(name))
        const fields = (carried as { coverage?: Record<string, unknown> }).coverage?.[name]
        if (found.length === 0) {
          expect(fields, `${name} is in no answer of ${words.join(' ')}`).toBeDefined()
          continue
        }
        for (const figure of found) expectShape(figure)
        const isAnswered = found.some(({ value, status }) => value !== null && status !== 'missing')
        expect([name, isAnswered || waiting.includes(name)]).toEqual([name, true])
        for (const figure of figuresIn(nothing).filter(isNamed(name))) {
          expectShape(figure)
          expect([figure.measure, figure.value, figure.status]).toEqual([figure.measure, null, 'missing'])
        }
      }
      expect(JSON.stringify(nothing)).not.toMatch(/Emerging|\b0 jobs|0%/)
    },
    120_000,
  )

  test.each(rows.filter(({ outside }) => outside !== null))(
    '$id is refused with its reason',
    async ({ words }) => {
      const verdicts = (await answer(path, words)) as { verdict: string; because: string }[]
      const refused = verdicts.filter(({ because }) => /^Not (?:asked of postings|made):/.test(because))
      expect(refused.length).toBeGreaterThan(0)
      for (const { verdict } of refused) expect(verdict).toBe('cannot say')
    },
    120_000,
  )

  test('every measure there is stands in the report, and is the sum of the rows that explain lists', async () => {
    const store = await openStore(path, { readOnly: true, now: () => noon(day(today)) })
    const edition = (await store.edition())!
    const asking: Asking = { store, skills: catalog, edition, population: 'ai', asOf: day(today) }
    const checked = new Set<string>()
    for (const skill of ['pytorch', 'scikit-learn']) {
      for (const { measure, n, denominator } of figuresOf(await skillReport(asking, skill))) {
        checked.add(measure)
        if (n === null) continue
        const { employers, postings } = await explainFigure(asking, { skill, measure, period: null })
        const sum = (of: 'n' | 'denominator') => employers.reduce((all, row) => all + row[of], 0)
        expect([skill, measure, sum('n')]).toEqual([skill, measure, n])
        if (denominator !== null) expect([measure, sum('denominator')]).toEqual([measure, denominator])
        if (postings !== null) expect([measure, postings.length]).toEqual([measure, n])
      }
    }
    await store.close()
    const absent = measures
      .map(({ id }) => id)
      .filter((id) => ![...checked].some((measure) => measure === id || measure.startsWith(`${id}.`)))
    // These two are series; their periods are explained one by one.
    expect(absent).toEqual(['opened.share', 'index'])
  }, 300_000)

  test('S20: what nobody names is none of so many, with how common it can at most be', async () => {
    const [open] = figuresIn(await answer(path, ['report', 'fortran']))
    expect([open!.status, open!.value]).toEqual(['zero', 0])
    expect(open!.text).toMatch(/^0 of 400 open AI jobs on 25 employers' boards \(95%: fewer than [\d.]+%\)\.$/)
  })
})
