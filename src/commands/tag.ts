import { createInterface } from 'node:readline'
import { UserError } from '../domain.ts'
import { defineCommand } from './command.ts'

export default defineCommand({
  name: 'tag',
  summary: 'Find the skills and traits of postings given as JSON lines on standard input',
  about:
    'Reads {key, title, text, company?, posted?} and writes {key, skills: {id: level}, years, seniority, salary, remote, role, multi, ai}, one line each, in order. Needs no store.',
  examples: [{ line: 'skilltide tag < postings.jsonl', about: 'tags a file' }],
  async run(app) {
    const [{ taggerInForce }, { toTagLine }] = await Promise.all([
      import('../tagger-in-force.ts'),
      import('../skills/tag-line.ts'),
    ])
    const tagger = await taggerInForce(app.config)
    const out: string[] = []
    const flush = () => {
      if (out.length > 0) app.write(`${out.splice(0).join('\n')}\n`)
    }
    let number = 0
    for await (const line of createInterface({ input: app.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (line.trim() === '') continue
      let input: ReturnType<typeof inputOf>
      try {
        input = inputOf(line, number)
      } catch (error) {
        // What was read before the bad line is answered.
        flush()
        throw error
      }
      const { key, title, text, company, posted } = input
      const tagged = tagger.tag({ title, text: { role: text, company: '' }, company, posted })
      out.push(JSON.stringify(toTagLine(key, tagged)))
      if (out.length === 500) flush()
    }
    return { text: out.join('\n') }
  },
})

function inputOf(line: string, number: number) {
  let row: Record<string, unknown>
  try {
    row = JSON.parse(number === 1 ? line.replace(/^\uFEFF/, '') : line)
  } catch (error) {
    throw new UserError(`line ${number} is not JSON: ${(error as Error).message}`)
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new UserError(`line ${number} is not an object`)
  const text = (name: string): string | null => {
    const value = row[name]
    if (value === undefined || value === null) return null
    if (typeof value !== 'string')
      throw new UserError(`line ${number}: "${name}" is ${JSON.stringify(value)}; it takes a text`)
    return value
  }
  if (row['key'] === undefined) throw new UserError(`line ${number} lacks "key"`)
  const body = text('text')
  if (body === null) throw new UserError(`line ${number} lacks "text"`)
  return { key: row['key'], title: text('title') ?? '', text: body, company: text('company'), posted: text('posted') }
}
