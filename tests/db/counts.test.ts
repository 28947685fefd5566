/** Days counted one after another, each from the day before, are what every day's own rows say when it is looked at alone. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardsOn, speaking } from '../../db/sql/boards-on.ts'
import { own, textThen } from '../../db/sql/population.ts'
import type { Store } from '../../db/store.ts'
import { refresh } from '../../jobs/refresh.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import type { Level, Outcome, Posting, TagInput } from '../../src/domain.ts'
import { mention, traits } from '../support/filled.ts'
import { board, emptyStore, posting, scratchFolder, snapshot } from '../support/store.ts'

const edition = '2026.1'
const first = day('2025-12-20')
const boards = ['greenhouse:tide', 'lever:tide', 'ashby:quay', 'remotive', 'hackernews'] as const
const every = { hackernews: 'month', 'ashby:quay': 'week' } as const
const levels: Level[] = ['required', 'preferred', 'mentioned', 'negated']

const tagger = {
  edition,
  tag: ({ text }: TagInput) => {
    const [of, level] = /buoy (\d) level (\d)/.exec(text.role)!.slice(1).map(Number) as [number, number]
    return {
      mentions: [
        ...(of % 2 === 0 ? [mention('pytorch', { level: levels[level]! })] : []),
        ...(of > 0 ? [mention('jax')] : []),
      ],
      traits: traits({ ai: of !== 3 }),
    }
  },
}

const listed = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  employer: fc.constantFrom('tide', 'harbour', 'hays'),
  text: fc.integer({ min: 0, max: 3 }),
  level: fc.integer({ min: 0, max: 3 }),
})
const posted = ({ id, employer, text, level }: typeof listed extends fc.Arbitrary<infer T> ? T : never): Posting =>
  posting(`${id}`, {
    ...{ title: 'ML Engineer', employer, company: employer },
    text: { role: `You train the models of buoy ${text} level ${level}.`, company: '' },
  })

const life = fc.array(
  fc.record({
    step: fc.constantFrom(1, 1, 1, 3, 9, 35),
    reads: fc.dictionary(
      fc.constantFrom(...boards),
      fc.record({
        outcome: fc.constantFrom<Outcome>('complete', 'complete', 'complete', 'partial', 'gone', 'failed', 'suspect'),
        list: fc.uniqueArray(listed, { selector: ({ id }) => id, maxLength: 5 }),
      }),
    ),
    pause: fc.option(fc.constantFrom(...boards), { freq: 6 }),
    refreshed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 9 },
)

const refreshUpTo = (store: Store, today: Day) =>
  refresh({
    ...{ store, tagger, today, now: () => 1, signal: new AbortController().signal },
    priorityOf: (source) => (source === 'remotive' ? 2 : source === 'hackernews' ? 1 : 0),
  })

const open = `with ${boardsOn},
  open as (
    select p.no, p.vacancy_no, p.employer_no, ${textThen} as text_no, ${speaking} as fresh, b.state, s.first_seen = @day and s.stock = 0 as new_spell
    from spells s join postings p on p.no = s.posting_no join boards_on b on b.no = p.board_no
    where s.first_seen <= @day and (s.ended_on is null or s.ended_on > @day) and b.every <> 'month' and b.read_on is not null and ${own}),
  on_day as (
    select coalesce(o.vacancy_no, o.no) as vacancy_no, o.employer_no, o.text_no, coalesce(r.ai, 0) as ai, o.fresh,
      case when v.no is null then o.new_spell else v.first_seen = @day and v.stock = 0 end as new
    from open o left join vacancies v on v.no = o.vacancy_no left join traits r on r.text_no = o.text_no where o.fresh or o.state = 'active')`
const counts = Object.entries({ all: 'true', ai: 'ai = 1' }).map(
  ([population, condition]) => `${open}
  select '${population}' as population, 0 as skill_no, count(distinct vacancy_no) as open, count(*) as open_postings, 0 as open_required,
    0 as open_preferred, count(distinct case when new then vacancy_no end) as opened, count(distinct employer_no) as employers
  from on_day where fresh and ${condition}
  union all
  select '${population}', skill_no, count(*), sum(postings), sum(level = 0), sum(level = 1), sum(new), count(distinct employer_no)
  from (select m.skill_no, vacancy_no, employer_no, count(*) as postings, min(m.level) as level, max(new) as new
    from on_day o join mentions m on m.text_no = o.text_no and m.level < 3 where fresh and ${condition} group by 1, 2, 3)
  group by skill_no order by 1, 2`,
)
const told = `${open}
  select (select count(*) from boards_on b where b.every <> 'month' and ${speaking}) as boards_read,
    (select count(*) from boards_on b where b.every <> 'month' and b.state = 'active' and b.try_day is not null) as boards_active,
    (select cast(sum(fresh) as real) / count(*) from on_day where ai = 1) as coverage`

test('a day counted from the day before is what its own rows say', { timeout: 120_000 }, async () => {
  let days = 0
  await fc.assert(
    fc.asyncProperty(life, async (lives) => {
      const path = join(scratchFolder(), 'store.sqlite')
      const store = await emptyStore(path)
      await store.registerBoards(
        boards.map((id) => board(id, { every: id in every ? every[id as keyof typeof every] : 'day' })),
        first,
      )
      let on = first
      for (const { step, reads, pause, refreshed } of lives) {
        on = addDays(on, step)
        for (const [id, { outcome, list }] of Object.entries(reads)) {
          const postings = outcome === 'complete' || outcome === 'partial' ? list.map(posted) : []
          await store.storeSnapshot(snapshot(id, on, outcome, postings), 1)
        }
        if (refreshed) await refreshUpTo(store, on)
        if (pause !== null) await store.setBoardState(pause, 'paused')
      }
      await refreshUpTo(store, addDays(on, 10))
      const file = new Database(path, { readonly: true })
      for (const { day } of file.prepare<[], { day: number }>('select day from counted_days order by day').all()) {
        const stored = file
          .prepare(
            'select population, skill_no, open, open_postings, open_required, open_preferred, opened, employers from daily_counts where day = ?',
          )
          .all(day) as { population: string; skill_no: number }[]
        stored.sort((one, other) => (one.population < other.population ? 1 : -1) || one.skill_no - other.skill_no)
        const ordered = (rows: typeof stored) =>
          rows.map((row) => JSON.stringify(row)).toSorted((one, other) => (one < other ? -1 : 1))
        expect(ordered(stored)).toEqual(
          ordered(counts.flatMap((sql) => file.prepare(sql).all({ day }) as typeof stored)),
        )
        expect(
          file.prepare('select boards_read, boards_active, coverage from counted_days where day = ?').get(day),
        ).toEqual(file.prepare(told).get({ day }))
        days += 1
      }
      file.close()
      expect(await store.verify()).toEqual([])
      await store.close()
    }),
    { numRuns: 40, interruptAfterTimeLimit: 30_000 },
  )
  expect(days).toBeGreaterThan(100)
})

test('days counted in pieces are those that are counted at once, and a stop keeps what was counted', async () => {
  const store = await emptyStore()
  await store.registerBoards([board('greenhouse:tide')], first)
  for (let at = 0; at < 6; at++) {
    const words = { role: 'You train the models of buoy 2 level 0.', company: '' }
    const list = [1, 2, 3].map((id) => posting(`${id + at}`, { text: words }))
    await store.storeSnapshot(snapshot('greenhouse:tide', addDays(first, at), 'complete', list), 1)
  }
  const last = addDays(first, 8)
  await refreshUpTo(store, last)
  const whole = await store.questions.daily('pytorch', 'all', first, last)
  expect(whole.map(({ opened }) => opened)).toEqual([0, 1, 1, 1, 1, 1, 0, 0, 0])
  await store.storeSnapshot(snapshot('greenhouse:tide', addDays(first, 9), 'complete', []), 1)
  const all = await store.uncountedDays(edition, addDays(first, 9))
  expect(all).toEqual([addDays(first, 9)])
  const twice = [first, addDays(first, 1), addDays(first, 4), addDays(first, 5), last]
  for (const each of twice) expect(await store.countDays(edition, [each], async () => true)).toBe(1)
  let asked = 0
  expect(await store.countDays(edition, twice, async () => ++asked < 3)).toBe(3)
  expect(await store.questions.daily('pytorch', 'all', first, last)).toEqual(whole)
})
