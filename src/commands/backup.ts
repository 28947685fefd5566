import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../domain.ts'
import { defineCommand, textArgument } from './command.ts'

export default defineCommand({
  name: 'backup',
  summary: 'Copy the store while it is in use, whole and checked',
  arguments: [{ name: '[file]', about: 'the copy; a dated one in the backups folder when left out' }],
  examples: [{ line: 'skilltide backup', about: 'a dated copy beside the store' }],
  async run(app, given) {
    const folder = join(app.config.root, app.config.settings.backups?.folder ?? 'data/backups')
    const stamp = new Date(app.now()).toISOString().replaceAll(':', '').slice(0, 17)
    const file = textArgument(given, 0) ?? join(folder, `skilltide-${stamp}Z.sqlite`)
    if (existsSync(file)) throw new UserError(`${file} is there already; name another file`)
    const store = await app.store()
    mkdirSync(dirname(file), { recursive: true })
    await store.backup(file)
    return { text: `The store as it stands, in ${file}` }
  },
})
