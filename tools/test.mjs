/** `npm test`: sets up, then types, lint, unused code and every test; ends with `N passed, N failed, N skipped`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, install, root } from './setup.mjs'

install()
build()

const only = process.argv.slice(2)
const bin = (name) => join(root, 'node_modules', '.bin', name)
const totals = { passed: 0, failed: 0, skipped: 0 }

function check(title, program, args) {
  console.log(`\n— ${title}`)
  const began = Date.now()
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  totals[status === 0 ? 'passed' : 'failed'] += 1
  console.log(`  ${status === 0 ? 'good' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(0)} s)`)
}

if (only.length === 0) {
  check('types', bin('tsc'), ['--noEmit'])
  check('lint and format', bin('biome'), ['check', '--reporter=summary', '.'])
  check('unused code', bin('knip'), [])
}

console.log('\n— tests')
const scratch = mkdtempSync(join(tmpdir(), 'skilltide-test-'))
const result = join(scratch, 'result.json')
const { status } = spawnSync(
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${result}`, ...only],
  // Tests that start the program start the one just built: it begins several times sooner than its source does.
  { cwd: root, stdio: 'inherit', env: { ...process.env, CLI: join(root, 'dist', 'src', 'cli.js') } },
)
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(result, 'utf8'),
  )
  totals.passed += numPassedTests
  // A file that could not even be loaded has no tests to count, and is a failure all the same.
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  totals.failed += numFailedTests + unloaded
  totals.skipped += numPendingTests + numTodoTests
} catch (error) {
  console.error(`The tests left no result: ${error.message}`)
  totals.failed += 1
}
if (status !== 0 && totals.failed === 0) totals.failed += 1
rmSync(scratch, { recursive: true, force: true })

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.failed === 0 ? 0 : 1)
