import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backfill } from '../../jobs/backfill.ts'
import { loadHistory, writeHistory } from '../../jobs/history.ts'
import { createPacker, createUnpacker, type HistoryHead, type HistoryPost } from '../../jobs/history-pack.ts'
import { refresh } from '../../jobs/refresh.ts'
import hackernews, { hnPosting } from '../../scrapers/hackernews.ts'
import { day, type Month } from '../../src/days.ts'
import { levels, roles, seniorities, usePatterns } from '../../src/domain.ts'
import { boardOf, known, priorityOf } from '../../src/in-force.ts'
import type { TrendView } from '../../src/report/views.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { ask, asked, newPath } from '../support/asking.ts'
import { emptyStore, noon, scratchFolder } from '../support/store.ts'

const today = day('2026-11-24')
const now = () => noon(today)
const { signal } = new AbortController()
const board = known(boardOf('hackernews'), hackernews.source)
const tagger = createTagger(catalog)
const skills = catalog.map(({ id }) => id)

const post = (id: number, month: string, name: string, ask: string) => ({
  month: month as Month,
  posts: [
    hnPosting({
      id,
      thread_id: 1,
      month,
      text_html: `${name} | Machine Learning Engineer | Bergen, Norway | ONSITE | Full-time<p>${ask}`,
    }),
  ],
  whole: true,
})

/** Two months of one job, and another employer's. */
async function readStore() {
  const store = await emptyStore(undefined, today)
  await backfill(
    (async function* () {
      yield post(11, '2019-01', 'Fjordlab', 'You must have five years of PyTorch and Keras; JAX is a plus.')
      yield post(12, '2019-02', 'Fjordlab', 'You must have five years of PyTorch and Keras; JAX is a plus.')
      yield post(13, '2019-03', 'Sildwerk', 'We look for somebody who knows TensorFlow. Pay is 90-120k USD a year.')
    })(),
    { store, source: hackernews.source, board, now, today, signal },
  )
  await refresh({ store, tagger, today, now, signal, priorityOf })
  return store
}

async function packOf(store: Awaited<ReturnType<typeof readStore>>): Promise<string> {
  const file = join(scratchFolder(), 'pack.jsonl.gz')
  const written = await writeHistory({ store, board: 'hackernews', file, skills, provenance: 'a test', today, signal })
  expect(written).toEqual({ posts: 3, months: 3 })
  return file
}

describe('the history pack', () => {
  test('gives an empty store the same facts as the posts themselves, and none of their words', async () => {
    const read = await readStore()
    const file = await packOf(read)
    const store = await emptyStore(undefined, today)
    const loaded = await loadHistory({ store, board, file, today, now, signal })
    expect(loaded).toEqual({
      ...{ posts: 3, months: 3, known: 0, edition: tagger.edition },
      knows: { skills, through: '2019-03' },
    })
    await refresh({ store, tagger, today, now, signal, priorityOf })
    for (const id of ['11', '12', '13']) {
      const [theirs, ours] = [await read.posting('hackernews', id), await store.posting('hackernews', id)]
      expect(ours!.traits).toEqual(theirs!.traits)
      expect(ours!.mentions.map(({ skill, level }) => [skill, level])).toEqual(
        theirs!.mentions.map(({ skill, level }) => [skill, level]),
      )
      expect(ours!.spells).toEqual(theirs!.spells)
      expect(ours!.employer).toBe(theirs!.employer)
      expect(ours!.text).toBeNull()
    }
    expect((await store.posting('hackernews', '12'))!.vacancy).toBe((await store.posting('hackernews', '11'))!.vacancy)
    expect((await store.posting('hackernews', '13'))!.vacancy).not.toBe(
      (await store.posting('hackernews', '11'))!.vacancy,
    )
    expect(await store.verify()).toEqual([])
  })

  test('changes nothing the second time, and leaves alone the months that the store has read itself', async () => {
    const read = await readStore()
    const file = await packOf(read)
    expect(await loadHistory({ store: read, board, file, today, now, signal })).toMatchObject({ posts: 0, known: 3 })
    expect((await read.posting('hackernews', '11'))!.text!.role).toMatch(/PyTorch/)
    const store = await emptyStore(undefined, today)
    await loadHistory({ store, board, file, today, now, signal })
    expect(await loadHistory({ store, board, file, today, now, signal })).toMatchObject({
      posts: 0,
      months: 0,
      known: 3,
    })
  })

  test('keeps its facts when another edition of the catalog is adopted, which cannot read the words again', async () => {
    const file = await packOf(await readStore())
    const store = await emptyStore(undefined, today)
    await loadHistory({ store, board, file, today, now, signal })
    await refresh({ store, tagger: { ...tagger, edition: 'next' }, today, now, signal, priorityOf })
    expect(await store.edition()).toBe('next')
    expect((await store.posting('hackernews', '13'))!.mentions.map(({ skill }) => skill)).toContain('tensorflow')
    expect(await store.verify()).toEqual([])
  })

  test('says of a skill that its catalog did not look for that nothing is known, and never a zero', async () => {
    const file = join(scratchFolder(), 'pack.jsonl.gz')
    const known = skills.filter((id) => id !== 'mxnet')
    await writeHistory({
      ...{ store: await readStore(), board: 'hackernews', provenance: 'a test', today, signal },
      file,
      skills: known,
    })
    const path = newPath()
    await ask(path, today, 'history', 'load', file)
    await ask(path, today, 'refresh')
    const statusesOf = async (skill: string) => {
      const view = await asked<TrendView>(
        path,
        '2019-12-31',
        'trend',
        skill,
        '--by',
        'month',
        '--since',
        '2019-01',
        '--population',
        'all',
      )
      return [...new Set(view.series[0]?.points.slice(0, 3).map(({ status }) => status) ?? [view.trajectory?.status])]
    }
    expect(await statusesOf('mxnet')).toEqual(['not_tracked'])
    expect(await statusesOf('pytorch')).not.toContain('not_tracked')
    const early = await ask(path, '2019-03-20', 'report', 'mxnet', '--population', 'all')
    expect(early.text).toMatch(/Open now +Not tracked: the history up to 2019-03 was read with/)
  })

  test('refuses a file that is another thing', async () => {
    const file = join(scratchFolder(), 'other.jsonl.gz')
    writeFileSync(file, gzipSync('{"kind":"posting"}\n'))
    const store = await emptyStore(undefined, today)
    await expect(loadHistory({ store, board, file, today, now, signal })).rejects.toThrow(/is not a history pack/)
  })

  test('reads back every post as it was packed', () => {
    const head: HistoryHead = {
      ...{ kind: 'history', format: 1, source: 'hackernews', provenance: '', edition: '1', skills: ['a', 'b', 'c'] },
      months: ['2011-01', '2011-02'].map((month) => ({ month, posts: 0, whole: true })),
    }
    const amount = fc.option(fc.integer({ min: 1, max: 1e6 }))
    const posts: fc.Arbitrary<HistoryPost> = fc.record({
      id: fc.integer({ min: 1, max: 1e9 }).map(String),
      month: fc.constantFrom('2011-01', '2011-02'),
      employer: fc.constantFrom('x', 'y').map((key) => ({ key, name: key.toUpperCase() })),
      job: fc.integer({ min: 1, max: 1e9 }).map(String),
      skills: fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), level: fc.constantFrom(...levels) }), {
        selector: ({ id }) => id,
      }),
      countries: fc.uniqueArray(fc.constantFrom('NO', 'DE')),
      workplace: fc.constantFrom('remote', 'unspecified'),
      employment: fc.option(fc.constant('contract')),
      traits: fc.record({
        ai: fc.boolean(),
        multi: fc.boolean(),
        role: fc.option(fc.constantFrom(...roles)),
        seniority: fc.option(fc.constantFrom(...seniorities)),
        remote: fc.option(fc.constantFrom('remote' as const, 'hybrid' as const)),
        patterns: fc.uniqueArray(fc.constantFrom(...usePatterns)),
        years: fc.option(fc.record({ min: fc.integer({ min: 0, max: 20 }), max: amount })),
        salary: fc.option(
          fc.record({ min: amount, max: amount, currency: fc.constant('EUR'), period: fc.constant('year' as const) }),
        ),
      }),
    })
    fc.assert(
      fc.property(fc.array(posts, { maxLength: 20 }), (all) => {
        const pack = createPacker(head)
        const unpack = createUnpacker(head)
        const back = all.flatMap(pack).flatMap((line) => unpack(line) ?? [])
        expect(back).toEqual(all)
      }),
    )
  })
})
