/** The catalog: every skill that is counted, and the name of this edition of it. */
import { classical } from './classical.ts'
import { data } from './data.ts'
import { frameworks } from './frameworks.ts'
import { agents, generative, vectorStores } from './generative.ts'
import { clouds, gpu, languages, platform, serving } from './platform.ts'
import { research } from './research.ts'
import type { Skill } from './skill.ts'

/** Changes with every change of what counts; figures carry it, and CHANGELOG.md tells what moved. */
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
