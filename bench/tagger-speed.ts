/** Throughput of the tagger, in one run with a loop of one bounded RegExp an alias, and with ripgrep where it is installed. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { catalog } from '../src/skills/catalog/index.ts'
import { aliasOf } from '../src/skills/catalog/skill.ts'
import { createTagger } from '../src/skills/tagger.ts'
import { plainText } from '../src/text/html.ts'

const shared = resolve(import.meta.dirname, '../../shared/data/hn')

/** The RegExp loop is slow: it reads every so manieth text. */
const everyNth = 60

/** Seconds of processor time, so that other work on the machine counts less. */
function seconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** `tagger-speed [folder]`: the texts are the lines of its .jsonl.gz files. */
export default async function measure([folder = shared]: string[]): Promise<string> {
  return existsSync(folder) ? speedOver(textsOf(folder)) : `speed: skipped: no ${folder}`
}

function speedOver(texts: readonly string[]): string {
  const tagger = createTagger(catalog)
  const inputs = texts.map((role) => ({ title: '', text: { role, company: '' } }))
  const bytes = (some: readonly string[]) => some.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6
  const all = bytes(texts)
  for (const input of inputs.slice(0, 2000)) tagger.tag(input)
  const found = seconds(() => {
    for (const input of inputs) tagger.find(input)
  })
  const tagged = seconds(() => {
    for (const input of inputs) tagger.tag(input)
  })
  const aliases = [...new Set(catalog.flatMap((skill) => skill.aliases.map((alias) => aliasOf(alias).text)))]
  const few = texts.filter((_, index) => index % everyNth === 0)
  const looped = seconds(() => loop(few, aliases))
  const loopRate = bytes(few) / looped
  const line = (name: string, rate: number, beside = '') =>
    `  ${name.padEnd(44)}${rate.toFixed(2).padStart(8)} MB/s${beside}`
  return [
    `speed over ${texts.length} texts, ${all.toFixed(0)} MB, one core, ${aliases.length} aliases`,
    line('whole tagger', all / tagged, `, ${(all / tagged / loopRate).toFixed(0)} times the loop`),
    line('presence only', all / found, `, ${(all / found / loopRate).toFixed(0)} times the loop`),
    line('one bounded RegExp an alias', loopRate, ` (every ${everyNth}th text)`),
    besideRipgrep(texts, aliases, all),
    tenMegabytes(texts, tagger),
  ].join('\n')
}

function loop(texts: readonly string[], aliases: readonly string[]): number {
  const patterns = aliases.map(
    (alias) =>
      new RegExp(`(?<![\\p{L}\\p{N}])${alias.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu'),
  )
  let found = 0
  for (const text of texts) for (const pattern of patterns) for (const _ of text.matchAll(pattern)) found += 1
  return found
}

function besideRipgrep(texts: readonly string[], aliases: readonly string[], megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-rg-'))
  try {
    writeFileSync(join(folder, 'texts'), texts.join('\n'))
    writeFileSync(join(folder, 'aliases'), aliases.join('\n'))
    const script = `time -p rg -j1 -o -i -w -F -f ${folder}/aliases ${folder}/texts > ${folder}/out`
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    const user = /user ([\d.]+)/.exec(stderr ?? '')
    if (status !== 0 || user === null) return '  ripgrep: skipped: it is not installed'
    return `  ${'ripgrep -o -i -w -F'.padEnd(44)}${(megabytes / Number(user[1])).toFixed(2).padStart(8)} MB/s`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tenMegabytes(texts: readonly string[], tagger: ReturnType<typeof createTagger>): string {
  const role = texts.join('\n').slice(0, 10_000_000)
  const took = seconds(() => tagger.tag({ title: '', text: { role, company: '' } }))
  return `  one text of ${(Buffer.byteLength(role) / 1e6).toFixed(1)} MB is tagged in ${took.toFixed(2)} s`
}

function textsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(folder, name)))
        .toString('utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => {
      const row = JSON.parse(line) as { text?: string; text_html?: string }
      return row.text_html === undefined ? (row.text ?? '') : plainText(row.text_html)
    })
}
