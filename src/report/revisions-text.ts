/** Published figures that later read otherwise, for a terminal. */
import { table } from './table.ts'
import type { Revision, Terminal } from './views.ts'

export const revisionsText = (revisions: readonly Revision[], terminal: Terminal): string =>
  revisions.length === 0
    ? 'No published figure has been revised.'
    : table(
        ['on', 'figure', 'before', 'after', 'cause'],
        revisions.map(({ on, skill, measure, period, before, after, reason }) => [
          ...[on, `${skill ?? 'all'}.${measure}@${period}`, before, after, reason],
        ]),
        terminal,
        { whole: [1, 4] },
      )
