/** How well and how fast the tagger reads: `tagger [all|gold|speed] [labelled.jsonl] [folder of .jsonl.gz]`. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Level, Traits } from '../src/domain.ts'
import { levels } from '../src/domain.ts'
import { wilson } from '../src/skills/audit.ts'
import { catalog } from '../src/skills/catalog/index.ts'
import { createTagger } from '../src/skills/tagger.ts'
import measureSpeed from './tagger-speed.ts'

interface Labelled {
  key: string
  posted: string | null
  company: string | null
  title: string
  text: string
  labels: { skills: Record<string, Level> } & Record<(typeof fields)[number], unknown>
}

const fields = ['years', 'seniority', 'salary', 'remote', 'role', 'multi', 'ai'] as const
const shared = resolve(import.meta.dirname, '../../shared')

export default async function measure([what = 'all', file, folder]: string[]): Promise<string> {
  const labelled = file ?? join(shared, 'gold/dev.jsonl')
  const parts: string[] = []
  if (what !== 'speed') parts.push(existsSync(labelled) ? accuracyOn(labelled) : `accuracy: skipped: no ${labelled}`)
  if (what !== 'gold') parts.push(await measureSpeed(folder === undefined ? [] : [folder]))
  return parts.join('\n\n')
}

function accuracyOn(file: string): string {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Labelled => JSON.parse(line))
  const halves: [string, Labelled[]][] = [
    ['all', rows],
    ['even lines', rows.filter((_, index) => index % 2 === 1)],
    ['odd lines', rows.filter((_, index) => index % 2 === 0)],
  ]
  return [
    `${rows.length} labelled postings, edition ${createTagger(catalog).edition}`,
    ...halves.map(([name, half]) => scored(name, half)),
  ].join('\n\n')
}

/** Labels speak of the skills that they name anywhere; others of the catalog are not scored. */
function scored(name: string, rows: readonly Labelled[]): string {
  const tagger = createTagger(catalog)
  const scope = new Set(rows.flatMap(({ labels }) => Object.keys(labels.skills)))
  const pairs: { skill: string; want: Level | null; got: Level | null }[] = []
  const traits = new Map<string, { right: number; of: number }>()
  const mistaken = new Map<string, number>()
  for (const { title, text, company, posted, labels } of rows) {
    const tagged = tagger.tag({ title, text: { role: text, company: '' }, company, posted })
    const got = new Map(tagged.mentions.map(({ skill, level }) => [skill, level]))
    for (const skill of scope) {
      const pair = { skill, want: labels.skills[skill] ?? null, got: got.get(skill) ?? null }
      if (pair.want !== null || pair.got !== null) pairs.push(pair)
    }
    for (const field of fields) {
      // What differs by role is not labelled where a posting advertises several.
      if (labels.multi === true && field !== 'multi' && field !== 'ai') continue
      const want = JSON.stringify(labels[field])
      const given = JSON.stringify(tagged.traits[field as keyof Traits])
      const score = traits.get(field) ?? { right: 0, of: 0 }
      traits.set(field, { right: score.right + (want === given ? 1 : 0), of: score.of + 1 })
      if (want !== given && ['seniority', 'remote', 'role'].includes(field)) {
        const confusion = `${field} ${want} read as ${given}`
        mistaken.set(confusion, (mistaken.get(confusion) ?? 0) + 1)
      }
    }
  }
  const both = pairs.filter(({ want, got }) => want !== null && got !== null)
  const presence = share(
    'presence',
    both.length,
    pairs.filter(({ got }) => got !== null).length,
    pairs.filter(({ want }) => want !== null).length,
  )
  const bySkill = [...scope].sort().map((skill) => {
    const own = pairs.filter((pair) => pair.skill === skill)
    const hits = own.filter(({ want, got }) => want !== null && got !== null)
    return share(
      `  ${skill}`,
      hits.length,
      own.filter(({ got }) => got !== null).length,
      own.filter(({ want }) => want !== null).length,
    )
  })
  const scores = levels.flatMap((level) => {
    const wanted = both.filter(({ want }) => want === level).length
    const given = both.filter(({ got }) => got === level).length
    const hits = both.filter(({ want, got }) => want === level && got === level).length
    return wanted === 0
      ? []
      : [{ level, line: share(`  ${level}`, hits, given, wanted), f1: (2 * hits) / (given + wanted) }]
  })
  const macro = scores.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, scores.length)
  return [
    `## ${name}: ${rows.length} postings`,
    presence,
    ...bySkill,
    `levels, macro-F1 ${macro.toFixed(3)}`,
    ...scores.map(({ line }) => line),
    '  labelled as → read as',
    ...levels.map((want) => {
      const counts = levels.map((got) => both.filter((pair) => pair.want === want && pair.got === got).length)
      return `  ${want.padEnd(16)}${counts.map((count, at) => `${levels[at]} ${count}`).join('  ')}`
    }),
    'traits',
    ...[...traits].map(([field, { right, of }]) => `  ${field.padEnd(16)}${right}/${of}  ${interval(right, of)}`),
    ...[...mistaken].map(([confusion, count]) => `    ${confusion}${count > 1 ? ` (${count})` : ''}`),
  ].join('\n')
}

const interval = (hits: number, of: number): string => {
  const { low, high } = wilson(hits, of)
  return of === 0 ? 'none' : `${(hits / of).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
}

const share = (name: string, hits: number, given: number, wanted: number): string =>
  `${name.padEnd(18)}precision ${interval(hits, given)}  recall ${interval(hits, wanted)}  F1 ${((2 * hits) / Math.max(1, given + wanted)).toFixed(3)}  n ${wanted}`
