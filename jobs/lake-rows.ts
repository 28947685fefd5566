/** What the store knows as rows of the lake's tables: no advert texts, no e-mail addresses or telephone numbers. */
import type { LakePosting, LakeSnapshot } from '../db/store.ts'
import { withoutContacts } from '../src/report/contacts.ts'
import type { Row } from '../src/report/datasets.ts'
import { linkable } from '../src/report/links.ts'

const joined = (list: readonly string[], by: string) => (list.length === 0 ? null : list.join(by))

export const lakePostingRow = (row: LakePosting, attribution: string): Row => ({
  posting: row.no,
  vacancy: row.vacancy,
  board: row.board,
  external_id: row.externalId,
  source: row.source,
  title: withoutContacts(row.title),
  company: withoutContacts(row.company),
  employer: row.employer,
  url: linkable(row.url),
  locations: joined(row.locations.map(withoutContacts), '; '),
  countries: joined(row.countries, ' '),
  workplace: row.workplace,
  employment: row.employment,
  published_on: row.publishedOn,
  first_seen: row.firstSeen,
  last_seen: row.lastSeen,
  ended_on: row.endedOn,
  own: row.own,
  on_show: row.onShow,
  attribution,
})

export const lakeMentionRows = ({ no, vacancy, skills }: LakePosting): Row[] =>
  (skills ?? []).map(({ id, level }) => ({ posting: no, vacancy, skill: id, level }))

export const lakeTraitRows = (row: LakePosting): Row[] =>
  row.ai === null
    ? []
    : [
        {
          ...{ posting: row.no, vacancy: row.vacancy, ai: row.ai, role: row.role, seniority: row.seniority },
          ...{ remote: row.remote, patterns: joined(row.patterns, ' ') },
          ...{ years_min: row.years?.min ?? null, years_max: row.years?.max ?? null },
          ...{ pay_min: row.pay?.min ?? null, pay_max: row.pay?.max ?? null },
          ...{ pay_currency: row.pay?.currency ?? null, pay_period: row.pay?.period ?? null },
        },
      ]

export const lakeSnapshotRow = ({ startedAt, withText, reason, ...row }: LakeSnapshot): Row => ({
  ...row,
  started_at: new Date(startedAt).toISOString(),
  with_text: withText,
  reason: reason === null ? null : withoutContacts(reason),
})
