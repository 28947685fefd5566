/** `asker.ts DATABASE URL COUNT GAP_MS`: asks an address so often, at the pace that all who work with the store keep together. */
import { openTurns } from '../../db/open.ts'
import { createClient } from '../../src/http/client.ts'
import { plainMemory } from '../../tests/support/http.ts'

const [database = '', url = '', count = '', gap = ''] = process.argv.slice(2)
const turns = (await openTurns(database))!
const get = createClient({
  memory: { ...plainMemory(), turns },
  userAgent: 'skilltide/bench (+https://example.com/contact)',
  now: Date.now,
  allowLoopback: true,
})
for (let at = 0; at < Number(count); at++) {
  const verdict = await get({
    url,
    source: { id: 'bench', robots: 'documented-api', minDelaySeconds: Number(gap) / 1000 },
  })
  if (verdict.kind !== 'answer') throw new Error(JSON.stringify(verdict))
}
await get.close()
await turns.close()
