/** `npm run bench [name] [args]`: sets up, then runs one measurement, or lists them. */
import { spawnSync } from 'node:child_process'
import { build, install, root } from './setup.mjs'

install()
build()
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
