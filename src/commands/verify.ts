import { shownPlace } from '../../db/open.ts'
import { exit } from '../domain.ts'
import { defineCommand } from './command.ts'

export default defineCommand({
  name: 'verify',
  summary: 'Recompute every hash and count of the store, and name what does not agree',
  examples: [{ line: 'skilltide verify', about: 'nothing to say is the good answer; damage is exit code 7' }],
  async run(app) {
    const store = await app.store()
    const damage = await store.verify((done, of) => app.progress(`${done} of ${of} checks`))
    if (damage.length === 0) {
      const { postings, texts, snapshots } = await store.size()
      const number = (value: number) => value.toLocaleString('en-US')
      return {
        text: `Sound: ${number(postings)} postings, ${number(texts)} texts and ${number(snapshots)} snapshots agree with their hashes and counts.`,
      }
    }
    const lines = damage.map((line) => `  ${line}`)
    return {
      text: [
        `${damage.length} things in ${shownPlace(app.config.store)} do not agree:`,
        ...lines,
        'Restore the last good backup: "skilltide restore".',
      ].join('\n'),
      exitCode: exit.damaged,
    }
  },
})
