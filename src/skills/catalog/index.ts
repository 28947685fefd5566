/** The catalog: every skill that is counted, and the name of this edition of it. */
import { classical } from './classical.ts'
import { data } from './data.ts'
import { frameworks } from './frameworks.ts'
import { agents, generative, vectorStores } from './generative.ts'
import { clouds, gpu, languages, platform, serving } from './platform.ts'
import { research } from './research.ts'
import type { Skill } from './skill.ts'

/** The month of the catalog: the part of an edition's name that people say. What it holds is in the name by its digest. */
export const catalogVersion = '2026.11'

export const catalog: Skill[] = [
  ...frameworks,
  ...classical,
  ...generative,
  ...agents,
  ...vectorStores,
  ...data,
  ...serving,
  ...gpu,
  ...languages,
  ...clouds,
  ...platform,
  ...research,
]
