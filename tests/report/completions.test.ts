import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bash, fish, type Shown, zsh } from '../../src/report/completions.ts'
import { scratchFolder } from '../support/store.ts'

const commands: Shown[] = [
  {
    name: 'trend',
    summary: "What's asked: over time",
    values: [],
    options: [
      { word: '--by', about: 'day [or] week: a period', takes: 'period', choices: ['day', 'week', 'month'] },
      { word: '--config', about: 'a "file" of $HOME', takes: 'file', choices: [] },
      { word: '--json', about: 'as data', takes: null, choices: [] },
    ],
  },
  { name: 'run', summary: 'Run a job', values: ['collect', 'refresh'], options: [] },
]

const has = (shell: string) => spawnSync(shell, ['--version']).error === undefined
const run = (shell: string, args: string[], script: string) => {
  const file = join(scratchFolder(), `completions.${shell}`)
  writeFileSync(file, script)
  const { status, stdout, stderr } = spawnSync(shell, [...args, file], { encoding: 'utf8' })
  return {
    status,
    stdout: stdout
      .trim()
      .split('\n')
      .filter((line) => line !== ''),
    stderr,
  }
}

describe('completions', () => {
  const inBash = (line: string) =>
    run(
      'bash',
      [],
      `${bash(commands)}\nCOMP_WORDS=(${line})\nCOMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))\n_skilltide\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`,
    )

  test.each([
    ["skilltide ''", ['trend', 'run', '--help', '--version']],
    ['skilltide tr', ['trend']],
    ["skilltide run ''", ['collect', 'refresh']],
    ['skilltide run ref', ['refresh']],
    ['skilltide trend --', ['--by', '--config', '--json']],
    ["skilltide trend --by ''", ['day', 'week', 'month']],
    ['skilltide trend --by m', ['month']],
    ['skilltide trend pytorch --j', ['--json']],
  ])('bash offers after %s what may stand there', (line, offered) => {
    expect(inBash(line)).toEqual({ status: 0, stdout: offered, stderr: '' })
  })

  test.runIf(has('zsh'))(`zsh reads its script${has('zsh') ? '' : ' (skipped: there is no zsh here)'}`, () => {
    expect(run('zsh', ['-n'], zsh(commands))).toMatchObject({ status: 0, stderr: '' })
  })

  test.runIf(has('fish'))(
    `fish offers what may stand there${has('fish') ? '' : ' (skipped: there is no fish here)'}`,
    () => {
      const offered = (line: string) => run('fish', ['--no-config'], `${fish(commands)}\ncomplete -C '${line}'\n`)
      expect(offered('skilltide tr')).toEqual({ status: 0, stdout: ["trend\tWhat's asked: over time"], stderr: '' })
      expect(offered('skilltide run re').stdout).toEqual(['refresh'])
      expect(offered('skilltide trend --by w').stdout).toEqual(['week\tday [or] week: a period'])
      expect(offered('skilltide trend --js').stdout).toEqual(['--json\tas data'])
    },
  )
})
