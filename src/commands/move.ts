import { resolve } from 'node:path'
import { isPostgres, mayBeThere, shownPlace } from '../../db/open.ts'
import { moveStore } from '../../jobs/move.ts'
import { UserError } from '../domain.ts'
import { defineCommand, textOption } from './command.ts'

export default defineCommand({
  name: 'move',
  summary: 'Take the whole store from a file to PostgreSQL, or back',
  about:
    'All rows go in one stream and arrive whole or not at all; then each table is compared by a digest over all its rows. The store that they came from stays as it is, and stays the one in use until the config names the other. A database must have no store yet, a file must not be there.',
  options: [{ flags: '--to <place>', about: 'postgres://user@host/database, or a file' }],
  examples: [
    {
      line: 'skilltide move --to postgres://skilltide@db.internal/market',
      about: 'when one machine is no longer enough',
    },
    {
      line: 'skilltide move --to data/skilltide.sqlite --db postgres://skilltide@db.internal/market',
      about: 'and back',
    },
  ],
  async run(app, given) {
    const named = textOption(given, 'to')
    if (named === undefined) throw new UserError('Say where to: --to postgres://user@host/database, or --to FILE.')
    if (!mayBeThere(app.config.store)) throw new UserError(`There is no store at ${app.config.store} to move.`)
    const to = isPostgres(named) ? named : resolve(named)
    const { rows, tables } = await moveStore({
      from: await app.store('write'),
      to,
      now: app.now,
      signal: app.signal,
      onRow: (done) => app.progress(`${done.toLocaleString('en-US')} rows`),
    })
    return {
      text: [
        `${rows.toLocaleString('en-US')} rows of ${tables} tables are in ${shownPlace(to)}, each table with the digest that it has in ${shownPlace(app.config.store)}.`,
        `To use it, set "store" in the config, or SKILLTIDE_DB. ${shownPlace(app.config.store)} stays as it is.`,
      ].join('\n'),
    }
  },
})
