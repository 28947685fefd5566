/** What one run of collecting came to, for a person: totals, then what went wrong grouped by its reason. */
import type { Outcome } from '../domain.ts'

export interface CollectedBoard {
  board: string
  outcome: Outcome
  reason: string | null
  unchanged: boolean
  listed: number
  rejects: string[]
  result: { opened: number; reopened: number; ended: number }
  host: string
}

/** Reasons shown before the rest is summed up. */
const shown = 8

export function collectedText(collected: CollectedBoard[], due: number): string {
  const good = collected.filter(({ outcome }) => outcome === 'complete' || outcome === 'empty')
  const sum = (of: (done: CollectedBoard) => number) => collected.reduce((total, done) => total + of(done), 0)
  const rejects = sum((done) => done.rejects.length)
  const listed = good.reduce((total, done) => total + done.listed, 0)
  const lines = [
    good.length === 0 && collected.length > 0
      ? `None of ${count(collected.length, 'board')} could be read; nothing was stored as seen and nothing was closed.`
      : `${good.length} of ${count(due, 'board')} read whole: ${listed.toLocaleString('en-US')} postings, ` +
        `${sum((done) => done.result.opened)} first seen, ${sum((done) => done.result.reopened)} back, ${sum((done) => done.result.ended)} ended.`,
  ]
  const unchanged = good.filter((done) => done.unchanged).length
  if (unchanged > 0)
    lines.push(`Unchanged since they were read before, as their sources say: ${count(unchanged, 'board')}.`)
  if (collected.length < due)
    lines.push(`Stopped after ${collected.length} of ${due}; the next run goes on with the rest.`)
  if (rejects > 0) lines.push(`${count(rejects, 'row')} could not be read; "skilltide status" names them by board.`)
  const troubled = collected.filter((done) => !good.includes(done))
  const groups = new Map<string, CollectedBoard[]>()
  for (const done of troubled) {
    const key = `${done.outcome}\t${done.host}\t${general(done)}`
    groups.set(key, [...(groups.get(key) ?? []), done])
  }
  const ordered = [...groups.entries()].sort((left, right) => right[1].length - left[1].length)
  for (const [key, boards] of ordered.slice(0, shown)) {
    const [outcome, host, reason] = key.split('\t')
    const which = boards.length === 1 ? boards[0]!.board : `${boards.length} boards on ${host}`
    lines.push(`  ${outcome}: ${which}: ${reason}`)
  }
  const rest = ordered.slice(shown).flatMap(([, boards]) => boards)
  if (rest.length > 0) {
    const hosts = new Set(rest.map(({ host }) => host)).size
    lines.push(`  and ${count(rest.length, 'board')} on ${count(hosts, 'other host')}; "skilltide status" lists each.`)
  }
  if (troubled.length > 0) lines.push(adviceFor(troubled))
  return lines.join('\n')
}

const count = (number: number, noun: string) => `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`

/** The reason without the board's own address, the host's rest and the tries, so that equal troubles stand in one line. */
const general = ({ reason, host }: CollectedBoard) =>
  (reason ?? '')
    .replace(/https?:\/\/([^/\s]+)\S*/g, '$1')
    .replace(/^\S+ is not asked before \S+: /, '')
    .replace(/ \(\d+ tries\)$/, '')
    .replaceAll(`${host}: `, '')
    .replace(`${host} `, '')

function adviceFor(troubled: CollectedBoard[]): string {
  const unreachable = troubled.every(({ reason }) => /reach|resolve|refused|connect|no address/i.test(reason ?? ''))
  return unreachable
    ? 'Check the network (a proxy, a firewall, DNS) and run "skilltide collect" again: it asks the boards that are still due.'
    : 'Their figures stay as they were, flagged with their age. "skilltide status" says what to do for each.'
}
