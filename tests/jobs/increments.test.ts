/** What refresh makes day by day is what it would make of everything at once, and what the rows themselves say. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { refresh } from '../../jobs/refresh.ts'
import { addDays, type Day, day, dayNumber, firstOfMonth, mondayOf, monthOf } from '../../src/days.ts'
import type { Posting, TagInput } from '../../src/domain.ts'
import { mention, traits } from '../support/filled.ts'
import { board, emptyStore, posting, scratchFolder, snapshot } from '../support/store.ts'

const first = day('2025-12-20')
/** Gaps of a day, of a week, and of more than a repost may be away. */
const steps = [1, 1, 1, 7, 61]
const boards = ['greenhouse:tide', 'lever:tide', 'remotive', 'hackernews'] as const
const titles = ['ML Engineer', 'ml engineer (m/w/d)', 'Data Scientist']
const body = (of: number, edit: number) =>
  `You train the models of buoy ${of} with ${of % 2 === 0 ? 'PyTorch' : 'JAX'}, all year and in all weathers, and write down for the pilots of harbour ${of} what each of them says of the tide, the swell, the current and the wind${edit === 0 ? '' : `, hour ${edit} by hour`}.`

const tagger = {
  edition: '2026.1',
  tag: ({ text }: TagInput) => ({
    mentions: [
      ...(/JAX/.test(text.role) ? [mention('jax')] : []),
      ...(/PyTorch/.test(text.role) ? [mention('pytorch')] : []),
    ],
    traits: traits({ ai: !/buoy 3/.test(text.role), role: /buoy 1/.test(text.role) ? 'research' : 'ml_engineer' }),
  }),
}

const refreshed = (store: Store, today: Day) =>
  refresh({
    // Days are counted by tests of their own.
    ...{ store: { ...store, uncountedDays: async () => [] }, tagger, today, now: () => 1 },
    signal: new AbortController().signal,
    priorityOf: (source) => (source === 'remotive' ? 2 : source === 'hackernews' ? 1 : 0),
  })

const listed = fc.record({
  id: fc.integer({ min: 1, max: 5 }),
  employer: fc.constantFrom('tide', 'harbour'),
  title: fc.constantFrom(...titles),
  text: fc.integer({ min: 0, max: 3 }),
  edit: fc.integer({ min: 0, max: 1 }),
  country: fc.constantFrom('NO', 'DE'),
})
const posted = ({
  id,
  employer,
  title,
  text,
  edit,
  country,
}: typeof listed extends fc.Arbitrary<infer T> ? T : never): Posting =>
  posting(`${id}`, {
    title,
    employer,
    company: employer,
    countries: [country],
    text: { role: body(text, edit), company: '' },
  })

/** For each day of reading: how long since the day before, and what each board that was read showed. */
const life = fc.array(
  fc.record({
    step: fc.constantFrom(...steps),
    lists: fc.dictionary(
      fc.constantFrom(...boards),
      fc.uniqueArray(listed, { selector: ({ id }) => id, maxLength: 5 }),
    ),
  }),
  { minLength: 1, maxLength: 5 },
)

async function lived(days: Life, each: (store: Store, on: Day) => Promise<void>) {
  const path = join(scratchFolder(), 'store.sqlite')
  const store = await emptyStore(path)
  await store.registerBoards(
    boards.map((id) => board(id, { every: id === 'hackernews' ? 'month' : 'day' })),
    first,
  )
  let on = first
  for (const { step, lists } of days) {
    on = addDays(on, step)
    for (const [id, list] of Object.entries(lists)) {
      await store.storeSnapshot(snapshot(id, on, list.length === 0 ? 'empty' : 'complete', list.map(posted)), 1)
    }
    await each(store, on)
  }
  return { store, path, last: on }
}
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

const rowsOf = (path: string, sql: string): unknown[] => {
  const file = new Database(path, { readonly: true })
  try {
    return file.prepare(sql).raw().all()
  } finally {
    file.close()
  }
}

const derived = [
  'select no, vacancy_no, merged_because from postings order by no',
  'select * from vacancies order by no',
  // A week without new vacancies says the same packed or not, and is packed only where it was asked for.
  'select edition_no, monday, vacancies, body from packed_weeks where vacancies > 0 order by edition_no, monday',
  'select monday, body from packed_reads order by monday',
  // Nor is it told which of the weeks in which nothing ended are packed.
  'select monday, body from packed_endings where length(body) > 20 order by monday',
  'select edition_no, day, body from packed_open',
  'select posting_no from stale_postings',
]

test('vacancies and weeks made day by day are those that are made of everything at once', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(life, async (days) => {
      const daily = await lived(days, async (store, on) => void (await refreshed(store, on)))
      const once = await lived(days, async () => undefined)
      await refreshed(once.store, once.last)
      for (const sql of derived) expect(rowsOf(daily.path, sql)).toEqual(rowsOf(once.path, sql))
      expect(await daily.store.verify()).toEqual([])
      await daily.store.close()
      await once.store.close()
    }),
    { numRuns: 30, interruptAfterTimeLimit: 20_000 },
  )
})

/** New vacancies by board, employer and the part of a week within a month, from the rows: independent of what is packed. */
function weeklyFromRows(path: string, condition: string, from: Day, to: Day): unknown[] {
  const rows = rowsOf(
    path,
    `select v.first_seen, b.id, b.every, e.key,
       (select group_concat(id, ' ') from (select k.id from mentions m join skills k on k.no = m.skill_no
          where m.level < 3 and m.text_no = (select w.text_no from wordings w where w.posting_no = p.no order by w.from_day limit 1) order by k.id)) as skills
     from vacancies v join postings p on p.no = (
       select f.no from postings f join spells s on s.posting_no = f.no join boards h on h.no = f.board_no
       where f.vacancy_no = v.no order by h.token = '' and h.every <> 'month', s.first_seen, f.no limit 1)
     join boards b on b.no = p.board_no join employers e on e.no = v.employer_no
     left join traits r on r.text_no = (select w.text_no from wordings w where w.posting_no = p.no order by w.from_day limit 1)
     where v.stock = 0 and v.first_seen between ${dayNumber(from)} and ${dayNumber(to)} and ${condition}`,
  ) as [number, string, string, string, string | null][]
  const cells = new Map<string, { n: number; naming: Record<string, number> }>()
  for (const [seen, id, every, employer, skills] of rows) {
    const on = addDays(day('1970-01-01'), seen)
    const month = firstOfMonth(monthOf(on))
    const at = every === 'month' || mondayOf(on) < month ? month : mondayOf(on)
    const cell = cells.get(`${at} ${id} ${employer}`) ?? { n: 0, naming: {} }
    cells.set(`${at} ${id} ${employer}`, cell)
    cell.n += 1
    for (const skill of skills?.split(' ') ?? []) cell.naming[skill] = (cell.naming[skill] ?? 0) + 1
  }
  return [...cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, cell]) => ({ key, ...cell }))
}

const own = "not (b.token = '' and b.every <> 'month')"
const populations = {
  all: own,
  ai: `${own} and r.ai = 1`,
  'role:research': `${own} and r.role = 'research'`,
  'country:DE': `${own} and coalesce((select f.countries from former_postings f where f.posting_no = p.no order by f.until_day limit 1), p.countries) like '%"DE"%'`,
  'source:remotive': "b.source = 'remotive'",
}

test('what opened is what the rows say, packed or not, for every population and span', {
  timeout: 120_000,
}, async () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }))
  await fc.assert(
    fc.asyncProperty(life, span, fc.boolean(), async (days, [start, length], last) => {
      // Without a refresh on the last day some weeks are packed and some are not.
      const { store, path } = await lived(days, async (store, on) => void (last && (await refreshed(store, on))))
      if (!last) await refreshed(store, addDays(first, 10))
      const [from, to] = [addDays(first, start), addDays(first, start + length)]
      for (const [name, condition] of Object.entries(populations)) {
        const rows = await store.questions.weekly('every', { name }, from, to)
        const told = rows.map(({ board: id, employer, from: at, n, naming }) => ({
          key: `${at} ${id} ${employer}`,
          n,
          naming,
        }))
        const wanted = weeklyFromRows(path, condition, from, to)
        expect(told).toEqual(wanted)
        const opened = await store.questions.opened({ name }, to)
        const places = Array.from({ length: opened.count }, (_, at) => at)
        const own = places.filter((at) => opened.firstSeen[at]! >= dayNumber(from))
        const jax = (at: number) =>
          opened.skill.subarray(opened.skillsFrom[at], opened.skillsFrom[at + 1]).includes(opened.skills.indexOf('jax'))
        expect([own.length, own.filter(jax).length]).toEqual([
          rows.reduce((sum, { n }) => sum + n, 0),
          rows.reduce((sum, { naming }) => sum + (naming['jax'] ?? 0), 0),
        ])
      }
      await store.close()
    }),
    { numRuns: 30, interruptAfterTimeLimit: 20_000 },
  )
})

/** The vacancies of which every spell that had begun by the day had ended by it. */
const goneBy = (asOf: Day) => `
  select p.vacancy_no, max(s.ended_on), max(s.last_seen) from postings p join spells s on s.posting_no = p.no
  where s.first_seen <= ${dayNumber(asOf)} and p.vacancy_no is not null group by p.vacancy_no
  having count(*) = count(case when s.ended_on <= ${dayNumber(asOf)} then 1 end) order by p.vacancy_no`

test('what is gone is what the spells say, packed or not, as known on every day', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(life, fc.integer({ min: 0, max: 200 }), fc.boolean(), async (days, known, last) => {
      const {
        store,
        path,
        last: end,
      } = await lived(days, async (store, on) => void (last && (await refreshed(store, on))))
      if (!last) await refreshed(store, addDays(first, 10))
      for (const asOf of [addDays(first, known), end]) {
        const { endedOn, lastSeen } = await store.questions.endings(asOf)
        const told = Array.from(endedOn, (on, vacancy) => [vacancy, on, lastSeen[vacancy]!])
        expect(told.filter(([, on]) => on !== 0)).toEqual(rowsOf(path, goneBy(asOf)))
      }
      expect(await store.verify()).toEqual([])
      await store.close()
    }),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  )
})

test('what a program of another layout has packed counts for nothing, and refresh packs it anew', async () => {
  const list = (ids: number[]) =>
    ids.map((id) => posted({ id, employer: 'tide', title: 'ML Engineer', text: id, edit: 0, country: 'NO' }))
  const path = join(scratchFolder(), 'store.sqlite')
  const store = await emptyStore(path, addDays(first, 9))
  await store.registerBoards([board('greenhouse:tide')], first)
  for (const [at, ids] of [[1], [1, 2], [2]].entries()) {
    await store.storeSnapshot(snapshot('greenhouse:tide', addDays(first, 4 * at), 'complete', list(ids)), 1)
  }
  const today = addDays(first, 9)
  await refreshed(store, today)
  const told = async () => {
    const { questions } = store
    const open = await questions.open(today)
    return [
      ...[
        await questions.opened({ name: 'all' }, today),
        await questions.endings(today),
        await questions.health(today),
      ],
      ...[open.now('pytorch', { name: 'all' }), open.naming('pytorch', { name: 'all' })],
    ]
  }
  const tables = ['packed_weeks', 'packed_endings', 'packed_open']
  const kept = () => tables.map((table) => rowsOf(path, `select * from ${table}`))
  const [answers, packed] = [await told(), kept()]
  expect(packed.every((rows) => rows.length > 0)).toBe(true)
  const other = new Database(path)
  for (const table of tables) other.exec(`update ${table} set layout = 7, body = x'01'`)
  other.close()
  expect(await told()).toEqual(answers)
  await refreshed(store, today)
  expect(kept()).toEqual(packed)
})
