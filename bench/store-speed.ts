/** What the store costs: a day's collection of 342 boards, again, an import, and each question over many postings. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { addDays, type Day, day } from '../src/days.ts'
import { edition, mention, traits } from '../tests/support/filled.ts'
import { board, noon, posting, snapshot } from '../tests/support/store.ts'

const words =
  'we build buoys and train models that read tides with teams across harbours and ship code every week'.split(' ')
const today = day('2026-11-24')
const boardCount = 342
/** 6,927 postings: twenty or twenty-one a board. */
const sizes = Array.from({ length: boardCount }, (_, index) => (index < 87 ? 21 : 20))
const skills = ['pytorch', 'tensorflow', 'jax', 'keras', 'python', 'scikit-learn', 'spark', 'cuda', 'onnx', 'xgboost']

/** `store-speed [postings=1000000]` */
export default async function measure([count = '1000000']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-speed-'))
  try {
    return [
      ...(await collecting(join(folder, 'day.sqlite'))),
      ...(await asking(join(folder, 'years.sqlite'), Number(count))),
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timed(what: string, work: () => Promise<unknown>): Promise<string> {
  const began = performance.now()
  await work()
  return `${what.padEnd(56)}${(performance.now() - began).toFixed(0).padStart(9)} ms`
}

const textOf = (seed: number): string => {
  let state = seed + 1
  return Array.from({ length: 450 }, () => {
    state = (state * 48271) % 0x7fffffff
    return words[state % words.length]
  }).join(' ')
}

async function collecting(path: string): Promise<string[]> {
  const store = await openStore(path, { now: () => noon(today) })
  const boards = sizes.map((_, index) => board(`ashby:board${index}`))
  const lists = sizes.map((size, index) =>
    Array.from({ length: size }, (_, at) =>
      posting(`${index}-${at}`, {
        employer: `employer-${index}`,
        text: { role: textOf(index * 50 + at), company: words.join(' ') },
      }),
    ),
  )
  await store.registerBoards(boards, today)
  const read = (on: Day, drop: number) => async () => {
    for (const [index, { id }] of boards.entries())
      await store.storeSnapshot(snapshot(id, on, 'complete', lists[index]!.slice(drop)), noon(on))
  }
  const rows = [
    await timed('342 boards, 6,927 postings, first time', read(today, 0)),
    await timed('the same again, nothing new', read(addDays(today, 1), 0)),
    await timed('with a posting less on each board', read(addDays(today, 2), 1)),
  ]
  await store.close()
  return rows
}

/** Ten years of a thousand boards: every posting open for 60 days, one in three naming PyTorch. */
async function asking(path: string, count: number): Promise<string[]> {
  const store = await openStore(path, { now: () => noon(today) })
  const first = addDays(today, -1460)
  const rows = [
    await timed(`import of ${count.toLocaleString('en-US')} postings on 1,000 boards`, async () => {
      const importing = await store.beginImport(noon(today), 'imported')
      for (let index = 0; index < 1000; index++) importing.board(board(`ashby:board${index}`), first)
      for (let at = 0; at < count; at++) {
        const from = addDays(first, Math.floor((at / count) * 1460))
        const to = addDays(from, 60)
        importing.posting({
          board: `ashby:board${at % 1000}`,
          posting: posting(`${at}`, {
            employer: `employer-${at % 1000}`,
            text: { role: `You keep the models of buoy ${at} afloat.`, company: '' },
          }),
          seen: [[from, to > today ? null : to]],
        })
      }
      await importing.commit()
    }),
    await timed('tags of its texts, ten skills', () => tag(store)),
    await timed('a vacancy for each posting', async () => {
      for (const employer of await store.employersToMerge()) {
        const members = await store.postingsOf(employer)
        const vacancies = members.map(({ no }) => ({ members: [{ no, because: null }] }))
        await store.saveVacancies([{ employer, kind: 'employer', vacancies }])
      }
    }),
  ]
  const ai = { name: 'ai' }
  const { questions } = store
  const from = addDays(today, -3 * 365)
  rows.push(
    await timed('one day counted', () => store.countDays(edition, [today], async () => true)),
    await timed('span', () => questions.span(today)),
    await timed('health', () => questions.health(today)),
    await timed('openNow pytorch, ai', async () => (await questions.open(today)).now('pytorch', ai)),
    await timed('openNow pytorch, all', async () => (await questions.open(today)).now('pytorch', { name: 'all' })),
    await timed('openNow pytorch as of two years ago', async () =>
      (await questions.open(addDays(today, -730))).now('pytorch', ai),
    ),
    await timed('weekly of two skills, two years', () =>
      questions.weekly(['pytorch', 'jax'], ai, addDays(today, -730), today),
    ),
    await timed('weekly of every skill, two years', () => questions.weekly('every', ai, addDays(today, -730), today)),
    await timed('all that opened, as columns', () => questions.opened(ai, today)),
    await timed('days of whole reads', () => questions.reads(today)),
    await timed('new vacancies by week, three years', () => questions.weekly(['pytorch'], ai, from, today)),
    await timed('trend by day, 90 days', () => questions.daily('pytorch', 'ai', addDays(today, -90), today)),
    await timed('naming pytorch', async () => (await questions.open(today)).naming('pytorch', ai)),
    await timed('daily counts, a year', () => questions.daily('pytorch', 'ai', addDays(today, -365), today)),
    await timed('boards', () => store.boards()),
    await timed('boards due', () => store.boardsDue(noon(today))),
    await timed('one posting', () => store.posting('ashby:board7', '1007')),
  )
  const { bytes } = await store.size()
  rows.push(`${'bytes per posting'.padEnd(56)}${(bytes / count).toFixed(0).padStart(9)}`)
  await store.close()
  return rows
}

async function tag(store: Store): Promise<void> {
  await store.adoptEdition(edition, 1)
  for (let after = 0; ; ) {
    const texts = await store.untagged(edition, after, 5000)
    if (texts.length === 0) return
    await store.saveTags(
      edition,
      texts.map(({ no }) => ({
        no,
        mentions: skills.filter((_, index) => no % (index + 3) === 0).map((skill) => mention(skill)),
        traits: traits({ ai: no % 3 !== 1 }),
      })),
    )
    after = texts.at(-1)!.no
  }
}
