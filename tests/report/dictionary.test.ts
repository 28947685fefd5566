import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkRow, datasets } from '../../src/report/datasets.ts'
import { dictionary, jsonSchema } from '../../src/report/dictionary.ts'
import { figureRow, seriesRows, skillRow } from '../../src/report/rows.ts'
import { viewNames, viewSchema, viewShapes } from '../../src/report/view-schemas.ts'
import { monthlySeries, reportView, vintage } from '../support/views.ts'

const docs = resolve(import.meta.dirname, '../../docs')
const again = 'run "node --import tsx tests/support/write-docs.ts" and commit what it writes'

test('the data dictionary is the one that the declarations make', () => {
  expect(readFileSync(join(docs, 'data-dictionary.md'), 'utf8'), again).toBe(dictionary())
})

describe('the JSON Schema of each dataset', () => {
  test.each(datasets.map((dataset) => [dataset.name, dataset] as const))('%s', (name, dataset) => {
    const stored = JSON.parse(readFileSync(join(docs, 'schema', `${name}.schema.json`), 'utf8')) as unknown
    expect(stored, again).toEqual(jsonSchema(dataset))
  })
})

describe('the JSON Schema of what a command gives with --json', () => {
  test.each(viewNames)('%s', (name) => {
    const stored = JSON.parse(readFileSync(join(docs, 'schema', 'views', `${name}.schema.json`), 'utf8')) as unknown
    expect(stored, again).toEqual(JSON.parse(JSON.stringify(viewSchema(name))))
  })

  test('holds for the views, and not for one with a field amiss', () => {
    const finding = {
      ...{ file: 'a.md', line: 1, column: 1, words: '0 jobs', kind: 'number', verdict: 'contradicted' },
      ...{ because: 'PyTorch: 165', instead: 'pytorch.open', figures: reportView().figures },
    }
    expect(viewShapes.check.safeParse([finding]).success).toBe(true)
    expect(viewShapes.check.safeParse([{ ...finding, verdict: 'fine' }]).success).toBe(false)
    expect(viewShapes.report.safeParse(reportView()).success).toBe(true)
    expect(viewShapes.report.safeParse({ ...reportView(), figures: [{}] }).success).toBe(false)
  })
})

test('every row fills status and flags, and never stands a missing value for 0', () => {
  const view = reportView()
  const rows = [
    ...view.figures.map(figureRow),
    ...seriesRows(monthlySeries(), vintage),
    skillRow(view.skill, view.population, view.figures, vintage),
  ]
  for (const row of rows) {
    expect(row['status']).toMatch(/^[a-z_]+$/)
    expect(row['flags']).toMatch(/^[a-z_ ]+$/)
    if (['missing', 'not_tracked', 'suspect'].includes(String(row['status'])) && 'value' in row) {
      expect(row['value']).toBeNull()
    }
  }
})

test('a row a skill holds what its columns promise: employers are counted, also where the figure is their share', () => {
  const view = reportView()
  const row = skillRow(view.skill, view.population, view.figures, vintage)
  expect(row['employers']).toBe(83)
  checkRow(datasets.find(({ name }) => name === 'skills')!, row)
  for (const figure of view.figures) checkRow(datasets.find(({ name }) => name === 'figures')!, figureRow(figure))
})

test('a skill of which nothing was measured says so in every cell', () => {
  const { skill, population } = reportView()
  const row = skillRow(skill, population, [], vintage)
  expect([row['open'], row['share'], row['pay_median'], row['trajectory']]).toEqual([null, null, null, 'Not measured'])
  expect([row['open_status'], row['status'], row['flags']]).toEqual(['missing', 'missing', 'none'])
})
