/** What was published: figures and labels, only ever added to. */
import { dayNumber, type Week } from '../../src/days.ts'
import type { Figure } from '../../src/domain.ts'
import type { LabelRow, Publication, Store } from '../store.ts'
import type { Session } from './session.ts'

type Published = Pick<
  Store,
  'publish' | 'published' | 'lastPublished' | 'republished' | 'saveLabels' | 'labels' | 'labelChanges' | 'lastLabels'
>

interface PublishedRow {
  figure: string
  inputs: string
  published_at: number
}

const publicationOf = ({ figure, inputs, published_at }: PublishedRow): Publication => ({
  ...{ figure: JSON.parse(figure) as Figure, inputs, publishedAt: published_at },
})

/** From skill to skill by the key: the rows of all weeks, with all that they remember, are not read for their last. */
const knownSkills = `with recursive known(skill) as (
  select min(skill) from labels
  union all select (select min(l.skill) from labels l where l.skill > known.skill) from known where known.skill is not null)`

export function createPublished(session: Session): Published {
  return {
    publish: async (figures, inputs, publishedAt) =>
      session.write(async (session) => {
        for (const figure of figures) {
          const { measure, skill, population, period, vintage } = figure
          await session.run(
            'insert into figures (published_at, measure, skill, population, period, as_of, edition, method, panel, figure, inputs) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            ...[
              publishedAt,
              measure,
              skill,
              population,
              period,
              dayNumber(vintage.asOf),
              vintage.edition,
              vintage.method,
            ],
            ...[vintage.panel, JSON.stringify(figure), inputs],
          )
        }
      }),
    published: async ({ skill, measure, asOf }) =>
      (
        await session.all<{ figure: string; published_at: number }>(
          `select figure, published_at from figures where (cast(? as text) is null or skill = ?) and (cast(? as text) is null or measure = ?) and (cast(? as integer) is null or as_of = ?) order by no`,
          ...[skill ?? null, skill ?? null, measure ?? null, measure ?? null],
          ...[asOf === undefined ? null : dayNumber(asOf), asOf === undefined ? null : dayNumber(asOf)],
        )
      ).map(({ figure, published_at }) => ({ ...(JSON.parse(figure) as Figure), publishedAt: published_at })),
    lastPublished: async ({ skill, population, periods }) =>
      periods.length === 0
        ? []
        : (
            await session.all<PublishedRow>(
              `select figure, inputs, published_at from figures where no in (
                 select max(no) from figures where skill = ? and population = ? and period in (${periods.map(() => '?').join(', ')})
                 group by measure, period) order by no`,
              ...[skill, population, ...periods],
            )
          ).map(publicationOf),
    republished: async ({ skill }) =>
      (
        await session.all<PublishedRow>(
          `with again as (select skill, measure, population, period from figures
             where cast(? as text) is null or skill = ? group by skill, measure, population, period having count(*) > 1)
           select f.figure, f.inputs, f.published_at from figures f join again a
             on a.skill = f.skill and a.measure = f.measure and a.population = f.population and a.period = f.period order by f.no`,
          ...[skill ?? null, skill ?? null],
        )
      ).map(publicationOf),
    saveLabels: async (rows, recordedAt) =>
      session.write(async (session) => {
        for (const row of rows) {
          // A label once stored is never rewritten: the second attempt is the same run again.
          await session.run(
            'insert into labels (skill, population, week, edition, method, raw, label, state, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
            ...[
              row.skill,
              row.population,
              row.week,
              row.edition,
              row.method,
              row.raw,
              row.label,
              JSON.stringify(row.state),
              recordedAt,
            ],
          )
        }
      }),
    // A run judges every skill that it can at once, so that the last run's rows are those of one week.
    lastLabels: async ({ population, edition, method, upTo }) => {
      const last = await session.one<{ week: Week | null }>(
        `${knownSkills}
         select max((select max(l.week) from labels l where l.skill = known.skill and l.population = @population
           and l.edition = @edition and l.method = @method and l.week <= @upTo)) as week from known where known.skill is not null`,
        { population, edition, method, upTo },
      )
      if (last?.week == null) return []
      const rows = await session.all<Omit<LabelRow, 'state'> & { state: string }>(
        `${knownSkills}
         select l.skill, l.population, l.week, l.edition, l.method, l.raw, l.label, l.state from known cross join labels l
         where l.skill = known.skill and l.population = @population and l.edition = @edition and l.method = @method and l.week = @week
         order by l.skill`,
        { population, edition, method, week: last.week },
      )
      return rows.map((row) => ({ ...row, state: JSON.parse(row.state) as unknown }))
    },
    // What each run remembers is most of its row, and is not read here.
    labelChanges: async ({ population, edition, from, upTo }) =>
      session.all(
        `select skill, week, before, after from (
           select skill, week, label as after, lag(label) over (partition by skill order by week) as before
           from labels where population = ? and edition = ? and week <= ?) as runs
         where before <> after and week >= ? order by week, skill`,
        ...[population, edition, upTo, from],
      ),
    labels: async ({ skill, population, edition, upTo }) =>
      (
        await session.all<Omit<LabelRow, 'state'> & { state: string }>(
          `select skill, population, week, edition, method, raw, label, state from labels
           where (cast(? as text) is null or skill = ?) and population = ? and edition = ? and week <= ? order by week, skill`,
          ...[skill ?? null, skill ?? null, population, edition, upTo],
        )
      ).map((row) => ({ ...row, state: JSON.parse(row.state) as unknown })),
  }
}
