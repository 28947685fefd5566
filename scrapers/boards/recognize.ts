/** Which board a career page is: the platform and the token in its address. Pure: nothing is asked. */
import { employerKey } from '../kit/employer.ts'

export interface Recognized {
  source: string
  token: string
  settings?: Record<string, unknown>
}

type Rule = [source: string, read: (url: URL, path: string[]) => string | Recognized | null]

const word = /^\w[\w. -]*$/
/** Names under a platform's host that are the platform's own. */
const platformOwn = /^(?:www|app|api|help|support|developer|developers|docs|blog|careers|jobs|info|status|login|cdn)$/

/** A board that has a host of its own under the platform's: `acme.breezy.hr`. */
const under =
  (domain: string) =>
  ({ hostname }: URL): string | null => {
    if (!hostname.endsWith(`.${domain}`)) return null
    const name = hostname.slice(0, -domain.length - 1)
    return platformOwn.test(name) ? null : name
  }

/** A board that is the nth part of the path on these hosts. */
const inPath =
  (hosts: RegExp, at = 0, notThese = /^$/) =>
  ({ hostname }: URL, path: string[]): string | null =>
    hosts.test(hostname) && path[at] !== undefined && !notThese.test(path[at]) ? path[at] : null

const language = /^[a-z]{2}(?:-[a-z]{2})?$/i

const rules: Rule[] = [
  ['greenhouse', inPath(/^boards-api(?:\.eu)?\.greenhouse\.io$/, 2)],
  [
    'greenhouse',
    (url, path) =>
      /^(?:job-)?boards(?:\.eu)?\.greenhouse\.io$/.test(url.hostname)
        ? path[0] === 'embed'
          ? url.searchParams.get('for')
          : (path[0] ?? null)
        : null,
  ],
  ['lever', inPath(/^jobs\.lever\.co$/)],
  ['lever', inPath(/^api\.lever\.co$/, 2)],
  ['lever', (url, path) => european(inPath(/^jobs\.eu\.lever\.co$/)(url, path))],
  ['lever', (url, path) => european(inPath(/^api\.eu\.lever\.co$/, 2)(url, path))],
  ['ashby', inPath(/^jobs\.ashbyhq\.com$/, 0, /^(?:api|meta)$/)],
  ['ashby', inPath(/^api\.ashbyhq\.com$/, 2)],
  ['workable', (url, path) => (url.pathname.startsWith('/api/') ? null : inPath(/^apply\.workable\.com$/)(url, path))],
  [
    'workable',
    ({ hostname }, path) => {
      const at = path.indexOf('accounts')
      return hostname.endsWith('workable.com') && path[0] === 'api' && at !== -1 ? (path[at + 1] ?? null) : null
    },
  ],
  ['workable', under('workable.com')],
  ['recruitee', under('recruitee.com')],
  ['teamtailor', under('teamtailor.com')],
  ['personio', personio],
  ['gem', inPath(/^jobs\.gem\.com$/)],
  ['gem', inPath(/^api\.gem\.com$/, 2)],
  ['smartrecruiters', inPath(/^(?:careers|jobs|careers-page)\.smartrecruiters\.com$/, 0, /^(?:my-|oneclick)/)],
  ['smartrecruiters', inPath(/^api\.smartrecruiters\.com$/, 2)],
  ['workday', workday],
  ['bamboohr', under('bamboohr.com')],
  ['breezy', under('breezy.hr')],
  ['pinpoint', under('pinpointhq.com')],
  [
    'rippling',
    (url, path) => inPath(/^ats(?:\.us1)?\.rippling\.com$/, language.test(path[0] ?? '') ? 1 : 0)(url, path),
  ],
  ['rippling', inPath(/^api\.rippling\.com$/, 5)],
]

const european = (site: string | null) => (site === null ? null : `eu/${site}`)

/** The scraper asks under .de; most boards answer there too, but their own host is surer. */
function personio({ hostname }: URL): Recognized | null {
  const parts = /^([a-z0-9-]+)\.jobs\.personio\.(de|com)$/.exec(hostname)
  if (parts === null) return null
  return { source: 'personio', token: parts[1]!, ...(parts[2] === 'de' ? {} : { settings: { host: hostname } }) }
}

/** `acme.wd5.myworkdayjobs.com/en-US/External/job/...`, `wd5.myworkdaysite.com/recruiting/acme/External`, `.../wday/cxs/acme/External/jobs`. */
function workday({ hostname }: URL, path: string[]): string | null {
  const shared = /^(wd\d{1,3})\.myworkdaysite\.com$/.exec(hostname)
  if (shared !== null) {
    const [first, tenant, site] = language.test(path[0] ?? '') ? path.slice(1) : path
    return first === 'recruiting' && tenant && site ? `${tenant}/${shared[1]}/${site}` : null
  }
  const own = /^([a-z0-9-]+)\.(wd\d{1,3})\.myworkdayjobs(?:-impl)?\.com$/.exec(hostname)
  if (own === null) return null
  if (path[0] === 'wday') return path[2] && path[3] ? `${path[2]}/${own[2]}/${path[3]}` : null
  // A site may be called like a language: then nothing but a posting follows.
  const spoken = language.test(path[0] ?? '') && path[1] !== undefined && path[1] !== 'job'
  const site = spoken ? path[1] : path[0]
  return site === undefined ? null : `${own[1]}/${own[2]}/${site}`
}

/** The board that an address of a career page, of one posting or of the platform's interface belongs to; null for any other. */
export function recognizeBoard(address: string): Recognized | null {
  const text = /^[\w.-]+\.[a-z]{2,}(?:\/|$)/i.test(address.trim()) ? `https://${address.trim()}` : address.trim()
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) return null
  const path = url.pathname.split('/').flatMap((part) => (part === '' ? [] : [decoded(part)]))
  for (const [source, read] of rules) {
    const found = read(url, path)
    if (found === null) continue
    const board = typeof found === 'string' ? { source, token: found } : found
    if (board.token.split('/').every((part) => word.test(part))) return board
  }
  return null
}

/** The boards that a career page leads to, by its links and embedded scripts, the most named first. */
export function boardsInPage(page: string): Recognized[] {
  const counts = new Map<string, { board: Recognized; times: number }>()
  for (const [address] of page
    .replaceAll('&amp;', '&')
    .replaceAll('\\/', '/')
    .matchAll(/https?:\/\/[^\s"'<>\\)]{4,500}/g)) {
    const board = recognizeBoard(address)
    if (board === null) continue
    const id = `${board.source}:${board.token}`.toLowerCase()
    counts.set(id, { board, times: (counts.get(id)?.times ?? 0) + 1 })
  }
  return [...counts.values()].sort((left, right) => right.times - left.times).map(({ board }) => board)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Platforms whose board names are free words of the employer's name, the commonest first. */
const guessable = [
  'greenhouse',
  'ashby',
  'lever',
  'workable',
  'gem',
  'smartrecruiters',
  'recruitee',
  'teamtailor',
  'personio',
  'rippling',
  'bamboohr',
  'breezy',
  'pinpoint',
]

/**
 * Boards that an employer of this name might have, likeliest first: to be tried, never believed unseen, since a name may be
 * another's. An address of a known platform is its own only candidate.
 */
export function candidateBoards(company: string): Recognized[] {
  const known = recognizeBoard(company)
  if (known !== null) return [known]
  const joined = employerKey(company)
  if (joined === '') return []
  const words = company
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .split(/[^a-z0-9]+/)
    .filter((each) => each !== '' && !/^(?:inc|llc|ltd|gmbh|ag|sa|bv|com)$/.test(each))
  const names = [...new Set([joined, words.join(''), words.join('-')])].filter((name) =>
    /^[a-z0-9][a-z0-9-]*$/.test(name),
  )
  return guessable.flatMap((source) => names.map((token) => ({ source, token })))
}
