/** Which rows of the fault table hold: runs every test that carries a row's id in its name, and prints the table. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rows } from '../tests/support/rows.ts'

interface Report {
  testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[]
}

/** `npm run bench http-rows` */
export default async function measure(): Promise<string> {
  const files = readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('tests', file))
    .filter((file) => /['"`]\$?\{?(?:[ABC]\d|row\})/.test(readFileSync(file, 'utf8')))
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-rows-'))
  const output = join(folder, 'report.json')
  await new Promise<void>((resolve) => {
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${output}`, ...files]
    // Tests that fail make it exit with 1: the report says which.
    execFile(process.execPath, args, { maxBuffer: 1e8 }, () => resolve())
  })
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report
  rmSync(folder, { recursive: true })

  const tally = new Map<string, { passed: number; skipped: number; failed: number }>()
  for (const { ancestorTitles, title, status } of report.testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    for (const row of new Set([...ancestorTitles, title].flatMap(idsOf))) {
      const counts = tally.get(row) ?? { passed: 0, skipped: 0, failed: 0 }
      tally.set(row, counts)
      counts[status === 'passed' ? 'passed' : status === 'failed' ? 'failed' : 'skipped'] += 1
    }
  }
  const lines = Object.entries(rows).map(([row, fault]) => {
    const { passed = 0, skipped = 0, failed = 0 } = tally.get(row) ?? {}
    const state =
      failed > 0 ? `${failed} FAIL` : passed === 0 ? 'no test' : skipped > 0 ? `holds, ${skipped} skipped` : 'holds'
    return { state, line: `${row.padEnd(5)}${fault.padEnd(62)}${String(passed).padStart(4)}  ${state}` }
  })
  const held = lines.filter(({ state }) => state.startsWith('holds')).length
  return [
    'row  fault                                                       tests',
    ...lines.map(({ line }) => line),
    `${held} of ${lines.length} rows hold`,
  ].join('\n')
}

/** The ids before a title's first colon: "A5, A7: …". */
const idsOf = (title: string): string[] =>
  /^(?:[A-C]\d{1,2}(?:, | and | to )?)+(?=:)/.test(title) ? between(title.slice(0, title.indexOf(':'))) : []

function between(ids: string): string[] {
  const range = /^([A-C])(\d+) to \1(\d+)$/.exec(ids)
  if (range === null) return ids.match(/[A-C]\d{1,2}/g) ?? []
  const [, letter, from, to] = range
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${letter}${Number(from) + index}`)
}
