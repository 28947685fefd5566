/** Files and questions that ask for much: bounded, and the same numbers as everywhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from '../../src/skills/catalog/index.ts'
import { jobsOf, numbers } from '../support/asking.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { filledStore, newFolder, removeFolder, type Served, startServe } from '../support/server.ts'

const folder = newFolder()
let server: Served

beforeAll(async () => {
  const path = join(folder, 'store.sqlite')
  await filledStore(
    path,
    numbers(0, 11).map((at) => jobsOf(at, numbers(1, 12))),
  )
  server = await startServe(path)
  await server.ready()
}, 120_000)
afterAll(async () => {
  server.child.kill('SIGTERM')
  await server.ended
  removeFolder(folder)
})

const at = (address: string) => fetch(`${server.url}${address}`)
const jsonAt = async (address: string) => (await at(address)).json()

const followed = catalog.map(({ id }) => id)

/** Of the process that answers and of the one that holds the store, each. */
function residentMb(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  const of = (each: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))![1]) / 1024
  return Math.max(of(pid), ...children.map((child) => of(Number(child))))
}

test('the CSV of a skill has the values of its JSON, for any site to read', async () => {
  const answer = await at('/data/pytorch.figures.csv')
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  const [heads, ...rows] = parseCsv(await answer.text())
  const cell = (row: string[], name: string) => row[heads!.indexOf(name)]
  const { figures } = (await jsonAt('/v1/skills/pytorch')) as { figures: { measure: string; value: number | null }[] }
  const open = figures.find(({ measure }) => measure === 'open')
  expect(rows.filter((row) => cell(row, 'measure') === 'open').map((row) => cell(row, 'value'))).toEqual([
    String(open?.value),
  ])
  for (const { measure, value } of figures) {
    const told = rows.filter((row) => cell(row, 'measure') === measure).map((row) => cell(row, 'value'))
    expect([measure, told]).toEqual([measure, [value === null ? '' : String(value)]])
  }
  expect((await at('/data/no-such-skill.figures.csv')).status).toBe(404)
  expect((await at('/data/pytorch.postings.csv')).status).toBe(404)
})

test('H5: all of history of all skills at once is answered or refused in bounded memory', async () => {
  const wide = numbers(0, 7).map((from) => {
    const named = followed.slice(from * 8, from * 8 + 8).join(',')
    return `/v1/compare?skills=${named}&population=all`
  })
  const deep = ['day', 'week', 'month'].map((by) => `/v1/skills/pytorch/trend?by=${by}&since=1990-01-01`)
  const answers = await Promise.all(
    [
      ...wide,
      ...deep,
      ...deep.map((path) => `${path}&population=all`),
      '/v1/skills?most=500',
      '/v1/skills?most=501',
    ].map(async (path) => {
      const answer = await at(path)
      return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength }
    }),
  )
  expect(answers.map(({ status }) => status).filter((status) => ![200, 400, 503].includes(status))).toEqual([])
  expect(answers.at(-1)!.status).toBe(400)
  expect(Math.max(...answers.map(({ bytes }) => bytes))).toBeLessThan(4 * 1_048_576)
  expect(residentMb(server.child.pid!)).toBeLessThan(256)
  expect((await at('/healthz')).status).toBe(200)
})
