/** The program as its user runs it: a process of its own, from dist where it is built and asked for, else from source. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Words that start the program; SKILLTIDE is taken out of the environment so that only the test's settings count. */
export const cliWords: string[] = process.env['CLI']
  ? [resolve(process.env['CLI'])]
  : ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'src/cli.ts')]

export interface Ran {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export function startCli(
  words: string[],
  { env = {}, cwd, stdin }: { env?: Record<string, string>; cwd: string; stdin?: 'closed' },
): { child: ChildProcess; ended: Promise<Ran> } {
  const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SKILLTIDE_')))
  const child = spawn(process.execPath, [...cliWords, ...words], {
    cwd,
    env: { ...bare, ...env },
    stdio: [stdin === 'closed' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const ran: Ran = { code: null, signal: null, stdout: '', stderr: '' }
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text))
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text))
  const ended = new Promise<Ran>((done) => {
    child.once('close', (code, signal) => done({ ...ran, code, signal }))
  })
  return { child, ended }
}

export const runCli = (words: string[], where: Parameters<typeof startCli>[1]): Promise<Ran> => {
  const { child, ended } = startCli(words, where)
  child.stdin?.end()
  return ended
}
