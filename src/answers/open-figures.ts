/** What is open now: counts, share, employers and levels, each with what it needs to be printed. */
import type { DailyRow, OpenRow } from '../../db/store.ts'
import { addDays } from '../days.ts'
import type { Figure, Flag, Level, SkillId } from '../domain.ts'
import { carryDays, lastGoodDays, minimum } from '../figures/method.ts'
import { type OpenNow, openNow } from '../figures/open-now.ts'
import { clusteredShare, clustersOf, employersNaming, type Share } from '../figures/share.ts'
import { count, counted, percent } from '../report/wording.ts'
import { type Asking, sharedBy, skillName } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
import { jobsOf } from './population.ts'
import { notMeasured, type Reading, readingOf } from './reading.ts'
import { tracked } from './tracked.ts'

/** Rows of what is open by board and employer, on the boards that are active. */
export const openRowsOf = sharedBy(async (asking, skill) => {
  const { panel } = await readingOf(asking)
  const fresh = new Set(panel)
  const rows = await asking.store.questions.openNow(skill, { name: asking.population }, asking.asOf)
  return rows.filter(({ board, ageDays }) => fresh.has(board) && ageDays <= carryDays)
})

export const openNowOf = sharedBy(async (asking, skill): Promise<OpenNow> => openNow(await openRowsOf(asking, skill)))

const oneEmployerLarge = 0.25

export const flagsOf = (reading: Reading, share: Share | null): Flag[] => [
  ...(reading.carried ? (['carried'] as const) : []),
  ...(share?.top != null && share.top.share >= oneEmployerLarge && share.x >= 20 ? (['concentrated'] as const) : []),
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
        : measured(asking, skill, reading, await openRowsOf(asking, skill), await vanished(asking, skill))
  return drafts.map(make)
}

const counts = ['open', 'open.required', 'open.preferred', 'open.mentioned', 'open.postings', 'open.stale'] as const
const shares = ['share', 'employers', 'level.required', 'level.preferred', 'level.mentioned'] as const

const withheld = (status: 'missing' | 'not_tracked' | 'suspect', text: string): Draft[] => [
  ...counts.map(
    (measure): Draft => ({ measure, text, status, unit: measure === 'open.postings' ? 'postings' : 'vacancies' }),
  ),
  ...shares.map((measure): Draft => ({ measure, text, status, unit: 'share' })),
]

function measured(asking: Asking, skill: SkillId, reading: Reading, rows: OpenRow[], before: DailyRow | null): Draft[] {
  const open = openNow(rows)
  if (open.naming === 0 && before !== null) {
    const text = `Held back: none found today, though ${count(before.open)} were open on ${before.day}.`
    return withheld('suspect', text)
  }
  const share = clusteredShare(open.clusters)
  const flags = flagsOf(reading, share)
  const { name } = skillName(asking, skill)
  const jobs = jobsOf(asking.population)
  const corpus = open.vacancies >= minimum.share.n && (share?.employers ?? 0) >= minimum.share.employers
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
      ...{ measure: 'open.stale', unit: 'vacancies', value: open.stale, ...base, denominator: open.naming },
      status: open.stale > 0 ? 'observed' : open.naming > 0 || corpus ? 'zero' : 'low',
      text: `${count(open.stale)} of which more than 6 months`,
    },
    shareDraft(open, share, corpus, jobs, flags),
    employersDraft(open, corpus, name, jobs, flags),
    ...levelShares(rows, open, flags),
  ]
}

const shareStatus = (open: OpenNow, corpus: boolean): Pick<Draft, 'status'> => ({
  status: !corpus ? 'low' : open.naming === 0 ? 'zero' : 'observed',
})

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

function shareDraft(open: OpenNow, share: Share | null, corpus: boolean, jobs: string, flags: Flag[]): Draft {
  const base = { measure: 'share', unit: 'share' as const, flags, n: open.naming, denominator: open.vacancies }
  if (share === null) {
    return { ...base, status: 'low', text: `Not enough data: ${counted(open.vacancies, 'open job')} of one employer.` }
  }
  const text = corpus
    ? `${percent(share.share)} of open ${jobs}`
    : `${percent(share.share)} of ${count(share.n)} open ${jobs} at ${counted(share.employers, 'employer')} (${minimum.share.n} and ${minimum.share.employers} needed)`
  const { interval, employers } = share
  return { ...base, ...shareStatus(open, corpus), value: share.share, text, interval, employers }
}

function employersDraft(open: OpenNow, corpus: boolean, name: string, jobs: string, flags: Flag[]): Draft {
  const found = employersNaming(open.clusters)
  const base = { measure: 'employers', unit: 'share' as const, flags, n: found?.naming ?? 0 }
  if (found === null) return { ...base, status: 'low', text: 'Not enough data: no employer has an open job.' }
  return {
    ...base,
    ...shareStatus(open, corpus),
    value: found.share,
    text: `${count(found.naming)} of ${counted(found.employers, 'employer')} with open ${jobs} ${found.naming === 1 ? 'names' : 'name'} ${name}`,
    denominator: found.employers,
    employers: found.employers,
    interval: found.interval,
  }
}

/** Required, preferred and mentioned as shares of the naming ones. */
const levelShares = (rows: readonly OpenRow[], open: OpenNow, flags: Flag[]): Draft[] =>
  levelNames.map((level) => {
    const base = { measure: `level.${level}`, unit: 'share' as const, flags, n: open[level], denominator: open.naming }
    const naming = rows.filter((row) => row.naming > 0)
    const share = clusteredShare(
      clustersOf(
        naming,
        (row) => row[level],
        (row) => row.naming,
      ),
    )
    if (share === null) {
      return {
        ...base,
        status: 'low',
        text: `Not enough data: ${counted(open.naming, 'naming job')} of one employer or none.`,
      }
    }
    const enough = share.n >= minimum.level.n && share.employers >= minimum.level.employers
    const { interval, employers } = share
    const text = enough
      ? `${percent(share.share)} of the jobs naming it`
      : `${percent(share.share)} of ${count(share.n)} naming jobs at ${counted(employers, 'employer')} (${minimum.level.n} and ${minimum.level.employers} needed)`
    return { ...base, status: enough ? 'observed' : 'low', value: share.share, text, interval, employers }
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
  return before !== null && before.open >= 14 && before.employers >= 5 ? before : null
}
