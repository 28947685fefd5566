import { describe, expect, test } from 'vitest'
import { compareEditions } from '../../jobs/editions.ts'
import { refresh } from '../../jobs/refresh.ts'
import { day } from '../../src/days.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

const today = day('2026-11-24')
const quux = { id: 'quux', name: 'Quux', group: 'agents' as const, aliases: ['quux'] }
const own = createTagger(catalog, [quux])
const plain = createTagger(catalog)

async function filled() {
  const store = await emptyStore()
  await store.registerBoards([board('greenhouse:acme')], today)
  const texts = ['We use Quux and PyTorch.', 'Quux it is.', 'Only JAX and machine learning.']
  const postings = texts.map((role, at) => posting(`${at}`, { text: { role, company: '' } }))
  await store.storeSnapshot(snapshot('greenhouse:acme', today, 'complete', postings), noon(today))
  return store
}

const job = (
  store: Awaited<ReturnType<typeof filled>>,
  tagger: typeof plain,
  signal = new AbortController().signal,
) => ({
  store,
  tagger,
  today,
  now: () => noon(today),
  signal,
  priorityOf: () => 0,
})

describe('an edition of the catalog', () => {
  test('is compared with the one in force before it is adopted, and nothing is kept of it', async () => {
    const store = await filled()
    await refresh(job(store, plain))
    const compared = await compareEditions(store, own, new AbortController().signal, () => {})
    expect(compared).toMatchObject({
      before: plain.edition,
      after: own.edition,
      texts: 3,
      moved: [{ skill: 'quux', before: 0, after: 2 }],
      finished: true,
    })
    expect(compared.examples.map(({ skill, words }) => [skill, words])).toEqual([
      ['quux', 'We use Quux and PyTorch.'],
      ['quux', 'Quux it is.'],
    ])
    expect(await store.edition()).toBe(plain.edition)
    expect((await store.untagged(own.edition, 0, 10)).length).toBe(3)
  })

  test('leaves a note of what it moved, once, when every text is tagged with it', async () => {
    const store = await filled()
    await refresh(job(store, plain))
    expect(await store.events({ kind: 'edition', limit: 10 })).toEqual([])
    await refresh(job(store, own))
    await refresh(job(store, own))
    const notes = await store.events({ kind: 'edition', limit: 10 })
    expect(notes.map(({ subject, message }) => [subject, message])).toEqual([
      [own.edition, `after ${plain.edition}: 1 skills moved\nquux 0 2`],
    ])
  })

  test('that was interrupted is noted when a later run completes it', async () => {
    const store = await filled()
    await refresh(job(store, plain))
    const stopped = new AbortController()
    stopped.abort()
    expect((await refresh(job(store, own, stopped.signal))).finished).toBe(false)
    expect(await store.events({ kind: 'edition', limit: 10 })).toEqual([])
    await refresh(job(store, own))
    expect((await store.events({ kind: 'edition', limit: 10 })).length).toBe(1)
  })
})
