/** What the context rules of ambiguous names keep and drop over real texts: `tagger-words [skill,…] [how many to read] [seed]`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TagInput } from '../src/domain.ts'
import { catalog } from '../src/skills/catalog/index.ts'
import { aliasOf, type Skill } from '../src/skills/catalog/skill.ts'
import { createTagger } from '../src/skills/tagger.ts'
import { plainText } from '../src/text/html.ts'

const shared = resolve(import.meta.dirname, '../../shared/data/hn')

interface Place {
  text: string
  offset: number
  length: number
  posted: string
}

/** Without a skill the counts alone; with one, so many of its places of either kind to be read. */
export default async function measure([skill, many = '50', seed = '1']: string[]): Promise<string> {
  if (!existsSync(shared)) return `words: skipped: no ${shared}`
  const asked = catalog.filter((one) => hasContext(one) && (skill === undefined || skill.split(',').includes(one.id)))
  const judged = judge(asked.map(({ id }) => id))
  const rows = [...judged]
    .map(([id, { kept, dropped }]) => ({ id, kept, dropped }))
    .sort((left, right) => right.dropped.length - left.dropped.length)
  const table = rows.map(
    ({ id, kept, dropped }) => `  ${id.padEnd(24)}${`${kept.length}`.padStart(8)}${`${dropped.length}`.padStart(9)}`,
  )
  const head = ['context rules over all posts: places that name a skill, and places of the same spelling that do not']
  if (skill === undefined) return [...head, `  ${'skill'.padEnd(24)}    kept  dropped`, ...table].join('\n')
  return [
    ...head,
    ...table,
    ...rows.flatMap(({ id, kept, dropped }) => [
      `${id}, kept`,
      ...sample(kept, Number(many), Number(seed)).map(shown),
      `${id}, dropped`,
      ...sample(dropped, Number(many), Number(seed)).map(shown),
    ]),
  ].join('\n')
}

const hasContext = ({ context, aliases }: Skill): boolean =>
  context !== undefined || aliases.some((alias) => aliasOf(alias).context !== undefined)

/** The catalog as if every spelling were unambiguous. */
const bare = catalog.map(({ context: _, ...skill }) => ({
  ...skill,
  aliases: skill.aliases.map((alias) => {
    const { context: __, ...plain } = aliasOf(alias)
    return plain
  }),
}))

function judge(ids: readonly string[]): Map<string, { kept: Place[]; dropped: Place[] }> {
  const found = new Map(ids.map((id) => [id, { kept: [] as Place[], dropped: [] as Place[] }]))
  const tagger = createTagger(catalog)
  const credulous = createTagger(bare)
  for (const input of posts()) {
    const named = new Set(tagger.find(input).map(({ skill, offset }) => `${skill} ${offset}`))
    for (const { skill, offset, length } of credulous.find(input)) {
      const own = found.get(skill)
      if (own === undefined) continue
      const place = { text: input.text.role, offset, length, posted: input.posted ?? '' }
      own[named.has(`${skill} ${offset}`) ? 'kept' : 'dropped'].push(place)
    }
  }
  return found
}

function* posts(): Generator<TagInput> {
  for (const name of readdirSync(shared).sort()) {
    if (!name.endsWith('.jsonl.gz')) continue
    for (const line of gunzipSync(readFileSync(join(shared, name)))
      .toString('utf8')
      .trim()
      .split('\n')) {
      const row = JSON.parse(line) as { month: string; text?: string; text_html?: string }
      const role = row.text_html === undefined ? (row.text ?? '') : plainText(row.text_html)
      yield { title: '', text: { role, company: '' }, posted: row.month }
    }
  }
}

/** The same places for the same seed. */
function sample(places: readonly Place[], many: number, seed: number): Place[] {
  let state = seed
  return places
    .map((place) => {
      state = (state * 48_271) % 2_147_483_647
      return { place, order: state }
    })
    .sort((left, right) => left.order - right.order)
    .slice(0, many)
    .map(({ place }) => place)
}

const around = 55

function shown({ text, offset, length, posted }: Place): string {
  const [before, name, behind] = [
    text.slice(Math.max(0, offset - around), offset),
    text.slice(offset, offset + length),
    text.slice(offset + length, offset + length + around),
  ].map((part) => part.replace(/[\s\p{Cc}]+/gu, ' '))
  return `  ${posted} ${before}[[${name}]]${behind}`
}
