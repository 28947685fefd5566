/** The few things that a colour may mean in a terminal. */
import { createColors } from 'picocolors'
import type { Terminal } from './views.ts'

/** `up` and `down` only where a rule has found a direction; `warn` for flagged, `faint` for what is not there. */
export type Tone = 'strong' | 'up' | 'down' | 'warn' | 'faint' | 'plain'

export function paint(text: string, tone: Tone, terminal: Pick<Terminal, 'colour'>): string {
  const colours = createColors(terminal.colour)
  const painters: Record<Tone, (text: string) => string> = {
    strong: colours.bold,
    up: colours.green,
    down: colours.red,
    warn: colours.yellow,
    faint: colours.dim,
    plain: (same) => same,
  }
  return painters[tone](text)
}
