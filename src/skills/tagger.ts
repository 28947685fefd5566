/** Reads a posting: which skills it names, where, at which level, and what else its text says. */
import type { Field, Mention, SkillId, Tagged, TagInput } from '../domain.ts'
import { levels } from '../domain.ts'
import type { Hit } from './automaton.ts'
import type { Context, Skill } from './catalog/skill.ts'
import { cuePatterns, cuesOf } from './cues.ts'
import { editionOf } from './edition.ts'
import { layoutOf } from './layout.ts'
import { roomForWords, type Words } from './leads.ts'
import { levelOf } from './levels.ts'
import { createLexicon, type Lexicon, type Meaning } from './lexicon.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import { traitsOf } from './traits/index.ts'

export interface Found {
  skill: SkillId
  field: Field
  offset: number
  length: number
}

export interface Tagger {
  /** Names the catalog and the rules by their content, and the user's own skills where there are any. */
  edition: string
  tag(input: TagInput): Tagged
  /** Every place that names a skill, without levels and traits. */
  find(input: TagInput): Found[]
}

/** Units on each side in which a word stands near another: about a line of a posting. */
const nearby = 160
/** Hits on each side that are looked at for company: a line names no more tools than that. */
const neighbours = 24

/** A skill named more often than this is told by its first mentions. */
const mostJudged = 60

const roomFor = roomForWords()

interface ReadField {
  field: Field
  text: string
  hits: Hit[]
  /** Hits of the vocabulary of traits. */
  cues: Hit[]
}

interface Reading {
  fields: [ReadField, ReadField, ReadField]
  ml: boolean
  /** The plain words of all hits, once they are asked for. */
  vocabulary: ReadonlySet<string> | null
  posted: string | null
}

export function createTagger(catalog: readonly Skill[], ownSkills: readonly Skill[] = []): Tagger {
  const all = [...catalog, ...ownSkills]
  const lexicon = createLexicon(all)
  const matcher = createMatcher([lexicon.patterns, cuePatterns])
  return {
    edition: editionOf(catalog, ownSkills),
    find: (input) => foundIn(lexicon, read(matcher, lexicon, input, undefined)),
    tag: (given) => {
      const input = { ...given, text: { role: wide(given.text.role), company: wide(given.text.company) } }
      const words = roomFor(input.text.role)
      const reading = read(matcher, lexicon, input, words)
      const layout = layoutOf(words)
      const mentions = new Map<SkillId, Mention>()
      const times = new Map<SkillId, number>()
      for (const found of foundIn(lexicon, reading)) {
        if (mentions.get(found.skill)?.level === 'required') continue
        const judged = (times.get(found.skill) ?? 0) + 1
        times.set(found.skill, judged)
        if (judged > mostJudged) continue
        const { level, cue } = levelOf(layout, found)
        const known = mentions.get(found.skill)
        if (known !== undefined && levels.indexOf(known.level) <= levels.indexOf(level)) continue
        mentions.set(found.skill, {
          skill: found.skill,
          level,
          field: found.field,
          offset: found.offset,
          length: found.length,
          cue,
        })
      }
      const ordered = [...mentions.values()].sort((left, right) => (left.skill < right.skill ? -1 : 1))
      const [title, role, company] = reading.fields
      const cues = {
        title: cuesOf(title.cues),
        role: cuesOf(role.cues),
        company: cuesOf(company.cues, input.text.role.length + 1),
      }
      return { mentions: ordered, traits: traitsOf(input, layout, cues) }
    },
  }
}

const beyondLatin = '\uffff'

/**
 * The same text, two bytes a character. V8 compiles a pattern for each width of text that it meets; with one alone half the
 * code of the rules competes for the processor's caches.
 */
const wide = (text: string): string => (text === '' ? text : `${text}${beyondLatin}`.slice(0, text.length))

function read(
  matcher: Matcher,
  { meanings }: Lexicon,
  { title, text, posted = null }: TagInput,
  words: Words | undefined,
): Reading {
  const fields: Reading['fields'] = [
    readField(matcher, 'title', title),
    readField(matcher, 'role', text.role, words),
    readField(matcher, 'company', text.company),
  ]
  const ml = fields.some(({ hits }) => hits.some((hit) => meanings[hit.pattern]!.ml))
  return { fields, ml, vocabulary: null, posted }
}

function readField(matcher: Matcher, field: Field, text: string, words?: Words): ReadField {
  const [hits = [], cues = []] = text === '' ? [] : matcher.find(text, words)
  return { field, text, hits, cues }
}

function foundIn({ meanings }: Lexicon, reading: Reading): Found[] {
  const found: Found[] = []
  for (const { field, text, hits } of reading.fields) {
    for (let at = 0; at < hits.length; at++) {
      const hit = hits[at]!
      const meaning = meanings[hit.pattern]!
      if (meaning.named.length === 0 || isInAddress(text, hit)) continue
      for (const { skills, context } of meaning.named) {
        if (context !== null && !keepsCompany(context, reading, text, hits, at, meanings)) continue
        for (const skill of skills) found.push({ skill, field, offset: hit.offset, length: hit.length })
      }
    }
  }
  return found
}

/** A name inside an address, a handle or a sum is no mention: `https://keras.io/jobs`, `jobs@pytorch.example`. */
function isInAddress(text: string, { offset, length }: Hit): boolean {
  const before = text.charCodeAt(offset - 1)
  const after = text.charCodeAt(offset + length)
  const at = 64
  if (before === at || after === at) return true
  // "R$ 12.000" is money.
  if (after === 36) return true
  const slash = 47
  const dot = 46
  if (
    before !== slash &&
    before !== dot &&
    after !== dot &&
    after !== slash &&
    before !== 61 &&
    before !== 45 &&
    after !== 45
  )
    return false
  let from = offset
  while (from > 0 && offset - from < 300 && !isBlank(text.charCodeAt(from - 1))) from -= 1
  if (from === offset) return false
  const lead = text.slice(from, offset)
  if (/(?:https?:\/\/|www\.)/i.test(lead) || /@[\w.-]*$/.test(lead)) return true
  // `pytorch.org` or `example.com/pytorch`, without a scheme.
  return /\b[\w-]+\.(?:com|org|io|net|ai|co|dev|edu|de|uk|fr|eu)\/\S*$/i.test(lead)
}

const isBlank = (unit: number) =>
  unit === 32 || (unit >= 9 && unit <= 13) || unit === 160 || unit === 40 || unit === 60 || unit === 34

function keepsCompany(
  context: Context,
  reading: Reading,
  text: string,
  hits: Hit[],
  at: number,
  meanings: Meaning[],
): boolean {
  if (
    context.from !== undefined &&
    reading.posted !== null &&
    reading.posted < context.from.slice(0, reading.posted.length)
  )
    return false
  if (context.ml !== undefined && !reading.ml) return false
  if (context.ml === 'near' && !hasNear(hits, at, (hit) => meanings[hit.pattern]!.ml)) return false
  const hit = hits[at]!
  if (context.notNear !== undefined && wordNear(context.notNear, hits, at, meanings)) return false
  if (context.nowhere !== undefined && wordAnywhere(context.nowhere, reading, meanings)) return false
  if (context.anywhere !== undefined && !wordAnywhere(context.anywhere, reading, meanings)) return false
  if (context.near !== undefined && !wordNear(context.near, hits, at, meanings)) return false
  return context.listed !== true || isListed(text, hit)
}

function hasNear(hits: Hit[], at: number, is: (hit: Hit) => boolean): boolean {
  const { offset, length } = hits[at]!
  for (let index = at - 1; index >= 0 && at - index <= neighbours; index--) {
    const other = hits[index]!
    if (offset - (other.offset + other.length) > nearby) break
    if (is(other)) return true
  }
  for (let index = at + 1; index < hits.length && index - at <= neighbours; index++) {
    const other = hits[index]!
    if (other.offset - (offset + length) > nearby) break
    if (is(other)) return true
  }
  return false
}

const sets = new WeakMap<string[], ReadonlySet<string>>()
function setOf(words: string[]): ReadonlySet<string> {
  let known = sets.get(words)
  if (known === undefined) {
    known = new Set(words.map((word) => word.toLowerCase().replace(/[\s_-]+/g, ' ')))
    sets.set(words, known)
  }
  return known
}

function wordNear(words: string[], hits: Hit[], at: number, meanings: Meaning[]): boolean {
  const wanted = setOf(words)
  return hasNear(hits, at, (hit) => meanings[hit.pattern]!.words.some((word) => wanted.has(word)))
}

function wordAnywhere(words: string[], reading: Reading, meanings: Meaning[]): boolean {
  reading.vocabulary ??= new Set(
    reading.fields.flatMap(({ hits }) => hits.flatMap((hit) => meanings[hit.pattern]!.words)),
  )
  for (const word of setOf(words)) if (reading.vocabulary.has(word)) return true
  return false
}

/** Stands in a list of tools: a comma, slash, bracket, bullet, ampersand or "and/or/with" beside it. */
function isListed(text: string, { offset, length }: Hit): boolean {
  const before = text.slice(Math.max(0, offset - 8), offset)
  const after = text.slice(offset + length, offset + length + 8)
  return (
    /(?:[,;/(|&+•·:*#\-–—\n]|\b(?:and|or|in|with|using|und|oder|et|ou|y|o|e|en|of)) ?$/i.test(before) ||
    /^ ?(?:[,;/)|&+•·*#\n]|(?:and|or|und|oder|et|ou|y|o|e|en)\b|$)/i.test(after)
  )
}
