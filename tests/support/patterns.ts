/** Every regular expression of the rules: those written in their files, and those put together when they are loaded. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const source = resolve(import.meta.dirname, '../../src')
const folders = ['skills', 'skills/traits', 'text']

export interface PatternOfRules {
  file: string
  pattern: RegExp
}

export async function patternsOfRules(): Promise<PatternOfRules[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(source, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  const found = files.flatMap((file) => literalsIn(file))
  const native = globalThis.RegExp
  // What is put together is only seen while it is made.
  const watching = new Proxy(native, {
    construct(target, [pattern, flags]: [string | RegExp, string?]) {
      const regex = new target(pattern, flags)
      found.push({ file: 'made', pattern: regex })
      return regex
    },
  })
  globalThis.RegExp = watching
  try {
    // The question mark makes each module load anew.
    for (const file of files) await import(/* @vite-ignore */ `../../src/${file}?patterns`)
  } finally {
    globalThis.RegExp = native
  }
  return [...new Map(found.map((one) => [String(one.pattern), one])).values()]
}

function literalsIn(file: string): PatternOfRules[] {
  const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.Latest)
  const found: PatternOfRules[] = []
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ file, pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}
