/** The shapes of what `--json` and the server give, as JSON Schema. The compiler holds each to its view. */
import { z } from 'zod'
import type { Day, Week } from '../days.ts'
import { type Figure, type Flag, outcomes, statuses } from '../domain.ts'
import type {
  ClaimVerdict,
  CompareView,
  Coverage,
  DocumentFinding,
  LabelChange,
  Point,
  RankingView,
  RankRow,
  Revision,
  Series,
  SkillName,
  SkillReportView,
  StatusView,
  TrendView,
} from './views.ts'

type Shape<View> = z.ZodType<View>

const day: Shape<Day> = z.iso.date() as unknown as Shape<Day>
const week = z.string().regex(/^\d{4}-W\d{2}$/) as unknown as Shape<Week>
const number = z.number().nullable()
const text = z.string().nullable()

const flags = [
  'provisional',
  'preliminary',
  'carried',
  'low_coverage',
  'few_employers',
  'concentrated',
  'revised',
  'break',
  'truncated_text',
] as const satisfies Flag[]
const units = [
  'postings',
  'vacancies',
  'employers',
  'share',
  'ratio',
  'percent',
  'money',
  'days',
  'years',
  'rank',
  'word',
  'index',
] as const satisfies Figure['unit'][]

const status = z.enum(statuses).meta({
  description:
    'observed; zero (looked for and not found); low (under the minimum sample); partial (period open or coverage short); missing, not_tracked, suspect (no value); break (not comparable with what came before).',
})
const unit = z.enum(units)
const flag = z.array(z.enum(flags))
const interval = z.object({ low: z.number(), high: z.number(), confidence: z.number() }).nullable()
const vintage = z
  .object({ asOf: day, edition: z.string(), method: z.string(), panel: z.string() })
  .meta({ id: 'Vintage', description: 'What a figure was made from: enough to make it again.' })

const figure: Shape<Figure> = z
  .object({
    measure: z.string(),
    skill: text,
    population: z.string(),
    period: z.string(),
    value: number.meta({
      description: 'Null exactly where the status leaves none; never 0 for what was not measured.',
    }),
    text: z.string(),
    unit,
    status,
    flags: flag,
    n: number,
    denominator: number,
    employers: number,
    interval,
    vintage,
  })
  .meta({ id: 'Figure' })

const skillName: Shape<SkillName> = z
  .object({ id: z.string(), name: z.string(), group: z.string(), homepage: text })
  .meta({ id: 'Skill' })

const coverage: Shape<Coverage> = z
  .object({
    asOf: day,
    boardsRead: z.number(),
    boardsActive: z.number(),
    employers: number,
    vacancies: number,
    postings: number,
    missing: z.array(z.string()),
  })
  .meta({ id: 'Coverage', description: 'How much of what should have been read stands behind the answer.' })

const point: Shape<Point> = z
  .object({ period: z.string(), value: number, status, flags: flag, interval, n: number, denominator: number })
  .meta({ id: 'Point', description: 'One period. A gap has value null; its status says which kind.' })

const series: Shape<Series> = z
  .object({
    skill: z.string(),
    measure: z.string(),
    population: z.string(),
    unit,
    by: z.enum(['day', 'week', 'month', 'quarter', 'year']),
    points: z.array(point),
    breaks: z.array(z.object({ period: z.string(), why: z.string() })),
  })
  .meta({ id: 'Series' })

const parts = z.array(
  z
    .object({ label: z.string(), figure, lift: number.exactOptional(), skill: z.string().exactOptional() })
    .meta({ id: 'Part' }),
)

const report: Shape<SkillReportView> = z.object({
  skill: skillName,
  population: z.string(),
  vintage,
  coverage,
  figures: z.array(figure),
  series: z.array(series),
  alternatives: z.array(
    z.object({ skill: skillName, figures: z.array(figure), ratio: figure, both: figure.nullable() }),
  ),
  coNamed: parts,
  roles: parts,
  patterns: parts,
  seniority: parts,
  workplace: parts,
  countries: parts,
  employment: parts,
  subSkills: parts,
  employers: z.array(z.object({ employer: z.string(), name: z.string(), naming: z.number(), open: z.number() })),
  evidence: z.array(
    z.object({
      board: z.string(),
      externalId: z.string(),
      title: z.string(),
      company: z.string(),
      url: text,
      firstSeen: day,
      level: z.string(),
      cue: text,
    }),
  ),
})

const trend: Shape<TrendView> = z.object({
  skill: skillName,
  vintage,
  coverage,
  series: z.array(series),
  trajectory: figure.nullable(),
})

const compare: Shape<CompareView> = z.object({
  skills: z.array(skillName),
  population: z.string(),
  vintage,
  coverage,
  rows: z.array(z.object({ measure: z.string(), cells: z.array(figure.nullable()) })),
  pairs: z.array(z.object({ left: skillName, right: skillName, ratio: figure, both: figure.nullable() })),
  series: z.array(series),
})

const rankRow: Shape<RankRow> = z
  .object({
    skill: skillName,
    rank: figure,
    open: figure,
    share: figure,
    change: figure,
    trajectory: figure,
    recent: z.array(point),
  })
  .meta({ id: 'RankRow' })
const ranking: Shape<RankingView> = z.object({
  population: z.string(),
  vintage,
  coverage,
  rows: z.array(rankRow),
  up: z.array(rankRow),
  down: z.array(rankRow),
})

const revision: Shape<Revision> = z
  .object({
    on: day,
    skill: text,
    measure: z.string(),
    period: z.string(),
    before: z.string(),
    after: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Revision', description: 'A published value that a later vintage changed.' })

const outcome = z.enum([...outcomes, 'overdue', 'never read', 'alarm'])
const statusShape: Shape<StatusView> = z.object({
  asOf: day,
  takenAt: z.string(),
  coverage,
  sources: z.array(
    z.object({
      source: z.string(),
      title: z.string(),
      boards: z.number(),
      readWhole: z.number(),
      lastRead: day.nullable(),
      open: number,
      attribution: text,
      homepage: z.string(),
    }),
  ),
  troubles: z.array(
    z.object({ board: z.string(), outcome, reason: z.string(), since: day.nullable(), todo: z.string() }),
  ),
  jobs: z.array(z.object({ job: z.string(), lastRun: text, outcome: z.string(), message: z.string(), nextDue: text })),
  gaps: z.array(z.object({ what: z.string(), from: day, to: day, reason: z.string() })),
  revisions: z.array(revision),
  store: z.object({
    postings: z.number(),
    vacancies: z.number(),
    snapshots: z.number(),
    bytes: z.number(),
    edition: text,
  }),
  disk: z
    .object({
      archiveBytes: z.number(),
      backups: z.object({ count: z.number(), bytes: z.number(), newest: text }),
      freeBytes: z.number(),
      growthPerMonth: number,
    })
    .exactOptional(),
  queue: z
    .object({
      workers: z.array(
        z.object({
          ...{ id: z.string(), where: z.string(), version: z.string() },
          ...{ seenSecondsAgo: z.number(), doing: z.array(z.string()) },
        }),
      ),
      backlog: z.array(
        z.object({ kind: z.string(), waiting: z.number(), underWay: z.number(), oldestSeconds: number }),
      ),
      setAside: z.array(
        z.object({ kind: z.string(), about: z.string(), tries: z.number(), reason: z.string(), at: z.string() }),
      ),
    })
    .exactOptional(),
})

const labelChange: Shape<LabelChange> = z
  .object({ skill: z.string(), population: z.string(), week, before: z.string(), after: z.string() })
  .meta({ id: 'LabelChange' })
const changes = z.object({
  population: z.string(),
  asOf: day,
  changes: z.array(labelChange),
  revisions: z.array(revision),
})

const claim: Shape<ClaimVerdict> = z.object({
  claim: z.string(),
  population: z.string(),
  asOf: day,
  verdict: z.enum(['supported', 'not supported', 'cannot say']),
  because: z.string(),
  figures: z.array(figure),
})

const finding: Shape<DocumentFinding> = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  words: z.string(),
  kind: z.enum(['number', 'sentence']),
  verdict: z.enum(['agrees', 'contradicted', 'withheld', 'cannot say']),
  because: z.string(),
  instead: text,
  figures: z.array(figure),
})

/** By the name of the command or question that gives it; `check` is what `render --check` gives. */
export const viewShapes = {
  ...{ report, trend, compare, ranking, changes, status: statusShape },
  ...{ claims: z.array(claim), check: z.array(finding), revisions: z.array(revision) },
}

export type ViewName = keyof typeof viewShapes
export const viewNames = Object.keys(viewShapes) as ViewName[]

/** One view's schema, whole in itself. New fields may come without a new version, so that others are allowed. */
export const viewSchema = (name: ViewName): Record<string, unknown> => ({
  title: name,
  ...z.toJSONSchema(viewShapes[name], { io: 'input', reused: 'inline' }),
})
