/** The catalog that the settings ask for: ours, and the user's own skills. Nothing here reads a text: that costs tables of words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { SkillId } from './domain.ts'
import { UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'
import { catalog } from './skills/catalog/index.ts'
import { aliasOf, type Skill } from './skills/catalog/skill.ts'
import { editionOf } from './skills/edition.ts'

/** The user's own skills, from the file that the settings name. Few have one, and what reads it takes long to load. */
export async function ownSkills(config: Config): Promise<Skill[]> {
  const file = config.settings.skills?.file
  if (file === undefined) return []
  const { readUserSkills } = await import('./skills/user-skills.ts')
  return readUserSkills(readFileSync(join(config.root, file), 'utf8'), catalog, file)
}

export const skillsInForce = async (config: Config): Promise<Skill[]> => [...catalog, ...(await ownSkills(config))]
/** The edition of the tagger in force. */
export const editionInForce = async (config: Config): Promise<string> => editionOf(catalog, await ownSkills(config))

/** The skill that a word on the command line names, by id or name; an unknown one is an error with the nearest. */
export function skillNamed(word: string, skills: Skill[]): Skill {
  const asked = word.toLowerCase()
  const names = (skill: Skill) =>
    [skill.name, ...skill.aliases.map((alias) => aliasOf(alias).text)].map((name) => name.toLowerCase())
  const found = skills.find((skill) => skill.id === asked) ?? skills.find((skill) => names(skill).includes(asked))
  if (found !== undefined) return found
  const known: SkillId[] = skills.flatMap((skill) => [skill.id, skill.name])
  throw new UserError(
    `There is no skill "${word}" in the catalog.${didYouMean(word, known)} "skilltide skills" lists them.`,
  )
}
