/** Skills that a user adds, in YAML: the same shape as the catalog's, checked word by word. */
import { isMap, isSeq, parseDocument } from 'yaml'
import { z } from 'zod'
import { UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { type Alias, aliasOf, type Skill, skillGroups } from './catalog/skill.ts'
import { unspellable } from './characters.ts'

const words = z.array(z.string().min(1))
const context = z.strictObject({
  ml: z.enum(['posting', 'near']).optional(),
  near: words.optional(),
  anywhere: words.optional(),
  notNear: words.optional(),
  nowhere: words.optional(),
  from: z
    .string()
    .regex(/^\d{4}-\d{2}$/, 'takes a month such as 2024-01')
    .optional(),
  listed: z.boolean().optional(),
})
const skill = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9+-]*$/, 'takes lower-case letters, digits, + and -'),
  name: z.string().min(1),
  group: z.enum(skillGroups),
  aliases: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({
          text: z.string().min(1),
          exact: z.boolean().optional(),
          context: context.optional(),
          also: words.optional(),
        }),
      ]),
    )
    .min(1),
  not: words.optional(),
  context: context.optional(),
  implies: words.optional(),
  since: z.string().optional(),
  homepage: z.string().optional(),
})

/** Reads a list of skills. Errors name the line, the key and the nearest right one. */
export function readUserSkills(text: string, known: readonly Skill[] = [], file = 'skills'): Skill[] {
  const document = parseDocument(text)
  const [syntax] = document.errors
  if (syntax) throw new UserError(`${file}: ${syntax.message.split('\n')[0]}`)
  if (!isSeq(document.contents))
    throw new UserError(`${file}: it takes a list of skills, each with id, name, group and aliases`)
  const taken = new Set(known.map(({ id }) => id))
  return document.contents.items.map((node, index) => {
    const range = isMap(node) ? node.range : null
    const place = `${file}${range ? `:${text.slice(0, range[0]).split('\n').length}` : ` skill ${index + 1}`}`
    const checked = skill.safeParse(isMap(node) ? node.toJS(document) : node)
    if (!checked.success) {
      const issue = checked.error.issues[0]!
      if (issue.code === 'unrecognized_keys') {
        throw new UserError(
          `${place}: there is no key "${issue.keys[0]}".${didYouMean(issue.keys[0]!, Object.keys(skill.shape))}`,
        )
      }
      throw new UserError(`${place}: ${issue.path.join('.')}: ${issue.message}`)
    }
    const names = [...checked.data.aliases, ...(checked.data.not ?? [])].map(
      (alias) => aliasOf(alias as string | Alias).text,
    )
    for (const name of names) {
      const why = unspellable(name)
      if (why !== null) throw new UserError(`${place}: ${why}`)
    }
    if (taken.has(checked.data.id)) throw new UserError(`${place}: the id "${checked.data.id}" is taken`)
    taken.add(checked.data.id)
    return checked.data as Skill
  })
}
