import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../domain.ts'
import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'init',
  summary: 'Write a commented config file',
  arguments: [{ name: '[file]', about: 'skilltide.yaml here when left out' }],
  options: [
    { flags: '--contact <address>', about: 'a page or address that source operators can write to' },
    { flags: '--force', about: 'replace a file that is there' },
  ],
  examples: [
    { line: 'skilltide init --contact https://example.com/about-our-bot', about: 'a config with your contact' },
  ],
  async run(app, given) {
    const file = resolve(textArgument(given, 0) ?? 'skilltide.yaml')
    if (existsSync(file) && !flagOption(given, 'force'))
      throw new UserError(`${file} is there already; --force replaces it`)
    writeFileSync(file, template(textOption(given, 'contact') ?? app.config.contact))
    return { text: `Wrote ${file}. "skilltide config" shows what is in force, "skilltide collect" begins.` }
  },
})

const template = (
  contact: string,
) => `# skilltide's settings. Every one may be left out; what stands here is the default, or an example behind a #.
# A flag beats the environment, the environment beats this file. "skilltide config" prints what is in force.

# Where the operators of the sources can reach you; part of every request's User-Agent.
contact: ${JSON.stringify(contact)}

# The store, and the folder for exports and pages; relative to this file.
store: data/skilltide.sqlite
out: out

# Whose vacancies shares are over: ai, all, role:ml_engineer, country:DE, source:hackernews.
population: ai

boards:
  # The built-in list of AI employers ("skilltide boards" prints it).
  defaults: true
  # add: [greenhouse:example, {board: "jsonld:example", employer: Example, settings: {sitemap: "https://example.com/sitemap.xml"}}]
  # without: [ashby:example]

# Sources that wait to be asked; "skilltide sources" says why each is off.
# sources:
#   enable: [himalayas, remoteok]

# Skills of your own, in the form that docs/skills.md describes.
# skills:
#   file: skills.yaml

# Cron expressions in UTC; false turns a job off. "skilltide schedule --list" shows the whole timetable.
# timetable:
#   collect: "17 * * * *"
#   exports: false
`
