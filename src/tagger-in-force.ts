/** The tagger with the catalog that the settings ask for. */
import { ownSkills } from './catalog-in-force.ts'
import type { Config } from './config.ts'
import { catalog } from './skills/catalog/index.ts'
import { createTagger } from './skills/tagger.ts'

export const taggerInForce = async (config: Config) => createTagger(catalog, await ownSkills(config))
