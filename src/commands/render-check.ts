/** `render --check`: what the author typed against the figures. */
import type { Document } from '../answers/check-document.ts'
import type { App } from '../app.ts'
import { skillsInForce } from '../catalog-in-force.ts'
import { exit } from '../domain.ts'
import type { DocumentFinding } from '../report/views.ts'
import { aliasOf } from '../skills/catalog/skill.ts'
import { askedOf } from './asked.ts'
import { flagOption, type Given, type Output } from './command.ts'

export async function checked(app: App, given: Given, documents: readonly Document[]): Promise<Output> {
  const { checkDocument } = await import('../answers/check-document.ts')
  const asking = await askedOf(app, given)
  const findings: DocumentFinding[] = []
  const spellings = await spellingsOf(app)
  for (const document of documents) findings.push(...(await checkDocument(asking, document, spellings)))
  const exitCode = codeOf(findings)
  if (flagOption(given, 'json')) {
    const { jsonText } = await import('../report/json-text.ts')
    return { text: jsonText(findings, 2), exitCode }
  }
  const { checkText } = await import('../report/check-text.ts')
  return { text: checkText(findings, documents.length, app.terminal), exitCode }
}

function codeOf(findings: readonly DocumentFinding[]): number {
  if (findings.some(({ verdict }) => verdict === 'contradicted' || verdict === 'withheld')) return exit.refused
  const open = findings.some(({ kind, verdict }) => kind === 'number' || verdict === 'cannot say')
  return open ? exit.flagged : exit.done
}

/** Names, and the aliases that are the skill wherever they stand. */
const spellingsOf = async ({ config }: App) =>
  (await skillsInForce(config)).map(({ id, name, aliases, context }) => {
    const clear = context === undefined ? aliases.map(aliasOf).filter((alias) => alias.context === undefined) : []
    return { id, names: [name, ...clear.map(({ text }) => text)] }
  })
