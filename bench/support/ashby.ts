/** A recording of Ashby boards, as postings by the token of their board. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export type Job = Record<string, unknown>

export function jobsByToken(folder: string): Map<string, Job[]> {
  const index = readFileSync(join(folder, 'index.jsonl'), 'utf8').trim().split('\n')
  return new Map(
    index.map((line) => {
      const { url, file } = JSON.parse(line) as { url: string; file: string }
      const body = JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString()) as { jobs: Job[] }
      return [decodeURIComponent(new URL(url).pathname.split('/').at(-1)!), body.jobs]
    }),
  )
}
