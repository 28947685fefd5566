/** The catalog made ready for reading: every name as a pattern, and what a hit on it means. */
import type { SkillId } from '../domain.ts'
import type { Pattern } from './automaton.ts'
import { type Alias, aliasOf, type Context, type Skill } from './catalog/skill.ts'
import { mlVocabulary } from './words.ts'

/** What a pattern stands for. One spelling may stand for several things: a hit tells of all of them. */
export interface Meaning {
  /** Names a skill. */
  named: { skills: SkillId[]; context: Context | null }[]
  /** Speaks of machine learning, or is a tool of it that no other trade has. */
  ml: boolean
  /** The plain word, for the company that ambiguous names must keep; more where one spelling names several. */
  words: string[]
}

export interface Lexicon {
  patterns: Pattern[]
  meanings: Meaning[]
}

/** Groups whose unambiguous names prove that a posting is about machine learning. */
const mlGroups = new Set([
  'frameworks',
  'classical-ml',
  'llm',
  'agents',
  'vector-stores',
  'serving-mlops',
  'gpu-compilers',
  'research',
])
/** General tools within those groups: a posting may name them without a word of machine learning. */
const general = new Set([
  'numpy',
  'pandas',
  'matplotlib',
  'plotly',
  'cython',
  'jupyter',
  'matlab',
  'sas',
  'spss',
  'stata',
  'elasticsearch',
  'solr',
  'opensearch',
  'neo4j',
  'n8n',
  'github-copilot',
  'cursor',
  'claude-code',
  'codex',
  'chatgpt',
  'slurm',
  'argo',
  'opencl',
  'vulkan',
  'metal',
  'webgpu',
  'llvm',
  'mpi',
  'infiniband',
  'time-series',
  'statistics',
  'robotics',
  'autonomous-driving',
  'point-clouds',
  'knowledge-graphs',
  'bioinformatics',
  'a-b-testing',
  'bayesian',
  'tesseract',
  'opencv',
  'tidyverse',
  'shiny',
  'polars',
  'scipy',
  'sympy',
  'networkx',
  'statsmodels',
  'seaborn',
  'gpu-computing',
  'artificial-intelligence',
  'data-science',
  'synthetic-data',
  'anomaly-detection',
  'information-retrieval',
  'openai',
  'claude',
])

/** What parts words makes no other spelling: the automaton takes hyphens for blanks. */
const key = (text: string, exact: boolean) => (exact ? `=${text}` : text.toLowerCase()).replace(/[\s_-]+/g, ' ')
const plainWord = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, ' ')

export function createLexicon(catalog: readonly Skill[]): Lexicon {
  const patterns: Pattern[] = []
  const meanings: Meaning[] = []
  const index = new Map<string, number>()
  const meaningOf = (text: string, exact: boolean): Meaning => {
    const known = index.get(key(text, exact))
    if (known !== undefined) return meanings[known]!
    const meaning: Meaning = { named: [], ml: false, words: [plainWord(text)] }
    index.set(key(text, exact), patterns.length)
    patterns.push({ text, exact })
    meanings.push(meaning)
    return meaning
  }
  const contextWords = new Set<string>()
  for (const skill of catalog) {
    for (const entry of skill.aliases) {
      const alias: Alias = aliasOf(entry)
      const context = alias.context ?? skill.context ?? null
      const meaning = meaningOf(alias.text, alias.exact === true)
      meaning.named.push({ skills: [skill.id, ...(alias.also ?? []), ...(skill.implies ?? [])], context })
      // "Python/R" is company to what asks for either.
      if (alias.also !== undefined) meaning.words.push(skill.id, ...alias.also)
      if (context === null && mlGroups.has(skill.group) && !general.has(skill.id)) meaning.ml = true
      for (const word of [
        ...(context?.near ?? []),
        ...(context?.notNear ?? []),
        ...(context?.anywhere ?? []),
        ...(context?.nowhere ?? []),
      ]) {
        contextWords.add(plainWord(word))
      }
    }
    for (const phrase of skill.not ?? []) {
      const { text, exact } = aliasOf(phrase)
      // A phrase without a meaning of its own: the longer hit hides the name within it.
      meaningOf(text, exact === true)
    }
  }
  for (const phrase of mlVocabulary) {
    const { text, exact } = aliasOf(phrase)
    meaningOf(text, exact === true).ml = true
  }
  const known = new Set(meanings.flatMap(({ words }) => words))
  for (const word of contextWords) if (!known.has(word)) meaningOf(word, false)
  return { patterns, meanings }
}
