/** A server of ours over a store of its own, as its user starts it, and requests to it as bytes. */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '../../db/open.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'
import { type Ran, runCli, startCli } from './cli.ts'
import { board, noon, snapshot } from './store.ts'

export const servedOn: Day = day('2026-11-24')

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'skilltide-serve-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Boards of the postings given, read whole on each of the days up to `servedOn` at the hour given, and refreshed by the real job. */
export async function filledStore(path: string, boards: Posting[][], days = 3, hour = 12): Promise<void> {
  const store = await openStore(path, { now: () => noon(servedOn) })
  const ids = boards.map((_, at) => `greenhouse:tide${at}`)
  await store.registerBoards(
    ids.map((id, at) => board(id, { employer: `Tide ${at}` })),
    addDays(servedOn, -days),
  )
  for (let back = days - 1; back >= 0; back--) {
    const on = addDays(servedOn, -back)
    for (const [at, id] of ids.entries()) {
      const startedAt = noon(on) + (hour - 12) * 3_600_000
      await store.storeSnapshot(snapshot(id, on, 'complete', boards[at]!, { startedAt }), startedAt)
    }
  }
  await store.close()
  await refreshed(path)
}

export async function refreshed(path: string): Promise<Ran> {
  const ran = await runCli(['refresh', '--db', path], { cwd: tmpdir(), env: { SKILLTIDE_TODAY: servedOn } })
  if (ran.code !== 0) throw new Error(`refresh ended with ${ran.code}: ${ran.stderr}`)
  return ran
}

export interface Served {
  url: string
  port: number
  child: ChildProcess
  ended: Promise<Ran>
  /** Asks until the server can answer from its store. */
  ready(): Promise<void>
}

export async function startServe(path: string, words: string[] = []): Promise<Served> {
  const { child, ended } = startCli(['serve', '--port', '0', '--db', path, ...words], {
    cwd: tmpdir(),
    env: { SKILLTIDE_TODAY: servedOn },
  })
  const url = await new Promise<string>((found, failed) => {
    let said = ''
    child.stderr!.on('data', (text: string) => {
      said += text
      const address = /serving .* at (http:\S+)/.exec(said)
      if (address !== null) found(address[1]!)
    })
    void ended.then(({ code, stderr }) => failed(new Error(`serve ended with ${code}: ${stderr}`)))
  })
  const ready = () => until(async () => (await fetch(`${url}/healthz`)).status === 200)
  return { url, port: Number(new URL(url).port), child, ended, ready }
}

/** Waits for what must become true; fails loudly where it does not. */
export async function until(holds: () => Promise<boolean>, ms = 40_000): Promise<void> {
  for (const end = performance.now() + ms; ; ) {
    if (await holds().catch(() => false)) return
    if (performance.now() > end) throw new Error('it did not come true in time')
    await wait(100)
  }
}

/** Sends bytes as they are and gives what came back until the connection closed. */
export const rawRequest = (port: number, bytes: string | Uint8Array, waitMs = 8_000): Promise<string> =>
  new Promise((done) => {
    let back = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('latin1')
    socket.setTimeout(waitMs, () => socket.destroy())
    socket.on('data', (text: string) => (back += text))
    socket.on('error', () => undefined)
    socket.on('close', () => done(back))
  })
