/** Claims with their verdicts, for a terminal. */
import { title } from './lines.ts'
import { visible, wrap } from './terminal-text.ts'
import { paint, type Tone } from './tones.ts'
import type { ClaimVerdict, Terminal } from './views.ts'
import { counted } from './wording.ts'

const tones: Record<ClaimVerdict['verdict'], Tone> = { supported: 'up', 'not supported': 'down', 'cannot say': 'warn' }

export function claimsText(verdicts: readonly ClaimVerdict[], terminal: Terminal): string {
  const of = (verdict: ClaimVerdict['verdict']) => verdicts.filter((each) => each.verdict === verdict).length
  const heading = `${counted(verdicts.length, 'claim')}: ${of('supported')} supported, ${of('not supported')} not supported, of ${of('cannot say')} nothing can be said`
  const told = verdicts.map(({ claim, verdict, because, population }) =>
    [
      `${paint(verdict, tones[verdict], terminal)} (${population})`,
      wrap(visible(claim), terminal.width - 2, '  '),
      wrap(visible(because), terminal.width - 4, '    '),
    ].join('\n'),
  )
  return [title(heading, terminal), ...told].join('\n\n')
}
