/** Whether the heap stays flat while texts are tagged, round after round: `tagger-memory [how many] [folder]`, a million unless said. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { catalog } from '../src/skills/catalog/index.ts'
import { createTagger } from '../src/skills/tagger.ts'
import { plainText } from '../src/text/html.ts'

const shared = resolve(import.meta.dirname, '../../shared/data/hn')

export default async function measure([many = '1000000', folder = shared]: string[]): Promise<string> {
  if (!existsSync(folder)) return `memory: skipped: no ${folder}`
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const tagger = createTagger(catalog)
  const rows = ['heap after collection, texts tagged one after the other']
  let done = 0
  while (done < Number(many)) {
    for (const role of textsOf(folder)) {
      // Each text is new, so that nothing remembered of the round before is met again.
      tagger.tag({ title: `Engineer ${done}`, text: { role: `${role}\n#${done}`, company: '' } })
      done += 1
    }
    // At the end of a round the heap holds no file that is being read.
    collect()
    const megabytes = process.memoryUsage().heapUsed / 1e6
    rows.push(`  ${done.toLocaleString('en-US').padStart(12)}${megabytes.toFixed(1).padStart(9)} MB`)
  }
  return rows.join('\n')
}

function* textsOf(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.jsonl.gz')) continue
    for (const line of gunzipSync(readFileSync(join(folder, name)))
      .toString('utf8')
      .trim()
      .split('\n')) {
      const row = JSON.parse(line) as { text?: string; text_html?: string }
      yield row.text_html === undefined ? (row.text ?? '') : plainText(row.text_html)
    }
  }
}
