/** A sheet of drawn mentions that a person judges, and what the verdicts come to. */
import { type Level, type Mention, type SkillId, UserError } from '../domain.ts'

export const verdicts = ['right', 'level', 'wrong'] as const
/** `right`: it is the skill, at this level; `level`: it is the skill, at another; `wrong`: it is not the skill. */
export type Verdict = (typeof verdicts)[number]

export interface Judgement {
  skill: SkillId
  level: Level
  /** The text's number and the offset in its field: judged again, the newer verdict counts. */
  place: string
  verdict: Verdict
}

const around = 90

/** One line a mention: the verdict to be filled in, what it is, and the words around it. */
export function sheetOf(
  mentions: readonly (Mention & { text: { no: number; title: string; words: string } })[],
): string {
  const lines = mentions.map(({ skill, level, field, offset, length, text }) => {
    const { words } = text
    const [before, name, behind] = [
      words.slice(Math.max(0, offset - around), offset),
      words.slice(offset, offset + length),
      words.slice(offset + length, offset + length + around),
    ].map((part) => part.replace(/[\s\p{Cc}]+/gu, ' '))
    return `? ${skill} ${level} ${text.no}:${field}:${offset} | ${text.title.replace(/[\s\p{Cc}]+/gu, ' ')} | ${before}[[${name}]]${behind}`
  })
  return [
    `# In place of each "?" write right, level (the skill, but not at this level) or wrong; then: skilltide skills audit --record FILE`,
    ...lines,
  ].join('\n')
}

/** Reads a sheet that was filled in. Lines still with a "?" are left; anything else than a verdict is an error with its line. */
export function judgementsIn(sheet: string, file: string): Judgement[] {
  return sheet.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#') || line.startsWith('?')) return []
    const [verdict = '', skill = '', level = '', place = ''] = line.split(/\s+/, 4)
    if (!verdicts.includes(verdict as Verdict) || !/^\d+:(?:title|role|company):\d+$/.test(place)) {
      throw new UserError(
        `${file}:${index + 1} does not begin with right, level or wrong and a mention: "${line.slice(0, 40)}". "skilltide skills audit SKILL" draws a sheet.`,
      )
    }
    return [{ verdict: verdict as Verdict, skill, level: level as Level, place }]
  })
}

export interface Precision {
  skill: SkillId
  judged: number
  /** Mentions that are the skill, at whatever level. */
  right: number
  atLevel: number
  low: number
  high: number
}

/** Share of mentions that are the skill, with Wilson's 95 % interval, by skill. */
export function precisionOf(judgements: readonly Judgement[]): Precision[] {
  const last = new Map(judgements.map((one) => [`${one.skill} ${one.place}`, one]))
  const bySkill = new Map<SkillId, Judgement[]>()
  for (const one of last.values()) bySkill.set(one.skill, [...(bySkill.get(one.skill) ?? []), one])
  return [...bySkill]
    .map(([skill, own]) => {
      const judged = own.length
      const right = own.filter(({ verdict }) => verdict !== 'wrong').length
      return {
        skill,
        judged,
        right,
        atLevel: own.filter(({ verdict }) => verdict === 'right').length,
        ...wilson(right, judged),
      }
    })
    .sort((left, right) => right.judged - left.judged || (left.skill < right.skill ? -1 : 1))
}

/** Wilson's score interval for a share, 95 %: E. B. Wilson, JASA 22 (1927). */
export function wilson(hits: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 }
  const z = 1.959_964
  const share = hits / of
  const middle = share + (z * z) / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) }
}
