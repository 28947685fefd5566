/** Bounds what grows without end: events of runs, texts nobody lists any more, the archive, copies from before upgrades. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { App } from '../src/app.ts'
import { addDays } from '../src/days.ts'
import { exit } from '../src/domain.ts'
import { openArchive } from '../src/http/archive.ts'

const portion = 500
const day = 86_400_000
/** A copy made before an upgrade stays so long, and the newest of them for good. */
const upgradeCopyDays = 90

export async function prune(app: App) {
  const { settings, store: path, archive } = app.config
  const store = await app.store('write')
  const { eventDays = 400, packTextsAfterDays = 90 } = settings.retention ?? {}
  const events = await store.forgetEvents(app.now() - eventDays * day)
  const goneBefore = addDays(app.today(), -packTextsAfterDays)
  let texts = 0
  let saved = 0
  for (let more = true; more && !app.signal.aborted; ) {
    const { packed, savedBytes } = await store.packOldTexts(goneBefore, portion)
    texts += packed
    saved += savedBytes
    more = packed === portion
    app.progress(`${texts.toLocaleString('en-US')} texts packed`)
  }
  const answers = await openArchive(archive, {
    now: app.now,
    bytes: (settings.archive?.megabytes ?? 512) * 1_048_576,
    ...(settings.archive?.perBoard === undefined ? {} : { perBoard: settings.archive.perBoard }),
  }).trim()
  const copies = upgradeCopies(path, app.now())
  for (const copy of copies) rmSync(copy)
  const said = [
    `${events.toLocaleString('en-US')} old events let go`,
    `${texts.toLocaleString('en-US')} old texts packed (${Math.round(saved / 1024).toLocaleString('en-US')} kB less)`,
    `${answers.toLocaleString('en-US')} raw answers dropped`,
    ...(copies.length === 0 ? [] : [`${copies.length} copies from before upgrades removed`]),
  ]
  return { text: `${said.join(', ')}.`, exitCode: exit.done }
}

/** `skilltide.sqlite.before-1.2.0.sqlite` and its like, but for the newest. */
function upgradeCopies(store: string, now: number): string[] {
  const folder = dirname(store)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(store)}.before-`) && name.endsWith('.sqlite'))
    .map((name) => join(folder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)
    .slice(1)
    .filter((path) => now - statSync(path).mtimeMs > upgradeCopyDays * day)
}
