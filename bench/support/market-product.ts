/** A simulated market through the program as its user runs it: a file of postings and snapshots, then import, refresh, label and trend. */

import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openStore } from '../../db/open.ts'
import { addDays, weekOf } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { WeeklyRow } from '../../src/figures/panel.ts'
import type { Label } from '../../src/figures/trajectory.ts'
import type { TrendView } from '../../src/report/views.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { runCli } from '../../tests/support/cli.ts'
import { dayAt, type SimulatedMarket } from './jobs-market.ts'

export interface ProductLabels {
  /** The word in force after each week, from the week asked for on. */
  labels: Map<SkillId, Label>[]
  /** How many postings, and how long each step took. */
  told: string
}

/** Takes the counts that the market itself knows: where the program counts otherwise, its words are of another market. */
export async function productLabels(
  market: SimulatedMarket,
  counted: readonly WeeklyRow[],
  fromWeek: number,
): Promise<ProductLabels> {
  const skills = market.shape.skills.map(({ id }) => id)
  const folder = await mkdtemp(join(tmpdir(), 'skilltide-market-'))
  try {
    const file = join(folder, 'market.jsonl')
    const written = { postings: 0 }
    await pipeline(Readable.from(linesOf(market, written)), createWriteStream(file))
    const weeks = market.shape.weeks
    // The Monday after the last week: every week of the market is over.
    const env = { SKILLTIDE_TODAY: dayAt(7 * weeks), SKILLTIDE_DB: join(folder, 'store.sqlite') }
    const took: string[] = []
    const run = async (...words: string[]): Promise<string> => {
      const began = performance.now()
      const { code, stdout, stderr } = await runCli(words, { env, cwd: folder })
      if (code !== 0 && code !== 3) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr || stdout}`)
      took.push(`${words[0]} ${Math.round((performance.now() - began) / 1000)} s`)
      return stdout
    }
    await run('import', file)
    await run('refresh')
    await run('label')
    await expectSameCounts(env.SKILLTIDE_DB, market, counted)
    const labels = await storedLabels(env.SKILLTIDE_DB, skills, fromWeek, weeks)
    for (const skill of skills.slice(0, 3)) {
      const { trajectory } = JSON.parse(await run('trend', skill, '--json')) as TrendView
      const word = labels.at(-1)!.get(skill)!
      if (!trajectory!.text.startsWith(word))
        throw new Error(`trend ${skill} says ${trajectory!.text}, its label is ${word}`)
    }
    return { labels, told: `${written.postings} postings, ${took.slice(0, 3).join(', ')}` }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const keyOf = ({ board, week, month }: WeeklyRow) => `${board} ${week} ${month}`

async function expectSameCounts(
  path: string,
  { shape }: SimulatedMarket,
  counted: readonly WeeklyRow[],
): Promise<void> {
  const skills = shape.skills.map(({ id }) => id)
  const end = dayAt(7 * shape.weeks)
  const store = await openStore(path, { readOnly: true, now: () => Date.parse(end) })
  try {
    const rows = await store.questions.weekly(skills, { name: 'ai' }, dayAt(0), end)
    const told = ({ n, naming }: WeeklyRow) => [n, ...skills.map((skill) => naming[skill] ?? 0)].join(' ')
    const known = new Map(rows.map((row) => [keyOf(row), told(row)]))
    const other = counted.filter((row) => known.get(keyOf(row)) !== told(row))
    if (other.length === 0 && rows.length === counted.length) return
    const example =
      other[0] === undefined
        ? ''
        : `, such as ${keyOf(other[0])}: ${told(other[0])} there, ${known.get(keyOf(other[0]))} here`
    throw new Error(
      `${other.length} of ${counted.length} weeks of boards are counted otherwise than the market knows${example}`,
    )
  } finally {
    await store.close()
  }
}

/** A week without a run leaves the word before it. */
async function storedLabels(
  path: string,
  skills: readonly SkillId[],
  fromWeek: number,
  weeks: number,
): Promise<Map<SkillId, Label>[]> {
  const store = await openStore(path, { readOnly: true, now: () => Date.parse(dayAt(7 * weeks)) })
  try {
    const edition = (await store.edition())!
    const last = weekOf(dayAt(7 * weeks - 1))
    const rows = await store.labels({ population: 'ai', edition, upTo: last })
    const byWeek = new Map<string, Map<SkillId, Label>>()
    for (const { week, skill, label } of rows) {
      const known = byWeek.get(week) ?? new Map<SkillId, Label>()
      byWeek.set(week, known.set(skill, label as Label))
    }
    let before = new Map<SkillId, Label>(skills.map((skill) => [skill, 'Not enough data']))
    const all = Array.from({ length: weeks }, (_, at) => {
      before = byWeek.get(weekOf(dayAt(7 * at))) ?? before
      return before
    })
    return all.slice(fromWeek)
  } finally {
    await store.close()
  }
}

/** Each job with the days on which it was seen, and each day's outcome of each board. */
function* linesOf({ boards, jobs, shape }: SimulatedMarket, written: { postings: number }): Generator<string> {
  const names = new Map(catalog.map(({ id, name }) => [id, name]))
  const days = shape.weeks * 7
  for (const [at, { board, opened, closed, naming }] of jobs.entries()) {
    const { id, employer, ok } = boards[board]!
    const seen = ok.subarray(Math.max(0, opened), Math.min(days, closed))
    const first = seen.indexOf(1)
    if (opened >= days || closed <= 0 || first < 0) continue
    const from = Math.max(0, opened)
    const isOpen = closed >= days
    const spell = [dayAt(from + first), isOpen ? null : dayAt(from + seen.lastIndexOf(1))]
    written.postings += 1
    yield `${JSON.stringify({
      ...{ kind: 'posting', board: id, externalId: String(at), company: employer },
      title: `Machine Learning Engineer ${wordsOf(at)}`,
      text: textOf(naming.map((skill) => names.get(shape.skills[skill]!.id)!)),
      seen: [spell],
    })}\n`
  }
  for (const { id, ok } of boards) {
    const first = ok.indexOf(1)
    if (first < 0) continue
    for (let at = first; at <= ok.lastIndexOf(1); at++) {
      const outcome = ok[at] === 1 ? 'complete' : 'failed'
      yield `${JSON.stringify({ kind: 'snapshot', board: id, day: addDays(dayAt(0), at), outcome })}\n`
    }
  }
}

const syllables =
  'ba be bi bo bu da de di do du ka ke ki ko ku ma me mi mo mu na ne ni no nu sa se si so su ta te'.split(' ')

/** A name for each job, so that two of one employer are two jobs. */
function wordsOf(number: number): string {
  let word = ''
  for (let left = number; word === '' || left > 0; left = Math.floor(left / 32)) word += syllables[left % 32]!
  return word
}

const textOf = (names: readonly string[]): string =>
  [
    'You train and evaluate machine learning models.',
    ...names.map((name) => `You must have experience with ${name}.`),
  ].join('\n')
