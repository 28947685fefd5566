/** What a skill is in the catalog: names, the phrases that are not it, and the company an ambiguous word must keep. */
import type { SkillId } from '../../domain.ts'

export const skillGroups = [
  'frameworks',
  'classical-ml',
  'llm',
  'agents',
  'vector-stores',
  'data',
  'serving-mlops',
  'gpu-compilers',
  'languages',
  'clouds',
  'platform',
  'research',
] as const
export type SkillGroup = (typeof skillGroups)[number]

/** What a posting must say for an ambiguous word to be the skill. Every condition given must hold. */
export interface Context {
  /** `posting`: machine learning is named anywhere in it; `near`: within a line or so. */
  ml?: 'posting' | 'near'
  /** One of these words stands near (in the same line or the one beside it). */
  near?: string[]
  /** One of these words stands anywhere in the posting. */
  anywhere?: string[]
  /** None of these words stands near. */
  notNear?: string[]
  /** None of these words stands anywhere. */
  nowhere?: string[]
  /** The first month in which the word meant this skill, `2017-01`: postings from before do not count. */
  from?: string
  /** A list of tools: a comma, slash, bracket, bullet or "and/or" beside the word. */
  listed?: boolean
}

export interface Alias {
  text: string
  /** Upper and lower case as written; otherwise any case counts. */
  exact?: boolean
  context?: Context
  /** Other skills that this spelling names besides. */
  also?: SkillId[]
}

export interface Skill {
  id: SkillId
  name: string
  group: SkillGroup
  /** A plain text counts in any case; `=TF` only in that case. */
  aliases: (string | Alias)[]
  /** Phrases that contain an alias and are not the skill. */
  not?: string[]
  /** For every alias of the skill that has no context of its own. */
  context?: Context
  /** Skills that this one's name names too: TorchServe names PyTorch. */
  implies?: SkillId[]
  /** First public month. */
  since?: string
  homepage?: string
}

export const aliasOf = (alias: string | Alias): Alias =>
  typeof alias !== 'string' ? alias : alias.startsWith('=') ? { text: alias.slice(1), exact: true } : { text: alias }
