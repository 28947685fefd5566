/** Views as the commands fill them, of invented figures: what renderers are tried on without a store. */
import { addMonths, day, type Month } from '../../src/days.ts'
import type { Figure, Status } from '../../src/domain.ts'
import type {
  CompareView,
  Coverage,
  DigestView,
  Part,
  Point,
  RankingView,
  RankRow,
  Series,
  SkillName,
  SkillReportView,
  StatusView,
  TrendView,
} from '../../src/report/views.ts'

export const asOf = day('2026-11-24')
export const vintage = { asOf, edition: '2026.11', method: '1', panel: '4f2a9c0d11e8' }

export const figure = (measure: string, over: Partial<Figure> = {}): Figure => {
  const value = over.value === undefined ? 350 : over.value
  return {
    measure,
    skill: 'pytorch',
    population: 'ai',
    period: asOf,
    value,
    text: value === null ? 'Not measured: 12 of 87 boards read in the last 7 days.' : String(value),
    unit: 'vacancies',
    status: value === null ? 'missing' : 'observed',
    flags: [],
    n: value === null ? null : 350,
    denominator: null,
    employers: 83,
    interval: null,
    vintage,
    ...over,
  }
}

export const share = (measure: string, value: number, n: number, denominator: number, over: Partial<Figure> = {}) =>
  figure(measure, {
    value,
    unit: 'share',
    n,
    denominator,
    text: `${(value * 100).toFixed(1)}%`,
    interval: { low: value * 0.8, high: value * 1.25, confidence: 0.95 },
    ...over,
  })

export const skillName = (id = 'pytorch', name = 'PyTorch'): SkillName => ({
  id,
  name,
  group: 'frameworks',
  homepage: 'https://pytorch.org',
})

export const coverage: Coverage = {
  asOf,
  boardsRead: 85,
  boardsActive: 87,
  employers: 412,
  vacancies: 1330,
  postings: 1611,
  missing: ['2 boards were last read whole too long ago to speak for today: ashby:tide, ashby:ebb.'],
}

/** Months to 2026-11; the eighth from the end was not measured, the last is partial. */
export function monthlySeries(months = 24, over: Partial<Series> = {}): Series {
  const points: Point[] = Array.from({ length: months }, (_, at) => {
    const missing = at === months - 8
    const value = 0.12 + 0.14 * (at / months) + 0.01 * Math.sin(at)
    return {
      period: addMonths('2026-11' as Month, at - months + 1),
      value: missing ? null : value,
      status: missing ? 'missing' : at === months - 1 ? 'partial' : 'observed',
      flags: [],
      interval: missing ? null : { low: value * 0.85, high: value * 1.15, confidence: 0.95 },
      n: missing ? null : Math.round(value * 900),
      denominator: missing ? null : 900,
    }
  })
  return {
    skill: 'pytorch',
    measure: 'opened.share',
    population: 'ai',
    unit: 'share',
    by: 'month',
    points,
    breaks: months > 12 ? [{ period: points[months - 12]!.period, why: 'a new catalog tagged the texts' }] : [],
    ...over,
  }
}

const part = (measure: string, label: string, value: number, over: Partial<Part> = {}): Part => ({
  label,
  figure: share(measure, value, Math.round(value * 350), 350),
  ...over,
})

export function reportView(over: Partial<SkillReportView> = {}): SkillReportView {
  return {
    skill: skillName(),
    population: 'ai',
    vintage,
    coverage,
    figures: [
      figure('open', { value: 350, text: '350 open vacancies name PyTorch' }),
      figure('open.required', { value: 214, n: 214, text: '214 of them require it' }),
      figure('open.postings', { value: 423, n: 423, unit: 'postings', text: '423 postings' }),
      share('share', 0.263, 350, 1330),
      figure('employers', {
        value: 83 / 412,
        n: 83,
        denominator: 412,
        unit: 'share',
        text: '83 of 412 employers with open AI jobs name PyTorch',
      }),
      figure('opened', { value: 41, n: 41, period: '2026-W47', flags: ['preliminary'], text: '41 in 2026-W47' }),
      share('level.required', 0.611, 214, 350),
      share('level.preferred', 0.22, 77, 350),
      share('level.mentioned', 0.169, 59, 350),
      figure('rank', {
        value: 3,
        unit: 'rank',
        n: 174,
        text: '3rd (2 to 4)',
        interval: { low: 2, high: 4, confidence: 0.95 },
      }),
      figure('change', {
        value: 46,
        unit: 'percent',
        text: '+46%',
        interval: { low: 18, high: 81, confidence: 0.95 },
      }),
      figure('trajectory', {
        value: null,
        unit: 'word',
        status: 'observed',
        n: 1420,
        text: 'Rising: +46% (95% range +18% to +81%), new AI jobs of Dec 2025-Nov 2026 against Dec 2024-Nov 2025, 83 employers observed in both.',
      }),
      figure('pay.median', {
        value: 182_000,
        unit: 'money',
        n: 118,
        denominator: 350,
        text: '$182,000 a year (118 of 350 state pay)',
        interval: { low: 171_000, high: 194_500, confidence: 0.95 },
      }),
      figure('pay.p25', { value: 150_000, unit: 'money', n: 118, text: '$150,000 a year' }),
      figure('pay.p75', { value: 221_000, unit: 'money', n: 118, text: '$221,000 a year' }),
      figure('years.median', { value: 4, unit: 'years', n: 201, text: '4 years' }),
      figure('days_open.median', { value: null }),
    ],
    series: [monthlySeries()],
    alternatives: [
      {
        skill: skillName('tensorflow', 'TensorFlow'),
        figures: [
          figure('open', { skill: 'tensorflow', value: 201, n: 201, text: '201 open vacancies name TensorFlow' }),
          share('share', 0.151, 201, 1330, { skill: 'tensorflow' }),
          figure('trajectory', {
            skill: 'tensorflow',
            value: null,
            unit: 'word',
            status: 'observed',
            text: 'No clear trend',
          }),
        ],
        ratio: figure('ratio.tensorflow', {
          value: 1.74,
          unit: 'ratio',
          text: '174 jobs name PyTorch for every 100 that name TensorFlow (116 to 259)',
          interval: { low: 1.16, high: 2.59, confidence: 0.95 },
        }),
        both: figure('both.tensorflow', { value: 160, n: 160, text: '160 vacancies name both.' }),
      },
      {
        skill: skillName('jax', 'JAX'),
        figures: [
          figure('open', { skill: 'jax', value: 61, n: 61, text: '61 open vacancies name JAX' }),
          share('share', 0.046, 61, 1330, { skill: 'jax' }),
          figure('trajectory', {
            skill: 'jax',
            value: null,
            unit: 'word',
            status: 'low',
            text: 'Not enough data: 31 of 50 naming jobs, 7 of 10 employers, 22 of 26 weeks.',
          }),
        ],
        ratio: figure('ratio.jax', {
          value: null,
          unit: 'ratio',
          status: 'missing',
          text: 'Not enough data: 14 of 20 jobs name JAX.',
        }),
        both: null,
      },
    ],
    coNamed: [
      part('co_named.python', 'Python', 0.83, { lift: 1.4, skill: 'python' }),
      part('co_named.cuda', 'CUDA', 0.31, { lift: 3.2, skill: 'cuda' }),
    ],
    roles: [
      part('role.ml_engineer', 'ML engineer', 0.41, { lift: 2.1 }),
      part('role.research', 'Research', 0.22, { lift: 2.8 }),
    ],
    patterns: [
      part('pattern.training', 'training', 0.47, { lift: 2.4 }),
      part('pattern.vision', 'vision', 0.2, { lift: 2.2 }),
    ],
    seniority: [part('seniority.senior', 'senior', 0.49), part('seniority.mid', 'mid', 0.2)],
    workplace: [part('workplace.remote', 'remote', 0.31)],
    countries: [part('country.US', 'US', 0.52)],
    employment: [part('employment.full-time', 'full-time', 0.9)],
    subSkills: [part('sub_skill.torchscript', 'TorchScript', 0.05, { skill: 'torchscript' })],
    employers: [{ employer: 'tidewater-instruments', name: 'Tidewater Instruments', naming: 12, open: 40 }],
    evidence: [
      {
        board: 'greenhouse:tide',
        externalId: '41',
        title: 'Machine Learning Engineer, Buoys',
        company: 'Tidewater Instruments',
        url: 'https://jobs.example/41',
        firstSeen: day('2026-11-02'),
        level: 'required',
        cue: 'you must know PyTorch',
      },
    ],
    ...over,
  }
}

export const rankRow = (id: string, name: string, rank: number | null, open: number, word: string): RankRow => ({
  skill: skillName(id, name),
  rank: figure('rank', {
    skill: id,
    value: rank,
    unit: 'rank',
    text: rank === null ? 'unranked' : String(rank),
    status: rank === null ? 'low' : 'observed',
  }),
  open: figure('open', { skill: id, value: open, n: open, text: `${open} open vacancies` }),
  share: share('share', open / 1330, open, 1330, { skill: id }),
  change: figure('change', {
    skill: id,
    value: 46,
    unit: 'percent',
    text: '+46%',
    interval: { low: 18, high: 81, confidence: 0.95 },
  }),
  trajectory: figure('trajectory', { skill: id, value: null, unit: 'word', status: 'observed', text: word }),
  recent: monthlySeries(13).points,
})

export function rankingView(over: Partial<RankingView> = {}): RankingView {
  const rows = [
    rankRow('python', 'Python', 1, 900, 'Stable'),
    rankRow('pytorch', 'PyTorch', 2, 350, 'Rising: +46% (95% range +18% to +81%)'),
    rankRow('tensorflow', 'TensorFlow', 3, 201, 'Declining: -22%'),
    rankRow('jax', 'JAX', null, 61, 'Not enough data: 31 of 50 naming jobs'),
  ]
  return { population: 'ai', vintage, coverage, rows, up: [rows[1]!], down: [rows[2]!], ...over }
}

export function compareView(over: Partial<CompareView> = {}): CompareView {
  const report = reportView()
  const [tensorflow] = report.alternatives
  return {
    skills: [report.skill, tensorflow!.skill],
    population: 'ai',
    vintage,
    coverage,
    rows: ['open', 'share', 'trajectory'].map((measure) => ({
      measure,
      cells: [report.figures, tensorflow!.figures].map((all) => all.find((each) => each.measure === measure) ?? null),
    })),
    pairs: [{ left: report.skill, right: tensorflow!.skill, ratio: tensorflow!.ratio, both: tensorflow!.both }],
    series: [monthlySeries(), monthlySeries(24, { skill: 'tensorflow' })],
    ...over,
  }
}

export const trendView = (over: Partial<TrendView> = {}): TrendView => ({
  skill: skillName(),
  vintage,
  coverage,
  series: [monthlySeries()],
  trajectory: reportView().figures.find(({ measure }) => measure === 'trajectory')!,
  ...over,
})

export const statusView = (over: Partial<StatusView> = {}): StatusView => ({
  asOf,
  takenAt: '2026-11-24T12:00:00.000Z',
  coverage,
  sources: [
    {
      source: 'greenhouse',
      title: 'Greenhouse',
      boards: 60,
      readWhole: 58,
      lastRead: asOf,
      open: 1100,
      attribution: null,
      homepage: 'https://www.greenhouse.com',
    },
  ],
  troubles: [
    {
      board: 'ashby:tide',
      outcome: 'blocked',
      reason: 'api.example answered 403 with a challenge page',
      since: day('2026-11-20'),
      todo: 'leave it be for a while; if it lasts, take it out of the config',
    },
  ],
  jobs: [
    {
      job: 'collect',
      lastRun: '2026-11-24 11:17',
      outcome: 'flagged',
      message: '85 of 87 boards read whole',
      nextDue: '2026-11-24 12:17',
    },
  ],
  gaps: [
    {
      what: 'every board',
      from: day('2026-10-03'),
      to: day('2026-10-06'),
      reason: 'no board was read whole in the 7 days before',
    },
  ],
  revisions: [
    {
      on: day('2026-11-10'),
      skill: 'pytorch',
      measure: 'share',
      period: '2026-11-03',
      before: '25.9%',
      after: '26.1%',
      reason: 'late data',
    },
  ],
  store: { postings: 12_400, vacancies: 9_800, snapshots: 31_000, bytes: 88_000_000, edition: '2026.11' },
  ...over,
})

export function digestView(over: Partial<DigestView> = {}): DigestView {
  const report = reportView()
  const named = (measure: string) => report.figures.find((each) => each.measure === measure)!
  const ranking = rankingView()
  return {
    week: '2026-W47',
    vintage,
    coverage,
    skill: report.skill,
    headlines: ['open', 'open.required', 'share', 'opened', 'trajectory'].map(named),
    movers: { up: ranking.up, down: ranking.down },
    compare: compareView(),
    pay: ['pay.median', 'pay.p25', 'pay.p75'].map(named),
    chart: monthlySeries(),
    sources: [{ title: 'Greenhouse', homepage: 'https://www.greenhouse.com', attribution: null }],
    ...over,
  }
}

/** The figure with a status that withholds it. */
export const withheld = (of: Figure, status: Status = 'missing'): Figure => ({
  ...of,
  value: null,
  status,
  n: null,
  denominator: null,
  interval: null,
  text: 'Not measured: 12 of 87 boards read in the last 7 days.',
})
