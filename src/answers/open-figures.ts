/** What is open now: counts, share, employers and levels, each with what it needs to be printed. */
import type { BesidesRow, DailyRow, OpenRow } from '../../db/store.ts'
import { addDays } from '../days.ts'
import type { Figure, Flag, Level, SkillId } from '../domain.ts'
import { carryDays, concentrated, lastGoodDays, minimum, vanishes } from '../figures/method.ts'
import { type OpenNow, openNow } from '../figures/open-now.ts'
import { clusteredShare, clustersOf, employersNaming, type Share } from '../figures/share.ts'
import { sum } from '../figures/sums.ts'
import { count, counted, percent } from '../report/wording.ts'
import { type Asking, shared, sharedBy, skillName } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
import { namingShare } from './naming-share.ts'
import { needs, notEnough } from './needs.ts'
import { jobsOf } from './population.ts'
import { notMeasured, openOf, type Reading, readingOf } from './reading.ts'
import { tracked } from './tracked.ts'

/** Rows of what is open by board and employer, on the boards that are active. */
export const openRowsOf = sharedBy(async (asking, skill) => {
  const { panel } = await readingOf(asking)
  const fresh = new Set(panel)
  const rows = (await openOf(asking)).now(skill, { name: asking.population })
  return rows.filter(({ board, ageDays }) => fresh.has(board) && ageDays <= carryDays)
})

export const openNowOf = sharedBy(async (asking, skill): Promise<OpenNow> => openNow(await openRowsOf(asking, skill)))

export const flagsOf = (reading: Reading, share: Share | null): Flag[] => [
  ...(reading.carried ? (['carried'] as const) : []),
  ...(share?.top != null && share.top.share >= concentrated.part && share.x >= concentrated.n
    ? (['concentrated'] as const)
    : []),
]

/** `open`, `open.*`, `share`, `employers` and `level.*` of a skill. */
export async function openFigures(asking: Asking, skill: SkillId): Promise<Figure[]> {
  const make = await figuresOf(asking, skill)
  const reading = await readingOf(asking)
  const untracked = await tracked(asking, skill)
  const drafts =
    untracked !== null
      ? withheld('not_tracked', untracked)
      : !reading.enough
        ? withheld('missing', [notMeasured(reading), await lastGood(asking, skill)].filter(Boolean).join(' '))
        : measured(asking, skill, {
            ...{ reading, rows: await openRowsOf(asking, skill), before: await vanished(asking, skill) },
            besides: await besidesOf(asking, skill),
          })
  return drafts.map(make)
}

/** What stands beside the population: a source is shown whole, with nothing beside it. */
const allBesides = shared(
  async (asking: Asking): Promise<BesidesRow[]> =>
    asking.population.startsWith('source:') ? [] : (await openOf(asking)).besides({ name: asking.population }),
)

export const besidesOf = async (asking: Asking, skill: SkillId): Promise<BesidesRow[]> =>
  (await allBesides(asking)).filter((row) => row.skill === skill)

const counts = [
  ...['open', 'open.required', 'open.preferred', 'open.mentioned', 'open.postings', 'open.stale'],
  'open.besides',
] as const
const shares = ['share', 'employers', 'level.required', 'level.preferred', 'level.mentioned'] as const

const withheld = (status: 'missing' | 'not_tracked' | 'suspect', text: string): Draft[] => [
  ...counts.map(
    (measure): Draft => ({ measure, text, status, unit: measure === 'open.postings' ? 'postings' : 'vacancies' }),
  ),
  ...shares.map((measure): Draft => ({ measure, text, status, unit: 'share' })),
]

interface Found {
  reading: Reading
  rows: OpenRow[]
  before: DailyRow | null
  besides: BesidesRow[]
}

function measured(asking: Asking, skill: SkillId, { reading, rows, before, besides }: Found): Draft[] {
  const open = openNow(rows)
  if (open.naming === 0 && before !== null) {
    const text = `Held back: none found today, though ${count(before.open)} were open on ${before.day}.`
    return withheld('suspect', text)
  }
  const jobs = jobsOf(asking.population)
  if (open.vacancies === 0) {
    return withheld(
      'missing',
      `Not measured: the ${counted(reading.read, 'board')} read ${reading.read === 1 ? 'has' : 'have'} no open ${jobs}.`,
    )
  }
  const share = clusteredShare(open.clusters)
  const flags = flagsOf(reading, share)
  const { name } = skillName(asking, skill)
  const unmet = [
    ...needs(`open ${jobs}`, open.vacancies, minimum.share.n),
    ...needs('employers', open.clusters.length, minimum.share.employers),
  ]
  const corpus = unmet.length === 0
  const base = { flags, n: open.naming, employers: share?.naming ?? null }
  return [
    openDraft(open, share, corpus, jobs, flags),
    ...levelCounts(open, corpus, base),
    {
      ...{ measure: 'open.postings', unit: 'postings', value: open.namingPostings, ...base, n: open.namingPostings },
      status: open.naming > 0 ? 'observed' : corpus ? 'zero' : 'low',
      text: counted(open.namingPostings, 'posting'),
    },
    {
      ...{ measure: 'open.stale', unit: 'vacancies', value: open.stale, ...base, n: open.stale },
      denominator: open.naming,
      status: open.stale > 0 ? 'observed' : open.naming > 0 || corpus ? 'zero' : 'low',
      text: `${count(open.stale)} of ${count(open.naming)} open for more than 6 months`,
    },
    besidesDraft(besides),
    ...(share === null || !corpus
      ? fewDrafts(open, notEnough(unmet), flags)
      : [shareDraft(open, share, jobs, flags), employersDraft(open, name, jobs, flags)]),
    ...levelShares(rows, flags),
  ]
}

function besidesDraft(rows: BesidesRow[]): Draft {
  const agencies = sum(rows, (row) => row.agencies)
  const aggregators = sum(rows, (row) => row.aggregators)
  const value = agencies + aggregators
  return {
    ...{ measure: 'open.besides', unit: 'vacancies', value, n: value, status: value > 0 ? 'observed' : 'zero' },
    text: `also advertised by agencies: ${count(agencies)}; seen on aggregators: ${count(aggregators)}`,
  }
}

const shareStatus = (open: OpenNow): Pick<Draft, 'status'> => ({ status: open.naming === 0 ? 'zero' : 'observed' })

/** Counts are told whatever their number; no share is made of too few. */
function fewDrafts(open: OpenNow, text: string, flags: Flag[]): Draft[] {
  const naming = open.clusters.filter(({ x }) => x > 0).length
  const base = { unit: 'share', status: 'low', text, flags } as const
  return [
    { ...base, measure: 'share', n: open.naming, denominator: open.vacancies, employers: open.clusters.length },
    { ...base, measure: 'employers', n: naming, denominator: open.clusters.length, employers: open.clusters.length },
  ]
}

function openDraft(open: OpenNow, share: Share | null, corpus: boolean, jobs: string, flags: Flag[]): Draft {
  const boards = `${counted(share?.employers ?? 0, 'employer')}' boards`
  const text =
    open.naming > 0
      ? `${count(open.naming)} of ${count(open.vacancies)} open ${jobs}, of ${counted(share?.naming ?? 1, 'employer')}`
      : corpus
        ? `0 of ${count(open.vacancies)} open ${jobs} on ${boards} (95%: fewer than ${percent(share!.interval.high)}).`
        : `None of ${count(open.vacancies)} open ${jobs}: too few to say how rare it is.`
  return {
    ...{ measure: 'open', unit: 'vacancies', value: open.naming, text, flags, n: open.naming },
    ...{ denominator: open.vacancies, employers: share?.naming ?? null },
    status: open.naming > 0 ? 'observed' : corpus ? 'zero' : 'low',
  }
}

const levelNames = ['required', 'preferred', 'mentioned'] as const satisfies readonly Level[]

const levelCounts = (open: OpenNow, corpus: boolean, base: Partial<Draft>): Draft[] =>
  levelNames.map((level) => ({
    ...{ measure: `open.${level}`, unit: 'vacancies', value: open[level], ...base, n: open[level] },
    denominator: open.naming,
    text: `${count(open[level])} of ${count(open.naming)}`,
    status: open[level] > 0 ? 'observed' : open.naming > 0 || corpus ? 'zero' : 'low',
  }))

function shareDraft(open: OpenNow, share: Share, jobs: string, flags: Flag[]): Draft {
  const { interval, employers } = share
  return {
    ...{ measure: 'share', unit: 'share', flags, n: open.naming, denominator: open.vacancies, ...shareStatus(open) },
    ...{ value: share.share, text: `${percent(share.share)} of open ${jobs}`, interval, employers },
  }
}

function employersDraft(open: OpenNow, name: string, jobs: string, flags: Flag[]): Draft {
  const { naming, employers, share, interval } = employersNaming(open.clusters)!
  return {
    ...{ measure: 'employers', unit: 'share', flags, n: naming, denominator: employers, ...shareStatus(open) },
    ...{ value: share, employers, interval },
    text: `${count(naming)} of ${counted(employers, 'employer')} with open ${jobs} ${naming === 1 ? 'names' : 'name'} ${name}`,
  }
}

/** Required, preferred and mentioned as shares of the naming ones. */
const levelShares = (rows: readonly OpenRow[], flags: Flag[]): Draft[] =>
  levelNames.map((level) => {
    const naming = clustersOf(
      rows,
      (row) => row[level],
      (row) => row.naming,
    )
    return namingShare({ measure: `level.${level}`, flags, text: 'of the jobs naming it' }, naming)
  })

/** The newest day within four weeks on which enough was read, in a sentence; empty where there was none. */
async function lastGood(asking: Asking, skill: SkillId): Promise<string> {
  const good = await measuredBefore(asking, skill)
  return good === null ? '' : `Last measured on ${good.day}: ${count(good.open)}.`
}

async function measuredBefore(asking: Asking, skill: SkillId): Promise<DailyRow | null> {
  const { population, asOf, store } = asking
  if (population !== 'all' && population !== 'ai') return null
  const days = await store.questions.daily(skill, population, addDays(asOf, -lastGoodDays), addDays(asOf, -1))
  return days.findLast(({ status, coverage }) => status === 'observed' && (coverage ?? 0) >= minimum.coverage) ?? null
}

/** A count of none is not believed where so many were open lately that luck cannot have taken them all. */
async function vanished(asking: Asking, skill: SkillId): Promise<DailyRow | null> {
  const before = await measuredBefore(asking, skill)
  return before !== null && before.open >= vanishes.open && before.employers >= vanishes.employers ? before : null
}
