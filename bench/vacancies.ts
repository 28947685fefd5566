/** How many postings of a store merge into how many vacancies, at what cost, and samples of pairs to read. */
import Database from 'better-sqlite3'
import { unpackText } from '../db/sql/text-body.ts'
import { dayFromNumber } from '../src/days.ts'
import { priorityOf } from '../src/in-force.ts'
import { clusterGroup, groupsOf, printsOf, repostDays, textsNeeded } from '../src/vacancies/cluster.ts'
import { jaccard } from '../src/vacancies/fingerprint.ts'

interface Row {
  no: number
  employer: string
  source: string
  title: string
  locations: string
  text: number | null
  first: number
  last: number
}

/** `vacancies STORE [pairs to read=0]` */
export default async function measure([path, pairs = '0']: string[]): Promise<string> {
  if (path === undefined) return 'vacancies STORE [pairs to read]: STORE is a store that was collected or imported'
  const db = new Database(path, { readonly: true })
  const rows = db
    .prepare<[], Row>(
      `select p.no, e.key as employer, b.source, p.title, p.locations, p.text_no as text, min(s.first_seen) as first, max(s.last_seen) as last
       from postings p join employers e on e.no = p.employer_no join boards b on b.no = p.board_no join spells s on s.posting_no = p.no
       where e.key <> '' group by p.no order by e.no`,
    )
    .all()
  const words = db.prepare<[number], { body: Buffer; packed: number }>('select body, packed from texts where no = ?')
  const textOf = (no: number) => {
    const { body, packed } = words.get(no)!
    return unpackText(body, packed).role
  }
  const byEmployer = grouped(rows)
  const began = process.cpuUsage()
  let vacancies = 0
  const merged: [Row, Row, number, string][] = []
  const near: [Row, Row, number, string][] = []
  const byNo = new Map(rows.map((row) => [row.no, row]))
  for (const own of byEmployer.values()) {
    const candidates = own.map((row) => ({
      ...{ no: row.no, source: row.source, priority: priorityOf(row.source), title: row.title, textNo: row.text },
      ...{ firstSeen: dayFromNumber(row.first), lastSeen: dayFromNumber(row.last) },
    }))
    for (const group of groupsOf(candidates)) {
      const texts = new Map(
        printsOf(
          group,
          textsNeeded(group).map((no) => ({ no, text: textOf(no) })),
        ),
      )
      const clusters = clusterGroup(group, texts)
      vacancies += clusters.length
      if (pairs === '0') continue
      for (const { members } of clusters)
        for (const { no, because } of members.slice(1))
          merged.push([byNo.get(members[0]!.no)!, byNo.get(no)!, 1, because!])
      for (const [at, { members }] of clusters.entries()) {
        for (const other of clusters.slice(at + 1, at + 4)) {
          const [left, right] = [byNo.get(members[0]!.no)!, byNo.get(other.members[0]!.no)!]
          if (left.text === null || right.text === null) continue
          // Those that time alone keeps apart say nothing of the texts.
          if (Math.max(left.first, right.first) - Math.min(left.last, right.last) > repostDays) continue
          const alike =
            left.text === right.text ? 1 : jaccard(texts.get(left.text)!.shingles, texts.get(right.text)!.shingles)
          if (alike > 0.5) near.push([left, right, alike, `apart at ${alike.toFixed(2)}`])
        }
      }
    }
  }
  const used = process.cpuUsage(began)
  const seconds = (used.user + used.system) / 1e6
  const lines = [
    `${rows.length} postings of ${byEmployer.size} employers make ${vacancies} vacancies`,
    `${((seconds / rows.length) * 100_000).toFixed(1)} s of processor time per 100,000 postings, texts read from the store among it`,
  ]
  const sample = (from: typeof merged) =>
    from
      .filter((_, at) => at % Math.max(1, Math.floor(from.length / Number(pairs))) === 0)
      .slice(0, Number(pairs))
      .map(([left, right, , why]) => `${shown(left)}\n${shown(right)}\n   ${why}\n${differences(left, right, textOf)}`)
  if (pairs !== '0') lines.push('', 'MERGED', ...sample(merged), '', 'APART', ...sample(near))
  db.close()
  return lines.join('\n')
}

function grouped(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.employer, [...(groups.get(row.employer) ?? []), row])
  return groups
}

const shown = ({ employer, title, locations, first, last }: Row) =>
  `${employer} | ${title} | ${locations} | ${dayFromNumber(first)}..${dayFromNumber(last)}`

/** The first lines of each that the other lacks. */
function differences(left: Row, right: Row, textOf: (no: number) => string): string {
  if (left.text === right.text || left.text === null || right.text === null) return '   (one text)'
  const [one, other] = [textOf(left.text).split('\n'), textOf(right.text).split('\n')]
  const lacks = (from: string[], by: string[]) =>
    from
      .filter((line) => !by.includes(line))
      .slice(0, 3)
      .map((line) => line.slice(0, 160))
  return [...lacks(one, other).map((line) => `   - ${line}`), ...lacks(other, one).map((line) => `   + ${line}`)].join(
    '\n',
  )
}
