/** Requests made against robots.txt, Retry-After or a host's gap: hosts of every temper, restarts in the middle of the work. */
import { simulateManners } from '../tests/support/manners.ts'

/** `npm run bench http-manners [requests] [seed]` */
export default async function measure([requests = '10000', seed = '1']: string[]): Promise<string> {
  const { violations, asked, restarts, verdicts } = await simulateManners(Number(requests), Number(seed))
  return [
    `requests that reached a host  ${asked}`,
    `restarts in between           ${restarts}`,
    `verdicts                      ${Object.entries(verdicts)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    `made against a host's wish    ${violations.length}`,
    ...violations.slice(0, 20).map((line) => `  ${line}`),
  ].join('\n')
}
