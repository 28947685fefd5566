import { expect, test } from 'vitest'
import { startCli } from '../support/cli.ts'
import { scratchFolder } from '../support/store.ts'

async function tagged(stdin: string) {
  const { child, ended } = startCli(['tag'], { cwd: scratchFolder() })
  child.stdin!.end(stdin)
  return ended
}

test('tag answers each line with its key, in order, and nothing else', async () => {
  const lines = [
    {
      key: 'a',
      title: 'Senior ML Engineer',
      text: '# Requirements\n- 5+ years of experience\n- PyTorch\n- JAX is a plus\nFully remote. Salary: $150,000 - $180,000',
      posted: '2026-05',
    },
    { key: 7, title: '', text: 'Acme | Backend Developer, Product Designer | Berlin', company: null },
  ]
  const { code, stdout, stderr } = await tagged(`\uFEFF${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`)
  expect([code, stderr]).toEqual([0, ''])
  const [first, second, ...more] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(more).toEqual([])
  expect(first).toEqual({
    key: 'a',
    skills: { jax: 'preferred', 'machine-learning': 'required', pytorch: 'required' },
    years: { min: 5, max: null },
    seniority: 'senior',
    salary: { min: 150_000, max: 180_000, currency: 'USD', period: 'year' },
    remote: 'remote',
    role: 'ml_engineer',
    multi: false,
    ai: true,
  })
  expect(second).toEqual({
    key: 7,
    skills: {},
    years: null,
    seniority: null,
    salary: null,
    remote: null,
    role: null,
    multi: true,
    ai: false,
  })
})

test('tag ends at a line that is none, with its number, after answering those before', async () => {
  const { code, stdout, stderr } = await tagged('{"key":1,"text":"PyTorch"}\n{"key":2}\n')
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ key: 1, skills: { pytorch: 'mentioned' } })
  expect(stderr).toBe('skilltide: line 2 lacks "text"\n')
})
