/** A real store in a folder of its own, and postings to put into it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { KnownBoard, SnapshotWrite, Store } from '../../db/store.ts'
import { type Day, day, dayNumber } from '../../src/days.ts'
import type { Outcome, Posting } from '../../src/domain.ts'

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function emptyStore(
  path = join(scratchFolder(), 'store.sqlite'),
  today = day('2026-11-24'),
): Promise<Store> {
  const store = await openStore(path, { now: () => noon(today) })
  let closed = false
  const close = async () => {
    if (!closed) await store.close()
    closed = true
  }
  onTestFinished(close)
  return { ...store, close }
}

export const noon = (of: Day): number => (dayNumber(of) + 0.5) * 86_400_000

export const board = (id: string, over: Partial<KnownBoard> = {}): KnownBoard => ({
  id,
  source: id.split(':')[0]!,
  token: id.split(':')[1] ?? '',
  employer: null,
  coverage: 'complete',
  every: 'day',
  missTolerance: 1,
  ...over,
})

export const posting = (externalId: string, over: Partial<Posting> = {}): Posting => ({
  externalId,
  url: `https://jobs.example/${externalId}`,
  title: `Machine Learning Engineer ${externalId}`,
  company: 'Tidewater Instruments',
  employer: 'tidewater-instruments',
  text: { role: `You train the models of buoy ${externalId} with PyTorch.`, company: '' },
  locations: ['Oslo'],
  countries: ['NO'],
  workplace: 'hybrid',
  employment: 'full-time',
  department: null,
  pay: null,
  publishedOn: null,
  publishedPrecision: null,
  ...over,
})

export const snapshot = (
  boardId: string,
  on: string,
  outcome: Outcome,
  postings: Posting[],
  over: Partial<SnapshotWrite> = {},
): SnapshotWrite => ({
  board: boardId,
  startedAt: noon(day(on)),
  day: day(on),
  outcome,
  reason: null,
  postings,
  total: null,
  rejects: [],
  fills: {},
  run: null,
  origin: 'collected',
  ...over,
})
