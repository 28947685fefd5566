import { resolve } from 'node:path'
import { isPostgres, mayBeThere, openStore, shownPlace } from '../../db/open.ts'
import { restoreStore } from '../../jobs/restore.ts'
import type { App } from '../app.ts'
import { exit } from '../domain.ts'
import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'restore',
  summary: 'Make a store from a copy or a portable file, checked, beside or in place of the one in use',
  about:
    'The new store appears whole or not at all. A copy is checked against the SHA-256 beside it; one without is checked row by row. --compare says table by table where the restored store and the one in use hold the same. --replace keeps the old store beside the new.',
  arguments: [{ name: '<file>', about: 'what "skilltide backup" wrote' }],
  options: [
    { flags: '--to <path>', about: 'the new store, a file or postgres://…; that of the config when left out' },
    { flags: '--replace', about: 'put it in the place of a store that is there' },
    { flags: '--compare', about: 'compare it with the store in use, table by table' },
    { flags: '--verify', about: 'check every row, though the checksum is good' },
  ],
  examples: [
    {
      line: 'skilltide restore data/backups/skilltide-20261125T043000Z.sqlite --to /tmp/look.sqlite --compare',
      about: 'look before you leap',
    },
    { line: 'skilltide restore store.jsonl.gz --replace', about: 'in place of the store in use' },
  ],
  async run(app, given) {
    const from = resolve(textArgument(given, 0)!)
    const named = textOption(given, 'to')
    const to = named === undefined ? app.config.store : isPostgres(named) ? named : resolve(named)
    const { postings, snapshots, checked, kept } = await restoreStore(from, to, {
      now: app.now,
      everyRow: flagOption(given, 'verify'),
      replace: flagOption(given, 'replace'),
    })
    const lines = [
      `${shownPlace(to)} holds ${postings.toLocaleString('en-US')} postings and ${snapshots.toLocaleString('en-US')} snapshots from ${from}; checked by ${checked}.`,
      ...(kept === null ? [] : [`The store that was there is kept as ${kept}.`]),
    ]
    const other = kept ?? app.config.store
    if (!flagOption(given, 'compare')) return { text: lines.join('\n'), exitCode: exit.done }
    if (other === to || !mayBeThere(other))
      return { text: [...lines, 'There is no other store to compare it with.'].join('\n'), exitCode: exit.done }
    const { text, same } = await compared(app, to, other)
    return { text: [...lines, text].join('\n'), exitCode: same ? exit.done : exit.flagged }
  },
})

async function compared(app: App, restored: string, other: string): Promise<{ text: string; same: boolean }> {
  const contentsOf = async (path: string) => {
    const store = await openStore(path, { readOnly: true, anyVersion: true, now: app.now })
    try {
      return new Map((await store.contents()).map((table) => [table.table, table]))
    } finally {
      await store.close()
    }
  }
  const [left, right] = [await contentsOf(restored), await contentsOf(other)]
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (table) => left.get(table)?.digest !== right.get(table)?.digest,
  )
  if (differing.length === 0)
    return { text: `It holds exactly what ${shownPlace(other)} holds, in all ${left.size} tables.`, same: true }
  const rows = differing.map(
    (table) =>
      `  ${table}: ${left.get(table)?.rows ?? 'no'} rows restored, ${right.get(table)?.rows ?? 'no'} in ${shownPlace(other)}`,
  )
  return {
    text: [`It differs from ${shownPlace(other)} in ${differing.length} of ${left.size} tables:`, ...rows].join('\n'),
    same: false,
  }
}
