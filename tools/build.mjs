/** `npm run build`: TypeScript into dist. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)

// TypeScript 6.0 leaves the `.ts` of an import() inside a method of an object as it is, where nothing else in the file makes it look.
const missed = /\bimport\((['"])(\.{1,2}\/[^'"\n]+)\.ts\1\)/g
for (const entry of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue
  const path = join(entry.parentPath, entry.name)
  const text = readFileSync(path, 'utf8')
  const mended = text.replace(missed, 'import($1$2.js$1)')
  if (mended !== text) writeFileSync(path, mended)
}
