/** A secret goes to the service that it is for, and nowhere else. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jobsOf, numbers } from '../support/asking.ts'
import { runCli } from '../support/cli.ts'
import { filledStore, servedOn } from '../support/server.ts'
import { scratchFolder } from '../support/store.ts'

test('H14: no output, file, store or backup holds a secret of the environment', async () => {
  const folder = scratchFolder()
  const secret = 'xoxb-7f3a9c51e2-not-for-anybody'
  await filledStore(join(folder, 'store.sqlite'), [jobsOf(0, numbers(1, 8))], 2)
  writeFileSync(join(folder, 'skilltide.yaml'), 'store: store.sqlite\nnotices:\n  webhooks:\n    - key: slack\n')
  mkdirSync(join(folder, 'out'))
  const env = { SKILLTIDE_TODAY: servedOn, SKILLTIDE_KEY_SLACK: `https://hooks.example/${secret}` }
  const said: string[] = []
  for (const words of [
    ['config'],
    ['config', '--json'],
    ['status', '--json'],
    ['report', 'pytorch', '--json'],
    ['export', 'skills', '--out', 'out'],
    ['page', '--out', 'site', '--skill', 'pytorch'],
    ['backup', 'copy.sqlite'],
    ['config', '--set', 'no.such=1'],
  ]) {
    const { stdout, stderr } = await runCli(words, { cwd: folder, env })
    said.push(stdout, stderr)
  }
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
  expect(said.join('').length).toBeGreaterThan(500)
  expect(said.join('')).not.toContain(secret)
  expect(files.filter((name) => readFileSync(join(folder, name)).includes(secret))).toEqual([])
  expect(files.some((name) => /\.html$/.test(name)) && files.length > 10).toBe(true)
})
