/** Runs one measurement by name and prints its table; without a name lists them. */
import { readdirSync } from 'node:fs'

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3))

const [name, ...args] = process.argv.slice(2)
if (name === undefined || !names.includes(name)) {
  if (name !== undefined) console.error(`There is no measurement "${name}".`)
  console.log(`npm run bench <name> [arguments]\n\n${names.map((known) => `  ${known}`).join('\n')}`)
  process.exit(name === undefined ? 0 : 2)
}
const { default: measure } = (await import(`./${name}.ts`)) as { default: (args: string[]) => Promise<string> }
console.log(await measure(args))
