/** What a public review of PyTorch says of the job market, sentence by sentence, beside what the figures of a store let stand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import { readClaims } from '../src/answers/claim-file.ts'
import { claimVerdict } from '../src/answers/claims.ts'
import { skillReport } from '../src/answers/skill-report.ts'
import { packageRoot } from '../src/config.ts'
import { maybeDay } from '../src/days.ts'
import { UserError } from '../src/domain.ts'
import { blockOf } from '../src/report/embed/block.ts'
import { catalog } from '../src/skills/catalog/index.ts'

/** `npm run bench review-block STORE DAY`: the store answers with the edition that it was read with. */
export default async function measure([path, on]: string[]): Promise<string> {
  const asOf = maybeDay(on ?? '')
  if (path === undefined || asOf === null) throw new UserError('bench review-block takes a store and a day')
  const store = await openStore(path, { readOnly: true, now: () => Date.parse(`${asOf}T12:00:00Z`) })
  const edition = (await store.edition()) ?? 'none'
  const asking = { store, skills: catalog, edition, population: 'ai', asOf }
  const claims = readClaims(
    readFileSync(join(packageRoot(), 'templates', 'claims.yaml'), 'utf8'),
    'claims.yaml',
    (id) => id,
  )
  const rows: string[] = []
  for (const claim of claims) {
    const { verdict, because } = await claimVerdict(asking, claim)
    rows.push(
      `| ${claim.claim} | ${{ supported: 'stands', 'not supported': 'gone', 'cannot say': 'gone' }[verdict]} | ${verdict}: ${because} |`,
    )
  }
  const { question, tiles, lines, small } = blockOf(await skillReport(asking, 'pytorch'))
  await store.close()
  return [
    ...['| the review says, in our words | in the block | the figures say |', '|---|---|---|', ...rows, ''],
    ...[question, ...tiles.map(({ label, value, sentence }) => `${label}: ${value}. ${sentence}`), ...lines, ...small],
  ].join('\n')
}
