import { UserError } from '../domain.ts'
import { bash, fish, type Shown, zsh } from '../report/completions.ts'
import type { Command, Option } from './command.ts'
import { defineCommand, textArgument } from './command.ts'
import { commonOptions } from './common.ts'
import { commands } from './index.ts'

const shells = { bash, zsh, fish }

export default defineCommand({
  name: 'completions',
  summary: 'Print the completions of a shell: commands, options and their values',
  arguments: [{ name: '<shell>', about: 'bash, zsh or fish', choices: Object.keys(shells) }],
  examples: [
    { line: 'skilltide completions bash > /etc/bash_completion.d/skilltide', about: 'for everyone here' },
    { line: 'skilltide completions zsh > ~/.zfunc/_skilltide', about: 'where fpath holds ~/.zfunc' },
    { line: 'skilltide completions fish > ~/.config/fish/completions/skilltide.fish', about: 'for you' },
  ],
  async run(_app, given) {
    const shell = textArgument(given, 0)!
    const write = shells[shell as keyof typeof shells]
    if (write === undefined)
      throw new UserError(`There are completions for ${Object.keys(shells).join(', ')}, not for "${shell}".`)
    const shown: Shown[] = []
    for (const load of Object.values(commands)) shown.push(shownOf((await load()).default))
    return { text: write(shown) }
  },
})

const shownOf = ({ name, summary, arguments: args = [], options = [] }: Command): Shown => ({
  name,
  summary,
  values: args.flatMap(({ choices = [] }) => choices),
  options: [...options, ...commonOptions, { flags: '--help', about: 'what it does, with examples' }].map(optionOf),
})

function optionOf({ flags, about, choices = [] }: Option): Shown['options'][number] {
  const word = /--[a-z-]+/.exec(flags)?.[0] ?? flags
  const takes = /<(\w+)>|\[(\w+)\]/.exec(flags)
  const kind = takes?.[1] ?? takes?.[2] ?? null
  return { word, about, takes: kind, choices: [...choices] }
}
