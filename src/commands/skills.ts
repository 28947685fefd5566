import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'skills',
  summary: 'List the catalog, or one skill with its aliases and rules',
  arguments: [{ name: '[skill]', about: 'one skill, by id or name' }],
  options: [
    { flags: '--group <group>', about: 'only this group' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide skills', about: 'every skill by group' },
    { line: 'skilltide skills jax', about: 'what counts as JAX, and what does not' },
  ],
  async run(app, given) {
    const { skillsInForce, skillNamed, taggerInForce } = await import('../tagger-in-force.ts')
    const skills = skillsInForce(app.config)
    const asked = textArgument(given, 0)
    if (asked !== undefined) {
      const skill = skillNamed(asked, skills)
      if (flagOption(given, 'json')) return { text: JSON.stringify(skill, null, 2) }
      const { stringify } = await import('yaml')
      return { text: stringify(skill).trimEnd() }
    }
    const group = textOption(given, 'group')
    const listed = skills.filter((skill) => group === undefined || skill.group === group)
    if (flagOption(given, 'json')) return { text: JSON.stringify(listed, null, 2) }
    const byGroup = new Map<string, string[]>()
    for (const skill of listed) byGroup.set(skill.group, [...(byGroup.get(skill.group) ?? []), skill.id])
    const lines = [...byGroup].map(([name, ids]) => `${name} (${ids.length})\n  ${ids.join(', ')}`)
    return {
      text: [`${listed.length} skills, catalog edition ${taggerInForce(app.config).edition}`, ...lines].join('\n'),
    }
  },
})
