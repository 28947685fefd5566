/**
 * What must not move a published word or number, on a market that goes through import, refresh, label and report: the order
 * in which boards are read, a board that is only read in one of the years compared, adverts that stand on a second board too, days
 * on which nothing was read.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Store } from '../../db/store.ts'
import { refresh } from '../../jobs/refresh.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { priorityOf } from '../../src/in-force.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { ask, asked } from '../support/asking.ts'

const first = day('2026-03-02')
const weeks = 32
const boards = 22
const end = addDays(first, 7 * weeks)

afterEach(() => {
  vi.unstubAllEnvs()
})

interface Advert {
  board: string
  externalId: string
  company: string
  title: string
  text: string
  from: Day
  to: Day | null
}

const syllables = 'ba de ki lo mu na pe ri so tu'.split(' ')
const wordOf = (number: number) => [...String(number + 10_000)].map((digit) => syllables[Number(digit)]).join('')

/** One job a week at each employer, open for twelve weeks; three in ten name PyTorch in the first half and seven in ten in the second. */
const adverts: Advert[] = Array.from({ length: boards * weeks }, (_, number) => {
  const [at, week] = [number % boards, Math.floor(number / boards)]
  const luck = (at * 7 + week * 3) % 10
  const opened = addDays(first, 7 * week + 1)
  const closed = addDays(opened, 84)
  const asks = [...(luck < (week < weeks / 2 ? 3 : 7) ? ['PyTorch'] : []), ...(luck % 2 === 0 ? ['JAX'] : [])]
  return {
    ...{ board: `greenhouse:invariant${at}`, externalId: `${number}`, company: `Invariant ${wordOf(at)}` },
    title: `Machine Learning Engineer ${wordOf(number)}`,
    text: [
      `You train machine learning models for ${wordOf(number)}.`,
      ...asks.map((name) => `You must know ${name}.`),
    ].join('\n'),
    ...{ from: opened, to: closed < end ? closed : null },
  }
})

/** Every board is read each day unless told otherwise. */
interface Told {
  adverts: readonly Advert[]
  missed?(board: string, at: number): boolean
  until?(board: string): Day
}

function* linesOf({ adverts: all, missed = () => false, until = () => end }: Told): Generator<object> {
  for (const { from, to, ...posting } of all) yield { kind: 'posting', ...posting, seen: [[from, to]] }
  for (const board of new Set(all.map((advert) => advert.board))) {
    for (let at = 0; addDays(first, at) < until(board); at++) {
      const outcome = missed(board, at) ? 'failed' : 'complete'
      yield { kind: 'snapshot', board, day: addDays(first, at), outcome }
    }
  }
}

const tagger = createTagger(catalog)

/** All that refresh does save the counts of single days, which no word and no figure here rests on. */
async function refreshed(path: string): Promise<void> {
  const store = await openStore(path, { now: () => Date.parse(end) })
  const undated: Store = Object.create(store, { uncountedDays: { value: async () => [] } })
  await refresh({
    ...{ store: undated, tagger, today: end, now: () => Date.parse(end), priorityOf },
    signal: new AbortController().signal,
  })
  await store.close()
}

const measures = ['open', 'open.required', 'share', 'employers', 'opened', 'closed', 'rank', 'change', 'trajectory']

/** Every stored word, and the figures of today without what they say of the boards that were read. */
async function publishedOf(told: Told, order: (lines: string[]) => string[] = (lines) => lines) {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-'))
  try {
    return await publishedIn(folder, [...linesOf(told)], order)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function publishedIn(folder: string, lines: object[], order: (lines: string[]) => string[]) {
  const [path, file] = [join(folder, 'store.sqlite'), join(folder, 'market.jsonl')]
  writeFileSync(file, order(lines.map((line) => JSON.stringify(line))).join('\n'))
  await ask(path, end, 'import', file)
  await refreshed(path)
  await ask(path, end, 'label')
  const store = await openStore(path, { readOnly: true, now: () => Date.parse(end) })
  const rows = await store.labels({ population: 'ai', edition: (await store.edition())!, upTo: '2099-W01' as never })
  await store.close()
  const named = new Set(['pytorch', 'jax'])
  const words = rows
    .filter(({ skill }) => named.has(skill))
    .map(({ skill, week, raw, label }) => [skill, week, raw, label])
  const { figures } = await asked<SkillReportView>(path, end, 'report', 'pytorch')
  const values = measures.map((measure) => {
    const { value, status, text, n, denominator, interval } = figures.find((figure) => figure.measure === measure)!
    return { measure, value, status, text, n, denominator, interval }
  })
  const postings = figures.find(({ measure }) => measure === 'open.postings')!.value
  const nine = await asked<SkillReportView>(path, addDays(end, 63), 'report', 'pytorch')
  const later = nine.figures
    .filter(({ measure }) => measure === 'change' || measure === 'trajectory')
    .map(({ measure, value, status, text }) => ({ measure, value, status, text }))
  return { words, values, postings, later }
}

describe('words and figures', () => {
  let plain: Awaited<ReturnType<typeof publishedOf>>
  beforeAll(async () => {
    plain = await publishedOf({ adverts })
  }, 300_000)

  test('there is something to keep still: a rise that is told, and figures that are printed', () => {
    expect(plain.words.length).toBeGreaterThan(20)
    expect(plain.words.filter(([skill]) => skill === 'pytorch').at(-1)![3]).toBe('Rising')
    expect(plain.values.filter(({ value }) => value !== null).map(({ measure }) => measure)).toEqual(
      measures.filter((measure) => measure !== 'trajectory'),
    )
  })

  test('are withheld, the percentage as well as the word, where nothing was read for nine weeks', () => {
    const text = 'Not enough data: too little was read in the 9 weeks since 2026-W41 to judge.'
    expect(plain.later).toEqual([
      { measure: 'change', value: null, status: 'low', text },
      { measure: 'trajectory', value: null, status: 'low', text },
    ])
  })

  test('are the same whatever the order of boards and of adverts', async () => {
    const backward = await publishedOf({ adverts: adverts.toReversed() }, (lines) => lines.toReversed())
    expect(backward).toEqual(plain)
  }, 300_000)

  test('are the same with one more board that was only read in the earlier window', async () => {
    const early = adverts
      .filter(({ from }) => from < addDays(first, 70))
      .map((advert, at) => ({
        ...{ ...advert, board: 'greenhouse:elsewhere', company: 'Elsewhere', externalId: `e${at}` },
        title: `Machine Learning Engineer else${wordOf(at)}`,
        to: addDays(advert.from, 3),
      }))
    const wide = await publishedOf({
      adverts: [...adverts, ...early],
      until: (board) => (board === 'greenhouse:elsewhere' ? addDays(first, 84) : end),
    })
    // The raw change beside the word does move: that is what the sentence about other boards is for.
    const still = (found: typeof plain) => ({
      ...found,
      values: found.values.map((each) => ({ ...each, text: each.text.replace(/ The raw share .*$/, '') })),
    })
    expect(still(wide)).toEqual(still(plain))
  }, 300_000)

  test('are the same where every third advert stands on a second board of its employer too, and only the postings are more', async () => {
    const copies = adverts
      .filter((_, at) => at % 3 === 0)
      .map((advert) => ({ ...advert, board: advert.board.replace('greenhouse', 'lever') }))
    const doubled = await publishedOf({ adverts: [...adverts, ...copies] })
    expect(doubled.postings).toBeGreaterThan(plain.postings!)
    expect({ ...doubled, postings: null }).toEqual({ ...plain, postings: null })
  }, 300_000)

  test('are the same where boards could not be read on two days of each week', async () => {
    const missed = (board: string, at: number) => at % 7 === 4 || (at % 7 === 2 && board.endsWith('3'))
    const patchy = await publishedOf({ adverts, missed })
    expect(patchy).toEqual(plain)
  }, 300_000)
})
