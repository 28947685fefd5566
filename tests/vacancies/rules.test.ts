/** The rules that make jobs of postings, held to their version: a store merges again only when that is raised. */
import { expect, test } from 'vitest'
import { day } from '../../src/days.ts'
import { type Candidate, clusterGroup, groupsOf, mergingRules, printsOf } from '../../src/vacancies/cluster.ts'

const quay =
  'We build instruments that listen to rivers. You keep the fleet of buoys running through the winter, read what they send ' +
  'and mend what the ice has broken. You bring patience, a steady hand with Python and a liking for cold mornings.'
const kiln =
  'Our kilns fire a thousand tiles a night. You tune their controllers, chart the heat and teach the night shift what the ' +
  'curves mean. You know SQL, have burnt your fingers once and would do it again.'
const thread = (roles: string) =>
  `Tidewater Labs | ${roles} | Oslo | Onsite\nWe make charts of currents for ferries. ${quay} We are hiring: ${roles}.`

const seen = (no: number, from: string, to: string, over: Partial<Candidate> & { text: string }) => ({
  ...{ no, source: 'greenhouse', priority: 0, title: 'River Engineer', textNo: no },
  ...{ firstSeen: day(from), lastSeen: day(to) },
  ...over,
})

const postings = [
  seen(1, '2026-01-01', '2026-02-01', { text: quay }),
  seen(2, '2026-01-10', '2026-02-01', { text: quay, title: 'River engineer (m/w/d)' }),
  seen(3, '2026-03-15', '2026-03-20', { text: quay }),
  seen(4, '2026-08-01', '2026-08-20', { text: quay }),
  seen(5, '2026-01-05', '2026-02-01', { text: kiln }),
  seen(6, '2026-01-05', '2026-02-01', { text: `${quay} We offer tea.` }),
  seen(7, '2026-01-06', '2026-02-01', { text: 'A great firm looks for you.', source: 'remotive', priority: 2 }),
  seen(8, '2026-01-01', '2026-02-01', { text: quay, title: 'Senior River Engineer' }),
  seen(9, '2026-01-01', '2026-01-31', { ...threadOf('Data Engineer, Sales Manager'), text: '' }),
  seen(10, '2026-02-01', '2026-02-28', { ...threadOf('Data Engineer, Sales Manager'), text: '' }),
  seen(11, '2026-03-01', '2026-03-31', { ...threadOf('Tax Counsel, Ship Designer'), text: '' }),
]
function threadOf(roles: string) {
  return { source: 'hackernews', priority: 1, title: `Tidewater Labs | ${roles}`, words: thread(roles) }
}

test('version 2: these postings come to these jobs (raise mergingRules where that changes, and write down the new jobs)', () => {
  const texts = postings.map(({ no, text, ...rest }) => ({ no, text: 'words' in rest ? String(rest.words) : text }))
  const jobs = groupsOf(postings).flatMap((group) =>
    clusterGroup(
      group,
      new Map(
        printsOf(
          group,
          texts.filter(({ no }) => group.some((posting) => posting.no === no)),
        ),
      ),
    ).map(({ members }) => members.map(({ no, because }) => (because === null ? `${no}` : `${no}: ${because}`))),
  )
  expect({ mergingRules, jobs }).toMatchInlineSnapshot(`
    {
      "jobs": [
        [
          "1",
          "6: same employer and title, 92 % of the text the same, on show at the same time",
          "2: same employer and title, 99 % of the text the same, on show at the same time",
          "3: same employer and title, 99 % of the text the same, listed again within 60 days",
          "7: same employer and title as on greenhouse, on show at the same time",
        ],
        [
          "5",
        ],
        [
          "4",
        ],
        [
          "8",
        ],
        [
          "9",
          "10: the same employer, 99 % of the text the same, listed again within 60 days",
        ],
        [
          "11",
        ],
      ],
      "mergingRules": "2",
    }
  `)
})
