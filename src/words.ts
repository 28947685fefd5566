/** From the words on the command line to one command's run: options, help, and the nearest right word to a wrong one. */
import { Argument, Command as Commander, CommanderError, Option as CommanderOption } from 'commander'
import { createApp, type Surroundings } from './app.ts'
import type { Command, Output } from './commands/command.ts'
import { commonOptions } from './commands/common.ts'
import { commands, groups } from './commands/index.ts'
import { readConfig } from './config.ts'
import { exit, UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'

type World = Omit<Surroundings, 'config' | 'command'>

export async function runWords(words: string[], world: World): Promise<Required<Output>> {
  const [name] = words
  if (name === undefined || name === '--help' || name === '-h') return done(await overview())
  if (name === 'help') return runWords([...words.slice(1), '--help'], world)
  const load = commands[name]
  if (load === undefined) {
    const what = name.startsWith('-')
      ? `There is no option "${name}" before a command.`
      : `There is no command "${name}".`
    throw new UserError(`${what}${didYouMean(name, Object.keys(commands))} "skilltide --help" lists them.`)
  }
  return runCommand((await load()).default, words.slice(1), world)
}

const done = (text: string): Required<Output> => ({ text, exitCode: exit.done })

async function runCommand(command: Command, words: string[], world: World): Promise<Required<Output>> {
  let given: { args: (string | string[] | undefined)[]; options: Record<string, string | boolean | string[]> } | null =
    null
  let help = ''
  const parser = parserOf(command)
  parser.configureOutput({ writeOut: (text) => (help += text), writeErr: () => {} })
  parser.action((...received: unknown[]) => {
    const args = received.slice(0, -2) as (string | string[] | undefined)[]
    given = { args, options: parser.opts() }
  })
  try {
    await parser.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return done(help)
    throw new UserError(`${readable(error.message, command)} "skilltide ${command.name} --help" shows what it takes.`)
  }
  const { args, options } = given!
  const config = await readConfig({
    config: options['config'] as string | undefined,
    db: options['db'] as string | undefined,
    set: options['set'] as string[] | undefined,
  })
  const app = createApp({
    ...world,
    config,
    command: command.name,
    terminal: { ...world.terminal, colour: config.colour ?? world.terminal.colour },
  })
  try {
    const { text, exitCode = exit.done } = await command.run(app, { args, options })
    return { text, exitCode }
  } finally {
    await app.dispose()
  }
}

/** Commander's message as one sentence, with the nearest right option where one is wrong. */
function readable(message: string, command: Command): string {
  const text = message.replace(/^error: /, '').split('\n')[0]!
  const sentence = `${text[0]!.toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.')
  const wrong = /unknown option '--?([^']+)'/i.exec(text)
  const known = [
    ...(command.options ?? []).map((option) => longName(option.flags)),
    ...commonOptions.map((option) => longName(option.flags)),
  ]
  return wrong ? `${sentence}${didYouMean(wrong[1]!, known)}` : sentence
}

const longName = (flags: string) => /--([a-z-]+)/.exec(flags)?.[1] ?? flags

function parserOf(command: Command): Commander {
  const parser = new Commander(`skilltide ${command.name}`)
    .summary(command.summary)
    .description(command.about === undefined ? command.summary : `${command.summary}\n\n${command.about}`)
    .exitOverride()
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: false })
  for (const { name, about } of command.arguments ?? []) parser.addArgument(new Argument(name, about))
  for (const { flags, about, choices, default: fallback, many } of [...(command.options ?? []), ...commonOptions]) {
    const option = new CommanderOption(flags, about)
    if (choices) option.choices(choices)
    if (fallback !== undefined) option.default(fallback)
    if (many) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
    parser.addOption(option)
  }
  const width = Math.max(...command.examples.map((example) => example.line.length))
  const examples = command.examples.map(({ line, about }) => `  ${line.padEnd(width)}  ${about}`)
  parser.addHelpText('after', `\nExamples:\n${examples.join('\n')}`)
  return parser
}

async function overview(): Promise<string> {
  const lines = [
    'skilltide: how much the job market asks for PyTorch and its alternatives, and which way that demand moves',
    '',
    'Usage: skilltide <command> [options]',
  ]
  for (const { title, commands: own } of groups) {
    lines.push('', `${title}:`)
    for (const [name, load] of Object.entries(own)) lines.push(`  ${name.padEnd(10)} ${(await load()).default.summary}`)
  }
  lines.push(
    '',
    'Exit codes: 0 done · 2 usage or config · 3 done, something flagged · 4 nothing could be collected · 5 publishing refused',
    '            6 store unusable · 7 store damaged · 8 another run holds the lock · 130/143 stopped by signal · 1 our bug',
    '',
    '"skilltide <command> --help" shows its options with examples. Settings: skilltide.yaml ("skilltide init" writes one).',
  )
  return lines.join('\n')
}
