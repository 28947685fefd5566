import { join, resolve } from 'node:path'
import { copyStore, rotate, writePortable } from '../../jobs/backup.ts'
import { backupName, backupsFolder } from '../../jobs/backup-files.ts'
import type { App } from '../app.ts'
import { UserError } from '../domain.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'backup',
  summary: 'Copy the store while it is in use, whole and checked',
  about:
    'A copy lies beside its SHA-256, in the form that "sha256sum -c" checks. --rotate is what the schedule runs: a dated copy, tried by restoring it and checking every row, after which older ones go but for those that the config keeps of each day, week and month. --portable writes the whole store as JSON lines, which later versions and other programs can read.',
  arguments: [{ name: '[file]', about: 'the copy; a dated one in the backups folder when left out' }],
  options: [
    { flags: '--rotate', about: 'try the copy, and let older ones go' },
    { flags: '--portable', about: 'as JSON lines; a name that ends in .gz is gzipped' },
  ],
  examples: [
    { line: 'skilltide backup', about: 'a dated copy in the backups folder' },
    { line: 'skilltide backup --rotate', about: 'the same, tried, with older ones let go' },
    { line: 'skilltide backup --portable store.jsonl.gz', about: 'everything, for another program or a far day' },
  ],
  async run(app, given) {
    const named = textArgument(given, 0)
    const folder = backupsFolder(app.config)
    if (flagOption(given, 'rotate')) {
      if (named !== undefined || flagOption(given, 'portable')) {
        throw new UserError('--rotate names its copies itself; give it no file and no --portable.')
      }
      return { text: await rotated(app, folder) }
    }
    const store = await app.store()
    if (flagOption(given, 'portable')) {
      const to = resolve(named ?? join(folder, backupName(app.now()).replace('.sqlite', '.jsonl.gz')))
      const { bytes } = await writePortable(store, to, app.signal)
      return {
        text: `The whole store as JSON lines, in ${to} (${megabytes(bytes)}). "skilltide restore" reads it back.`,
      }
    }
    const to = resolve(named ?? join(folder, backupName(app.now())))
    const { bytes } = await copyStore(store, to)
    return { text: `The store as it stands, in ${to} (${megabytes(bytes)}), with its SHA-256 beside it.` }
  },
})

async function rotated(app: App, folder: string): Promise<string> {
  const { keep: daily = 7, weekly = 4, monthly = 12 } = app.config.settings.backups ?? {}
  const store = await app.store()
  const { bytes: storeBytes } = await store.size()
  const { path, bytes, removed } = await rotate(store, folder, { daily, weekly, monthly }, app.now)
  const text = `${path} (${megabytes(bytes)}) was copied, restored and checked row by row${removed === 0 ? '' : `; ${removed} older ${removed === 1 ? 'one was' : 'ones were'} let go`}.`
  await app.recordEvent({
    at: app.now(),
    run: app.run,
    kind: 'backup',
    subject: null,
    outcome: 'done',
    message: text,
    data: { storeBytes, bytes },
  })
  return text
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`
