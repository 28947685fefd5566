/** Files with the SHA-256 beside them, in the form that `sha256sum -c` checks. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exit, UserError } from '../src/domain.ts'

export const sumFileOf = (path: string) => `${path}.sha256`

/** Large reads: a copy of a gigabyte is bound by the disk and the hash alone. */
const chunk = { highWaterMark: 1 << 20 }

export async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path, chunk)) hash.update(bytes as Buffer)
  return hash.digest('hex')
}

export const writeSum = async (path: string): Promise<void> =>
  writeFile(sumFileOf(path), `${await sumOf(path)}  ${basename(path)}\n`)

/** What stands beside the file, or null where nothing does. */
export function storedSum(path: string): string | null {
  const file = sumFileOf(path)
  if (!existsSync(file)) return null
  const sum = /^([0-9a-f]{64})\b/i.exec(readFileSync(file, 'utf8'))?.[1]
  if (sum !== undefined) return sum.toLowerCase()
  throw new UserError(`${file} holds no SHA-256. Remove it to restore without that check.`, exit.damaged)
}

/** Copies a file and returns the SHA-256 of what was read. */
export async function copySummed(from: string, to: string): Promise<string> {
  const hash = createHash('sha256')
  const summing = new Transform({
    ...chunk,
    transform: (bytes: Buffer, _, done) => {
      hash.update(bytes)
      done(null, bytes)
    },
  })
  await pipeline(createReadStream(from, chunk), summing, createWriteStream(to, chunk))
  return hash.digest('hex')
}
