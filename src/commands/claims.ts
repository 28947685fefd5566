import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../config.ts'
import { exit, UserError } from '../domain.ts'
import type { ClaimVerdict } from '../report/views.ts'
import { askedOf, figureOptions, skillsAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'claims',
  summary: 'Check claims about the job market against the figures',
  about:
    'A file of claims in YAML, each a sentence with a rule over figures; without one the claims of a public review of PyTorch that come with skilltide. Each is supported, not supported, or there is nothing to be said, with its numbers. Ends with exit code 5 where a claim is not supported, with 3 where of one nothing can be said.',
  arguments: [{ name: '[file]', about: 'a file of claims; the shipped example unless named' }],
  options: figureOptions,
  examples: [
    { line: 'skilltide claims', about: 'the review page’s own claims' },
    { line: 'skilltide claims my-claims.yaml --as-of 2026-06-30 --json', about: 'yours, as data' },
  ],
  async run(app, given) {
    const word = textArgument(given, 0)
    const path = word ?? join(packageRoot(), 'templates', 'claims.yaml')
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UserError(
        `${path} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
      )
    })
    const { readClaims } = await import('../answers/claim-file.ts')
    const claims = readClaims(text, word ?? 'claims.yaml', await skillsAsked(app))
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { claimVerdict } = await import('../answers/claims.ts')
    const asking = await askedOf(app, given)
    const verdicts: ClaimVerdict[] = []
    for (const claim of claims) verdicts.push(await claimVerdict(asking, claim))
    const has = (verdict: string) => verdicts.some((each) => each.verdict === verdict)
    const exitCode = has('not supported') ? exit.refused : has('cannot say') ? exit.flagged : exit.done
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(verdicts, 2), exitCode }
    }
    const { claimsText } = await import('../report/claims-text.ts')
    return { text: claimsText(verdicts, app.terminal), exitCode }
  },
})
