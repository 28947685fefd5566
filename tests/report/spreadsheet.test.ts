/** A spreadsheet program itself opens what is written: no cell of it may be a formula, and no number another one. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csvHead, csvLines } from '../../src/report/csv.ts'
import type { Row } from '../../src/report/datasets.ts'
import { formulas } from '../support/hostile.ts'
import { notes } from '../support/notes.ts'
import { scratchFolder } from '../support/store.ts'

const has = (command: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const soffice = has('soffice')

/** Comma, double quote, UTF-8, from the first line; special numbers and formulas are looked for. */
const reading = 'CSV:44,34,76,1,,0,false,true,false,false,false,0,true'

function opened(csv: string): { formulas: string[]; numbers: string[]; rows: number } {
  const folder = scratchFolder()
  const file = join(folder, 'table.csv')
  writeFileSync(file, csv)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  execFileSync(
    'soffice',
    [profile, '--headless', `--infilter=${reading}`, '--convert-to', 'fods', '--outdir', folder, file],
    { stdio: 'ignore', timeout: 120_000 },
  )
  const sheet = readFileSync(join(folder, 'table.fods'), 'utf8')
  return {
    formulas: [...sheet.matchAll(/table:formula="([^"]*)"/g)].map(([, formula]) => formula!),
    numbers: [...sheet.matchAll(/office:value-type="float" office:value="([^"]*)"/g)].map(([, number]) => number!),
    rows: (sheet.match(/<table:table-row/g) ?? []).length,
  }
}

test.skipIf(!soffice)(
  `G7: LibreOffice finds no formula in what is exported, and every number${soffice ? '' : ' (skipped: no LibreOffice)'}`,
  { timeout: 300_000 },
  () => {
    const numbers = [-2, 0.1, 123456.75, 1e-7]
    const rows: Row[] = formulas.map((text, at) => ({ text, number: numbers[at % numbers.length]!, last: 'end' }))
    const safe = opened(csvHead(notes) + csvLines(notes, rows))
    expect(safe.formulas).toEqual([])
    expect(safe.numbers.map(Number)).toEqual(rows.map(({ number }) => number))
    expect(safe.rows).toBeGreaterThan(rows.length)
    // The same program does carry out what is not encoded.
    expect(opened('text,number\n=1+1,2\n"=SUM(1;2)",3\n').formulas.length).toBeGreaterThan(0)
  },
)
