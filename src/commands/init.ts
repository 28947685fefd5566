import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { App } from '../app.ts'
import { configTemplate } from '../config-template.ts'
import { exit, UserError } from '../domain.ts'
import { unwritable } from '../report/write-file.ts'
import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'init',
  summary: 'Write a commented config file',
  about:
    'Asks for a contact where a person is there to answer and --contact was not given; everything else has a default that the file explains.',
  arguments: [{ name: '[file]', about: 'skilltide.yaml here when left out' }],
  options: [
    { flags: '--contact <address>', about: 'a page or address that source operators can write to' },
    { flags: '--yes', about: 'ask nothing' },
    { flags: '--force', about: 'replace a file that is there' },
  ],
  examples: [
    { line: 'skilltide init', about: 'asks for a contact, and writes skilltide.yaml' },
    { line: 'skilltide init --contact https://example.com/about-our-bot', about: 'asks nothing' },
  ],
  async run(app, given) {
    const file = resolve(textArgument(given, 0) ?? 'skilltide.yaml')
    if (existsSync(file) && !flagOption(given, 'force'))
      throw new UserError(`${file} is there already; --force replaces it.`)
    const contact = textOption(given, 'contact') ?? (await asked(app, flagOption(given, 'yes'))) ?? app.config.contact
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, configTemplate(contact))
    } catch (error) {
      throw unwritable(error, file)
    }
    return {
      text: `Wrote ${file}. "skilltide config" shows what is in force, "skilltide collect" begins, "skilltide schedule" goes on by itself.`,
      exitCode: exit.done,
    }
  },
})

/** What the person at the terminal answers; null where there is none. */
async function asked(app: App, quiet: boolean): Promise<string | null> {
  const { stdin } = app
  if (quiet || !app.terminal.interactive || !('isTTY' in stdin) || stdin.isTTY !== true) return null
  app.say('Where can the operators of job boards reach you? A page or an address; it becomes part of every request.')
  const lines = createInterface({ input: stdin })
  const answer = await lines.question('', { signal: app.signal })
  lines.close()
  return answer.trim() || null
}
