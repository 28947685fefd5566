/**
 * The questions of report and trend asked of a store and, on the same rows as Parquet, of DuckDB, in one process:
 * `duckdb STORE [skill=pytorch]`. The store is refreshed; its answers and DuckDB's must be equal, and each is timed warm.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import Database from 'better-sqlite3'
import { openStore } from '../db/open.ts'
import type { OpenedColumns } from '../db/store.ts'
import { readingOf } from '../src/answers/reading.ts'
import { skillReport } from '../src/answers/skill-report.ts'
import { trend } from '../src/answers/trend.ts'
import { type Day, dayFromNumber, dayNumber, mondayBefore, monthStart } from '../src/days.ts'
import { UserError } from '../src/domain.ts'
import type { Column, Row } from '../src/report/datasets.ts'
import { parquetWriter } from '../src/report/parquet.ts'
import { catalog } from '../src/skills/catalog/index.ts'

const alternatives = ['pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn']
const turns = 5

export default async function measure([path, skill = 'pytorch']: string[]): Promise<string> {
  if (path === undefined)
    throw new UserError('duckdb takes the path of a refreshed store, such as one that "scale --keep" left')
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-duckdb-'))
  const store = await openStore(path, { readOnly: true, now: () => 0 })
  const instance = await DuckDBInstance.create(':memory:')
  const duck = await instance.connect()
  try {
    const { asOf, edition } = about(path)
    const population = 'ai'
    const asking = () => ({ store, skills: catalog, edition, population, asOf })
    const { panel } = await readingOf(asking())
    const rows = await writeTables(path, folder, { asOf, speaks: new Set(panel) })
    for (const name of Object.keys(rows))
      await duck.run(`create view ${name} as from read_parquet('${folder}/${name}/*.parquet')`)
    const speaks = new Set(panel)
    const whose = { name: population }
    const questions: Question[] = [
      {
        name: `open now, naming ${skill}`,
        ours: async () =>
          opened((await store.questions.open(asOf)).now(skill, whose).filter(({ board }) => speaks.has(board))),
        theirs: () => ask(duck, openSql(skill)),
      },
      {
        name: 'the same of five skills',
        ours: async () => {
          const all = []
          const open = await store.questions.open(asOf)
          for (const id of alternatives) {
            all.push(...opened(open.now(id, whose).filter(({ board }) => speaks.has(board))))
          }
          return all
        },
        theirs: async () => {
          const all = []
          for (const id of alternatives) all.push(...(await ask(duck, openSql(id))))
          return all
        },
      },
      ...(['month', 'week'] as const).map((by) => ({
        name: `opened by ${by}, of them naming ${skill}`,
        ours: async () => openedBy(by, skill, await store.questions.opened(whose, asOf)),
        theirs: () => ask(duck, openedSql(skill, by)),
      })),
    ]
    const lines: string[] = []
    let sum = 0
    for (const question of questions) {
      const [ours, theirs] = [await timed(question.ours), await timed(question.theirs)]
      if (JSON.stringify(ours.answer) !== JSON.stringify(theirs.answer)) {
        throw new Error(`${question.name}: ${short(ours.answer)} here, ${short(theirs.answer)} in DuckDB`)
      }
      sum += theirs.ms
      lines.push(row(question.name, ours.ms, theirs.ms))
    }
    const report = await timed(async () => [(await skillReport(asking(), skill)).figures.length])
    const trended = await timed(async () => [(await trend(asking(), skill, {})).series.length])
    return [
      `${Object.entries(rows)
        .map(([name, count]) => `${name} ${count.toLocaleString('en-US')}`)
        .join(', ')}; answers equal`,
      row('question', 'skilltide ms', 'DuckDB ms', 'ratio'),
      ...lines,
      `  all of report ${report.ms.toFixed(0)} ms, all of trend ${trended.ms.toFixed(0)} ms; these questions together in DuckDB ${sum.toFixed(0)} ms`,
    ].join('\n')
  } finally {
    duck.closeSync()
    instance.closeSync()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Question {
  name: string
  ours(): Promise<unknown[]>
  theirs(): Promise<unknown[]>
}

const short = (answer: unknown[]) => `${answer.length} rows, ${JSON.stringify(answer).slice(0, 120)}`
const row = (name: string, ours: number | string, theirs: number | string, ratio?: string) => {
  const cell = (value: number | string) => (typeof value === 'number' ? value.toFixed(1) : value).padStart(14)
  return `  ${name.padEnd(40)}${cell(ours)}${cell(theirs)}${(ratio ?? ((ours as number) / (theirs as number)).toFixed(2)).padStart(8)}`
}

/** The middle of some turns after one that warms up, by the wall: DuckDB's threads would hide in the processor's time. */
async function timed(ask: () => Promise<unknown[]>): Promise<{ ms: number; answer: unknown[] }> {
  const answer = await ask()
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  return { ms: times.sort((one, other) => one - other)[Math.floor(turns / 2)]!, answer }
}

const opened = (rows: { vacancies: number; naming: number; employer: string }[]) => {
  const total = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0)
  const employers = new Set(rows.filter(({ naming }) => naming > 0).map(({ employer }) => employer)).size
  return [`${total(({ naming }) => naming)} of ${total(({ vacancies }) => vacancies)}, ${employers} employers`]
}

/** What `trend` sums: a period a line. */
function openedBy(by: 'month' | 'week', skill: string, opened: OpenedColumns): string[] {
  const { count, firstSeen, skillsFrom, skill: named } = opened
  const place = opened.skills.indexOf(skill)
  const start = by === 'week' ? mondayBefore : monthStart
  const sums = new Map<number, [n: number, x: number]>()
  for (let at = 0; at < count; at++) {
    const period = start(firstSeen[at]!)
    let own = sums.get(period)
    if (own === undefined) {
      own = [0, 0]
      sums.set(period, own)
    }
    own[0] += 1
    for (let next = skillsFrom[at]!; next < skillsFrom[at + 1]!; next++) if (named[next] === place) own[1] += 1
  }
  const inOrder = [...sums].sort(([one], [other]) => one - other)
  return inOrder.map(([period, [n, x]]) => `${dayFromNumber(period)} ${x} of ${n}`)
}

/** One text a row, so that answers are compared as words. */
async function ask(duck: DuckDBConnection, sql: string): Promise<unknown[]> {
  return (await duck.runAndReadAll(sql)).getRowsJson().map(([text]) => text)
}

const openSql = (skill: string) => `
  with seen as (
    select p.vacancy, min(p.employer) as employer, max(m.text is not null) as names
    from postings p join traits t on t.text = p.text and t.ai
    left join (select text from mentions where skill = '${skill}' and level < 3) m on m.text = p.text
    where p.open and p.speaks and p.own group by p.vacancy)
  select count(*) filter (where names) || ' of ' || count(*) || ', ' || count(distinct employer) filter (where names) || ' employers' from seen`

const openedSql = (skill: string, by: 'month' | 'week') => `
  select strftime(date_trunc('${by}', v.day), '%Y-%m-%d') || ' ' || count(m.text) || ' of ' || count(*)
  from vacancies v join traits t on t.text = v.text and t.ai
  left join (select text from mentions where skill = '${skill}' and level < 3) m on m.text = v.text
  where v.own group by date_trunc('${by}', v.day) order by date_trunc('${by}', v.day)`

// ---- the same rows as Parquet ------------------------------------------------------------------------------------

const integer = (name: string): Column => ({ name, type: 'integer', about: '', optional: true })
const text = (name: string): Column => ({ name, type: 'text', about: '', optional: true })
const boolean = (name: string): Column => ({ name, type: 'boolean', about: '', optional: true })
const dayColumn = (name: string): Column => ({ name, type: 'day', about: '', optional: true })

const ownSql = "(e.kind = 'employer' and not (b.token = '' and b.every <> 'month'))"
const inForce = '(select no from editions where adopted_at is not null order by adopted_at desc, no desc limit 1)'

const tables: Record<string, { columns: Column[]; sql: string }> = {
  postings: {
    columns: [
      integer('vacancy'),
      integer('employer'),
      integer('text'),
      text('board'),
      boolean('open'),
      boolean('own'),
      boolean('speaks'),
    ],
    sql: `select coalesce(p.vacancy_no, p.no) as vacancy, p.employer_no as employer, p.text_no as text, b.id as board, ${ownSql} as own,
        exists (select 1 from spells s where s.posting_no = p.no and s.first_seen <= @day and (s.ended_on is null or s.ended_on > @day)) as open
      from postings p join boards b on b.no = p.board_no join employers e on e.no = p.employer_no`,
  },
  vacancies: {
    columns: [integer('vacancy'), integer('text'), dayColumn('day'), boolean('own')],
    sql: `select v.no as vacancy, v.first_text_no as text, v.first_seen as day, ${ownSql} as own
      from vacancies v join postings p on p.no = v.first_posting_no join boards b on b.no = p.board_no join employers e on e.no = v.employer_no
      where v.stock = 0`,
  },
  mentions: {
    columns: [integer('text'), text('skill'), integer('level')],
    sql: `select m.text_no as text, k.id as skill, m.level from mentions m join skills k on k.no = m.skill_no where m.edition_no = ${inForce}`,
  },
  traits: {
    columns: [integer('text'), boolean('ai'), text('role')],
    sql: `select text_no as text, ai, role from traits where edition_no = ${inForce}`,
  },
}

/** Rows of one file; a file is gathered in memory. */
const fileRows = 500_000
const groupRows = 50_000

async function writeTables(
  path: string,
  folder: string,
  { asOf, speaks }: { asOf: Day; speaks: ReadonlySet<string> },
): Promise<Record<string, number>> {
  const file = new Database(path, { readonly: true })
  const counts: Record<string, number> = {}
  try {
    for (const [name, { columns, sql }] of Object.entries(tables)) {
      mkdirSync(join(folder, name))
      let writer = parquetWriter({ columns }, { dates: true })
      let held: Row[] = []
      let files = 0
      let count = 0
      const end = () => {
        if (held.length > 0) writer.add(held)
        writeFileSync(join(folder, name, `${files++}.parquet`), writer.end())
        writer = parquetWriter({ columns }, { dates: true })
        held = []
      }
      for (const row of file
        .prepare(sql)
        .iterate(...(sql.includes('@day') ? [{ day: dayNumber(asOf) }] : [])) as Iterable<
        Record<string, number | string | null>
      >) {
        held.push(asRow(row, columns, speaks))
        count += 1
        if (held.length === groupRows) {
          writer.add(held)
          held = []
        }
        if (count % fileRows === 0) end()
      }
      end()
      counts[name] = count
    }
  } finally {
    file.close()
  }
  return counts
}

function asRow(
  row: Record<string, number | string | null>,
  columns: readonly Column[],
  speaks: ReadonlySet<string>,
): Row {
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      if (name === 'speaks') return [name, speaks.has(row['board'] as string)]
      const value = row[name] ?? null
      if (value === null) return [name, null]
      return [name, type === 'boolean' ? value === 1 : type === 'day' ? dayFromNumber(value as number) : value]
    }),
  )
}

/** The day that refresh has seen to, and the edition in force. */
function about(path: string): { asOf: Day; edition: string } {
  const file = new Database(path, { readonly: true })
  try {
    const { last, edition } = file
      .prepare(
        `select coalesce((select max(day) from packed_open), (select max(day) from snapshots where outcome in ('complete', 'empty'))) as last,
           (select name from editions where no = ${inForce}) as edition`,
      )
      .get() as { last: number; edition: string }
    return { asOf: dayFromNumber(last), edition }
  } finally {
    file.close()
  }
}
