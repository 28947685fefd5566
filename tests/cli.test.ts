/** From words to a command: help, options, and one line for every wrong word. */
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { commands } from '../src/commands/index.ts'
import { UserError } from '../src/domain.ts'
import { version } from '../src/version.ts'
import { runWords } from '../src/words.ts'
import { runCli } from './support/cli.ts'
import { scratchFolder } from './support/store.ts'

const run = (...words: string[]) =>
  runWords(words, {
    stdin: Readable.from([]),
    signal: new AbortController().signal,
    terminal: { width: 100, colour: false, interactive: false },
    write: () => {},
    say: () => {},
    progress: () => {},
  })

const refusal = async (...words: string[]) =>
  run(...words).then(
    () => 'no error',
    (error: unknown) => (error instanceof UserError ? `${error.exitCode}: ${error.message}` : error),
  )

describe('every command', () => {
  test.each(Object.keys(commands))('%s loads, explains itself, and shows examples that are its own', async (name) => {
    const { default: command } = await commands[name]!()
    expect(command.name).toBe(name)
    expect(command.summary.length).toBeLessThan(100)
    expect(command.examples.length).toBeGreaterThan(0)
    expect(command.examples.some(({ line }) => line.includes(`skilltide ${name}`))).toBe(true)
    const { text, exitCode } = await run(name, '--help')
    expect(exitCode).toBe(0)
    for (const { line } of command.examples) expect(text).toContain(line)
    for (const option of command.options ?? []) expect(text).toContain(option.flags.split(' ')[0])
    expect(text).toContain('--set <setting=value>')
  })

  test('stands in the overview, once', async () => {
    const { text } = await run()
    for (const name of Object.keys(commands))
      expect(text.split('\n').filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1)
    expect((await run('--help')).text).toBe(text)
    expect((await run('help', 'config')).text).toBe((await run('config', '--help')).text)
  })
})

test.each([
  [['colect'], '2: There is no command "colect". Did you mean "collect"? "skilltide --help" lists them.'],
  [['--verison'], '2: There is no option "--verison" before a command. "skilltide --help" lists them.'],
  [
    ['config', '--jsno'],
    `2: Unknown option '--jsno'. Did you mean "json"? "skilltide config --help" shows what it takes.`,
  ],
  [['run'], `2: Missing required argument 'job'. "skilltide run --help" shows what it takes.`],
  [
    ['run', 'collect', 'now'],
    '2: Too many arguments. Expected 1 argument but got 2. "skilltide run --help" shows what it takes.',
  ],
  [
    ['schedule', '--log', 'xml'],
    `2: Option '--log <format>' argument 'xml' is invalid. Allowed choices are auto, json, text. "skilltide schedule --help" shows what it takes.`,
  ],
  [['completions', 'csh'], '2: There are completions for bash, zsh, fish, not for "csh".'],
  [
    ['config', '--config', '/nowhere.yaml'],
    '2: No config file at /nowhere.yaml. Make one with "skilltide init", or leave --config out.',
  ],
  [['config', '--set', 'out'], '2: --set takes setting=value, such as collect.hosts=4, not "out"'],
  [['restore', '/nowhere.sqlite'], '2: There is no file /nowhere.sqlite to restore.'],
  [['backup', '--rotate', 'x'], '2: --rotate names its copies itself; give it no file and no --portable.'],
])('%j is refused in one line', async (words, message) => {
  expect(await refusal(...words)).toBe(message)
})

test('the process says its version, and a wrong word on standard error with exit code 2', async () => {
  const cwd = scratchFolder()
  expect(await runCli(['--version'], { cwd })).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' })
  expect(await runCli(['colect'], { cwd })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'skilltide: There is no command "colect". Did you mean "collect"? "skilltide --help" lists them.\n',
  })
  expect(await runCli(['config'], { cwd, env: { SKILLTIDE_DBB: 'x' } })).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      'skilltide: The environment sets SKILLTIDE_DBB, which is no setting. Did you mean "SKILLTIDE_DB"? "skilltide config" lists them.\n',
  })
})

test('a secret is named and never shown, neither in text nor as data', async () => {
  const cwd = scratchFolder()
  const env = {
    SKILLTIDE_KEY_SLACK: 'hush-hush',
    SKILLTIDE_NOTICES_WEBHOOKS: '[{url: "https://hooks.example/hush-token"}]',
  }
  for (const words of [['config'], ['config', '--json'], ['config', '--changed']]) {
    const { code, stdout, stderr } = await runCli(words, { cwd, env })
    expect(code).toBe(0)
    expect(stdout).toContain('SKILLTIDE_KEY_SLACK')
    expect(stdout).toContain('https://hooks.example/…')
    expect(stdout + stderr).not.toContain('hush')
  }
})
