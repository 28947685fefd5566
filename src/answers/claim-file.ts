/** Claims in YAML, each a sentence with the rule that it is checked by. */
import { isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { type SkillId, UserError } from '../domain.ts'
import { labels } from '../figures/trajectory.ts'
import { didYouMean } from '../nearest.ts'
import { isBreakdown } from './breakdowns.ts'
import { figureNamed } from './figure-id.ts'
import { type Outside, outside } from './outside.ts'
import { populationNamed } from './population.ts'

const skills = z.array(z.string()).min(1)
const shapes = {
  /** A figure lies at or above, at or below, or between: with its interval where it has one. */
  figure: z
    .strictObject({ figure: z.string(), at_least: z.number().optional(), at_most: z.number().optional() })
    .refine((rule) => rule.at_least !== undefined || rule.at_most !== undefined, 'takes at_least, at_most or both'),
  /** New jobs name the first more than any of the others. */
  leads: z.strictObject({ leads: z.string(), over: skills }),
  /** The trajectory's word is one of these. */
  direction: z.strictObject({ direction: z.string(), is: z.array(z.enum(labels)).min(1) }),
  /** Of a breakdown of the naming jobs one part is ahead of every other. */
  most: z.strictObject({ most: z.string(), of: z.string(), is: z.string() }),
  /** Nothing that is collected speaks of it: one of the matters that are refused with their reason. */
  outside: z.strictObject({ outside: z.enum(Object.keys(outside) as [Outside, ...Outside[]]) }),
} as const

export type Rule =
  | { figure: string; at_least?: number | undefined; at_most?: number | undefined }
  | { leads: SkillId; over: SkillId[] }
  | { direction: SkillId; is: (typeof labels)[number][] }
  | { most: SkillId; of: string; is: string }
  | { outside: Outside }

export interface Claim {
  claim: string
  /** Whose vacancies; the file's or the command's where it names none. */
  population: string | null
  rule: Rule
  line: number
}

const keys = ['claim', 'population', 'rule']

/**
 * Reads a list of claims, or a map with `population` and `claims`. Errors are one line that names the file, the line and
 * the nearest right word. `skillNamed` gives a skill's id or throws.
 */
export function readClaims(text: string, file: string, skillNamed: (word: string) => SkillId): Claim[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) throw new UserError(`${file}:${syntax.linePos?.[0].line ?? 1}: ${syntax.message.split(' at line')[0]}`)
  const root = document.contents
  const list = isMap(root) ? root.get('claims', true) : root
  if (!isSeq(list)) throw new UserError(`${file}: it takes a list of claims, each with claim and rule`)
  const common = isMap(root) ? (root.get('population') ?? null) : null
  const lineOf = (node: unknown): number => {
    const range = (node as { range?: [number, number, number] | null } | null)?.range
    return range == null ? 1 : lines.linePos(range[0]).line
  }
  return list.items.map((node): Claim => {
    const line = lineOf(node)
    const fail = (problem: string, at: unknown = node): never => {
      throw new UserError(`${file}:${lineOf(at)}: ${problem}`)
    }
    if (!isMap(node)) return fail('a claim takes claim and rule')
    const wrong = node.items.map(({ key }) => String(key)).find((key) => !keys.includes(key))
    if (wrong !== undefined) return fail(`there is no key "${wrong}".${didYouMean(wrong, keys)}`, keyOf(node, wrong))
    const claim = node.get('claim')
    if (typeof claim !== 'string' || claim === '') return fail('"claim" takes the sentence that is checked')
    const ruleNode = node.get('rule', true)
    const within = <Value>(at: unknown, check: () => Value): Value => {
      try {
        return check()
      } catch (error) {
        if (error instanceof UserError) return fail(error.message, at)
        throw error
      }
    }
    const population = node.get('population') ?? common
    return {
      ...{ claim, line },
      population:
        population === null
          ? null
          : within(node.get('population', true) ?? node, () => populationNamed(String(population))),
      rule: within(ruleNode ?? node, () => ruleOf(isMap(ruleNode) ? ruleNode.toJS(document) : ruleNode, skillNamed)),
    }
  })
}

const keyOf = (map: YAMLMap, key: string) => map.items.find((item) => String(item.key) === key)?.key

function ruleOf(raw: unknown, skillNamed: (word: string) => SkillId): Rule {
  const kinds = Object.keys(shapes) as (keyof typeof shapes)[]
  const given = typeof raw === 'object' && raw !== null ? Object.keys(raw) : []
  const kind = kinds.find((name) => given.includes(name))
  if (kind === undefined) {
    const nearest = given[0] === undefined ? '' : didYouMean(given[0], kinds)
    throw new UserError(`a rule begins with ${kinds.join(', ')}.${nearest}`)
  }
  const checked = shapes[kind].safeParse(raw)
  if (!checked.success) {
    const issue = checked.error.issues[0]!
    if (issue.code === 'unrecognized_keys') {
      const allowed = Object.keys(shapes[kind].shape)
      throw new UserError(`a rule of "${kind}" has no key "${issue.keys[0]}".${didYouMean(issue.keys[0]!, allowed)}`)
    }
    throw new UserError(`${[kind, ...issue.path].join('.')}: ${issue.message}`)
  }
  const rule = checked.data
  if ('outside' in rule) return rule
  if ('leads' in rule) return { leads: skillNamed(rule.leads), over: rule.over.map(skillNamed) }
  if ('direction' in rule) return { ...rule, direction: skillNamed(rule.direction) }
  if ('most' in rule) {
    if (!isBreakdown(rule.of))
      throw new UserError(
        `most.of: "${rule.of}" is no breakdown; role, pattern, seniority, workplace, country and employment are`,
      )
    return { ...rule, most: skillNamed(rule.most) }
  }
  if (figureNamed(rule.figure, skillNamed) === null) {
    throw new UserError(`"${rule.figure}" is no figure; one is written as pytorch.share or pytorch.open@2026-05-31`)
  }
  return rule
}
