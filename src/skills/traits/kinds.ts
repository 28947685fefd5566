/** Kinds of work that a title or a sentence names, and which of them one person often unites. */
import { firstIn, orderOf, type Words, wordReader } from '../leads.ts'

/** Kinds of work, finer than the families: two of them in one post are two roles. */
const kinds: [string, RegExp][] = [
  [
    'manager',
    /\b(?:engineering managers?|managers?,? (?:of )?engineering|vp (?:of )?eng\w*|head of (?:engineering|technology)|cto|eng(?:ineering)? director|director of engineering|em)\b/i,
  ],
  [
    'product',
    /\b(?:product (?:managers?|owners?|leads?|management|people|folks)|pms?|tpms?|head of product|product$)\b/i,
  ],
  ['program', /\b(?:(?:project|program|programme|delivery) managers?|scrum masters?)\b/i],
  ['designer', /\b(?:designers?|ux(?:\/ui)?|ui\/ux|design(?: leads?)?|artists?|animators?)\b/i],
  ['data-scientist', /\b(?:data scien\w+|datascien\w+|applied scien\w+)\b/i],
  ['ml', /\b(?:machine[- ]learning|ml|ai|deep[- ]learning|computer vision|nlp|llm|mlops)\b/i],
  ['research', /\b(?:research\w*|scientists?)\b/i],
  [
    'data-engineer',
    /\b(?:data (?:\w+ )?(?:engineers?|engineering|architects?|platform)|big data|etl|dbas?|analytics engineers?|database)\b/i,
  ],
  ['analyst', /\b(?:analysts?|analytics)\b/i],
  [
    'devops',
    /\b(?:dev ?ops|devsecops|sres?|site reliability|infra(?:structure)?|sys ?admins?|systems? admin\w*|platform|cloud|operations|network|linux)\b/i,
  ],
  ['security', /\b(?:security|infosec|pentest\w*|penetration)\b/i],
  ['qa', /\b(?:qa|quality|sdets?|test(?:ers?|ing)?|automation)\b/i],
  ['fullstack', /\bfull[- ]?stack\w*\b/i],
  ['frontend', /\b(?:front[- ]?end\w*|ui|react|angular|vue|javascript|js|css|html)\b/i],
  [
    'backend',
    /\b(?:back[- ]?end\w*|server[- ]side|api|ruby|rails|ror|django|python|java|golang|go|php|scala|clojure|elixir|node(?:\.?js)?|(?:asp|vb|ado)\.net|c#|c\+\+|rust)\b/i,
  ],
  ['ios', /\bios\b/i],
  ['android', /\bandroid\b/i],
  ['mobile', /\bmobile\b/i],
  ['embedded', /\b(?:embedded|firmware|fpga|hardware|electrical|mechanical|robotics|controls|asic|silicon)\b/i],
  ['game', /\b(?:game|graphics|unity|unreal|3d|vr)\b/i],
  ['sales', /\b(?:sales|account (?:executives?|managers?)|business development|bdr|sdr|growth|partnerships?)\b/i],
  ['marketing', /\b(?:marketing|marketers?|content|seo|copywriters?|community)\b/i],
  [
    'support',
    /\b(?:support|customer (?:success|service|\w+ engineers?)|solutions?|implementation|field engineers?|success|sales engineers?)\b/i,
  ],
  ['advocate', /\b(?:advocates?|devrel|evangelists?|developer relations|technical writers?|writers?|editors?)\b/i],
  [
    'people',
    /\b(?:recruiters?|recruiting|talent|hr|people ops|office managers?|finance|accountants?|legal|counsel|operations manager)\b/i,
  ],
  ['crypto', /\b(?:blockchain|solidity|smart contracts?|protocol)\b/i],
  ['software', /\b(?:software|engineers?|engineering|eng|developers?|programmers?|hackers?|coders?|swe|sde)\b/i],
]

export const orderOfKinds = orderOf(kinds.map(([, pattern]) => pattern))

const read = wordReader()
/** The kind that a stretch names; the first of the table counts. */
export const kindIn = (words: Words): string | null => kinds[firstIn(orderOfKinds, words)]?.[0] ?? null
export const kindOf = (words: string): string | null => kindIn(read(words))

/** Kinds that one person often unites: parted by a slash alone they are one role. */
const unions: Record<string, string> = {
  'data-scientist': 'ml',
  research: 'ml',
  frontend: 'web',
  backend: 'web',
  fullstack: 'web',
  ios: 'mobile',
  android: 'mobile',
  software: 'web',
}
/** Frontend and backend developers wanted side by side are two roles; data scientists and ML researchers are hardly. */
export const apart = (found: ReadonlySet<string>): number =>
  new Set([...found].map((kind) => (unions[kind] === 'ml' ? 'ml' : kind))).size
export const unionsOf = (found: Iterable<string>): Set<string> =>
  new Set([...found].map((kind) => unions[kind] ?? kind))

/** Words for several people. */
export const plurals =
  /\b(?:engineers|developers|devs|scientists|researchers|designers|managers|architects|analysts|programmers|hackers|leads|interns|folks|roles|positions)\b/i
