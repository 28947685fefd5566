import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'skills',
  summary: 'List the catalog, or one skill with its aliases and rules; compare editions; judge mentions',
  about:
    '"skills diff" tags every stored text with the catalog in force and shows what would move, before "refresh" adopts it. "skills audit SKILL" draws mentions for a person to judge; with --record it takes the filled sheet; alone it shows the precision that the verdicts come to.',
  arguments: [
    { name: '[skill]', about: 'one skill, by id or name; or diff, or audit' },
    { name: '[audited]', about: 'the skill whose mentions are drawn' },
  ],
  options: [
    { flags: '--group <group>', about: 'only this group' },
    { flags: '--with <file>', about: 'diff: as if these skills were added' },
    { flags: '--sample <n>', about: 'audit: how many mentions (otherwise 20)' },
    { flags: '--seed <n>', about: 'audit: another number draws other mentions' },
    { flags: '--record <file>', about: 'audit: a sheet that was filled in' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide skills', about: 'every skill by group' },
    { line: 'skilltide skills jax', about: 'what counts as JAX, and what does not' },
    { line: 'skilltide skills diff --with mine.yaml', about: 'what skills of your own would count' },
    { line: 'skilltide skills audit pytorch --sample 50 > sheet.txt', about: 'mentions to judge' },
  ],
  async run(app, given) {
    const [{ skillsInForce, skillNamed, editionInForce }, { aiRule }] = await Promise.all([
      import('../catalog-in-force.ts'),
      import('../skills/traits/ai.ts'),
    ])
    const skills = await skillsInForce(app.config)
    const asked = textArgument(given, 0)
    if (asked === 'diff' || asked === 'audit') {
      const { skillsAudit, skillsDiff } = await import('./skills-compare.ts')
      return asked === 'diff' ? skillsDiff(app, given) : skillsAudit(app, given, textArgument(given, 1))
    }
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
      text: [
        `${listed.length} skills, catalog edition ${await editionInForce(app.config)}, rule of AI postings ${aiRule}`,
        ...lines,
      ].join('\n'),
    }
  },
})
