/** Installs and builds what is missing; costs a few file stats when nothing is. Plain JavaScript: it runs before anything is installed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(root, ...parts)
const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

/** Runs a program in the project's folder with its output shown; ends this process with its code when it fails. */
export function must(program, args, remedy) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  if (status === 0) return
  console.error(`\n${[program, ...args].join(' ')} failed${error ? `: ${error.message}` : ''}. ${remedy}`)
  process.exit(status ?? 1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const good = (major === 20 && minor >= 18) || (major === 22 && minor >= 14) || major >= 24
  if (good) return
  console.error(`Node ${process.versions.node} cannot run skilltide: it needs 20.18 or later, 22.14 or later, or 24.`)
  process.exit(2)
}

export function install() {
  checkNode()
  if (changed(at('node_modules', '.package-lock.json')) >= changed(at('package-lock.json'))) return
  console.log('Installing the libraries (about two minutes the first time: the SQLite driver may be compiled) …')
  must(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'It needs the npm registry, python3, make and g++.',
  )
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : changed(path))
  }, 0)

export function build() {
  const sources = ['src', 'scrapers', 'db', 'jobs'].map((folder) => newest(at(folder)))
  const latest = Math.max(...sources, changed(at('tsconfig.build.json')), changed(at('package-lock.json')))
  if (changed(at('dist', '.tsbuildinfo')) >= latest) return
  console.log('Building …')
  must(process.execPath, [at('tools', 'build.mjs')], 'The types do not hold.')
}
