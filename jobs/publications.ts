/** Keeps what goes out: a figure that is new or reads otherwise than when it last went out is added, and nothing is rewritten. */
import { createHash } from 'node:crypto'
import type { Publication, Store } from '../db/store.ts'
import type { Asking } from '../src/answers/asking.ts'
import { jobsNaming } from '../src/answers/opened.ts'
import { kindOf, lastDayOf, startOf } from '../src/answers/periods.ts'
import { evidenceRows } from '../src/answers/skill-report.ts'
import type { Figure, SkillId } from '../src/domain.ts'
import { figuresOf } from '../src/report/figures-in.ts'
import type { Series, SkillReportView } from '../src/report/views.ts'
import { percent } from '../src/report/wording.ts'

/** What of a report goes out: its figures that say anything, and the shares of its series. */
export const publicationsOf = (view: SkillReportView): Figure[] =>
  [
    ...figuresOf(view),
    ...view.series.flatMap((series) => (series.unit === 'share' ? pointsOf(series, view) : [])),
  ].filter(({ value, n, unit, status }) => value !== null || (n ?? 0) > 0 || (unit === 'word' && status === 'observed'))

const pointsOf = ({ measure, population, unit, skill, points }: Series, { vintage }: SkillReportView): Figure[] =>
  points.map(({ value, n, denominator, ...point }) => ({
    ...{ ...point, measure, skill, population, unit, value, n, denominator, employers: null, vintage },
    text:
      value === null
        ? `Not enough data: ${n ?? 0} of ${denominator ?? 0}.`
        : `${percent(value)} (${n} of ${denominator})`,
  }))

/** Records the figures of one skill; returns how many were new or changed. */
export async function recordPublished(
  store: Store,
  asking: Asking,
  skill: SkillId,
  figures: readonly Figure[],
  at: number,
): Promise<number> {
  const periods = [...new Set(figures.map(({ period }) => period))]
  const last = await store.lastPublished({ skill, population: asking.population, periods })
  const known = new Map(last.map((publication) => [keyOf(publication.figure), publication]))
  const fresh = figures.filter((figure) => isNews(figure, known.get(keyOf(figure))))
  if (fresh.length === 0) return 0
  const open = digestOf(await evidenceRows(asking, skill))
  const byPeriod = await openedInputs(asking, skill, fresh)
  for (const inputs of new Set([open, ...byPeriod.values()])) {
    const own = fresh.filter((figure) => (byPeriod.get(figure) ?? open) === inputs)
    if (own.length > 0) await store.publish(own, inputs, at)
  }
  return fresh.length
}

const keyOf = ({ measure, period }: Figure) => `${measure}\t${period}`

const isNews = (figure: Figure, last: Publication | undefined): boolean =>
  last === undefined ||
  last.figure.value !== figure.value ||
  last.figure.text !== figure.text ||
  last.figure.status !== figure.status

/** Shares of new jobs rest on the jobs of their own period; one period's are held at a time. */
async function openedInputs(asking: Asking, skill: SkillId, figures: readonly Figure[]): Promise<Map<Figure, string>> {
  const found = new Map<Figure, string>()
  for (const point of figures.filter(({ measure }) => measure === 'opened.share')) {
    const by = kindOf(point.period)
    const last = lastDayOf(point.period, by)
    const jobs = await jobsNaming(asking, skill, startOf(last, by), last < asking.asOf ? last : asking.asOf)
    found.set(point, digestOf(await asking.store.questions.firstPostings(skill, jobs)))
  }
  return found
}

/** SHA-256 of the sorted names of postings. */
const digestOf = (rows: readonly { board: string; externalId: string }[]): string =>
  createHash('sha256')
    .update(
      rows
        .map(({ board, externalId }) => `${board}/${externalId}`)
        .sort()
        .join('\n'),
    )
    .digest('hex')
