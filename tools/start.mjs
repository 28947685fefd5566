/**
 * `npm start`: sets up, gives a new store its past, then collects, refreshes and reports. `npm start -- report jax` runs
 * another command instead.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, install, root } from './setup.mjs'

install()
build()

const cli = join(root, 'dist', 'src', 'cli.js')
function run(...words) {
  console.log(`\n$ skilltide ${words.join(' ')}`)
  const { status, signal } = spawnSync(process.execPath, [cli, ...words], { stdio: 'inherit' })
  return status ?? (signal === 'SIGTERM' ? 143 : 130)
}

const words = process.argv.slice(2)
if (words.length > 0) process.exit(run(...words))

/** The first code that says something went wrong is what the whole run came to. */
let code = 0
for (const step of [
  ['history'],
  ['collect'],
  ['refresh'],
  ['label'],
  ['report', 'pytorch'],
  ['compare', 'pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn'],
]) {
  const came = run(...step)
  if (code === 0) code = came
  // Stopped, or a store that cannot be used: the next steps would only say the same again.
  if (![0, 3, 4].includes(came)) break
}
process.exit(code)
