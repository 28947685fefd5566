/** A seeded market of postings for the runs at scale: employers of very different sizes, shared phrases, reposts, three years. */
import { addDays, type Day, daysBetween } from '../../src/days.ts'

export interface MarketPlan {
  postings: number
  /** First and last day on which a posting may open. */
  from: Day
  to: Day
  seed: number
  /** Added to every posting's number, so that a later batch has ids of its own. */
  idsFrom?: number
  /** The size of the market whose employers advertise, where the batch is a part of it. */
  employersOf?: number
  /** The number of its first employer: markets of other employers side by side make a larger one. */
  employersFrom?: number
  /** Sentences of each text beside its requirements; few where it is not the texts that are measured. */
  sentences?: number
}

/** How many employers advertise in a market of so many postings. */
export const employersIn = (postings: number): number => Math.max(20, Math.round(postings / 120))

/** Mulberry32: small, seeded and good enough to draw a market with. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const titles = [
  ...['Machine Learning Engineer', 'Research Scientist', 'Data Scientist', 'Data Engineer', 'AI Engineer'],
  ...['Software Engineer', 'MLOps Engineer', 'Account Executive', 'Product Designer', 'Platform Engineer'],
]
const levels = ['', 'Senior ', 'Staff ', 'Junior ', 'Principal ']
const cities = ['Bergen', 'Lisbon', 'Graz', 'Utrecht', 'Toronto', 'Austin', 'Leeds', 'Turku', 'Remote']
const tools: [string, number][] = [
  ...([
    ['Python', 0.7],
    ['PyTorch', 0.3],
    ['TensorFlow', 0.2],
    ['JAX', 0.06],
    ['Keras', 0.05],
  ] as [string, number][]),
  ...([
    ['scikit-learn', 0.12],
    ['Spark', 0.1],
    ['CUDA', 0.08],
    ['Kubernetes', 0.3],
    ['SQL', 0.4],
  ] as [string, number][]),
  ...([
    ['LangChain', 0.06],
    ['Hugging Face', 0.08],
    ['ONNX', 0.03],
    ['XGBoost', 0.05],
    ['Airflow', 0.1],
  ] as [string, number][]),
]
const deeds = 'train evaluate deploy measure document debug scale profile review plan'.split(' ')
const things =
  'forecasts of the tide, routes for buoys, models of swell, maps of the harbour, logs of the pilots, sensors on the quay, charts of the shallows, schedules of the ferries, records of the lighthouse, signals from the shore'.split(
    ', ',
  )
const people = 'pilots, skippers, harbour masters, engineers, analysts, researchers, designers, operators'.split(', ')

/** Yields lines as `import` reads them, about three and a half kilobytes of text each. */
export function* marketLines({
  postings,
  from,
  to,
  seed,
  idsFrom = 0,
  employersOf = postings,
  employersFrom = 0,
  sentences = 22,
}: MarketPlan): Generator<string> {
  const draw = random(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!
  const span = daysBetween(from, to)
  const employers = employersIn(employersOf)
  const blurbs = new Map<number, string>()
  const sentence = () =>
    `You ${pick(deeds)} ${pick(things)} with ${pick(people)} and ${pick(deeds)} ${pick(things)} ${1 + Math.floor(draw() * 900)} times a week.`
  const blurb = (employer: number) => {
    const known =
      blurbs.get(employer) ??
      `Tide ${employer} keeps ships safe. ${Array.from({ length: Math.ceil(sentences * 0.6) }, sentence).join(' ')}`
    if (blurbs.size < 50_000) blurbs.set(employer, known)
    return known
  }
  for (let at = 0; at < postings; at++) {
    // The square of a uniform draw gives a few employers most of the postings.
    const employer = employersFrom + Math.floor(draw() ** 2 * employers)
    const opened = addDays(from, Math.floor(draw() * span))
    const shown = 1 + Math.floor(-Math.log(1 - draw()) * 40)
    const last = addDays(opened, shown)
    const named = tools.filter(([, share]) => draw() < share).map(([name]) => name)
    const asked = named.map((name, index) => (index % 4 === 3 ? `- ${name} is a plus` : `- Experience with ${name}`))
    const text = [
      ...['# What you do', Array.from({ length: sentences }, sentence).join(' ')],
      ...['# Requirements', `- ${1 + Math.floor(draw() * 8)}+ years of experience`, ...asked],
      ...['# About us', blurb(employer)],
    ].join('\n')
    const repost = draw() < 0.15 && daysBetween(last, to) > 20
    const title = `${pick(levels)}${titles[(employer + at) % titles.length]}`
    const line = (id: string, seen: [Day, Day | null][]) =>
      JSON.stringify({
        ...{ kind: 'posting', board: `greenhouse:tide-${employer}`, externalId: id, company: `Tide ${employer}` },
        ...{ title, text, location: pick(cities), seen },
      })
    yield line(`${idsFrom + at}`, [[opened, last >= to ? null : last]])
    if (repost && at + 1 < postings) {
      at += 1
      const again = addDays(last, 10)
      const until = addDays(again, shown)
      yield line(`${idsFrom + at}`, [[again, until >= to ? null : until]])
    }
  }
}
