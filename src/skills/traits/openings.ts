/** Which openings a post in a hiring thread advertises: one role, or several different ones. */
import type { Head } from '../head.ts'
import type { Layout } from '../layout.ts'

/** Kinds of work, finer than the families: two of them in one post are two roles. */
const kinds: [string, RegExp][] = [
  [
    'manager',
    /\b(?:engineering managers?|managers?,? (?:of )?engineering|vp (?:of )?eng\w*|head of (?:engineering|technology)|cto|eng(?:ineering)? director|director of engineering|em)\b/i,
  ],
  ['product', /\b(?:product (?:managers?|owners?|leads?|management|people)|pms?|tpms?|head of product|product$)\b/i],
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
    /\b(?:back[- ]?end\w*|server[- ]side|api|ruby|rails|ror|django|python|java|golang|go|php|scala|clojure|elixir|node(?:\.?js)?|\.net|c#|c\+\+|rust)\b/i,
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
  ['software', /\b(?:software|engineers?|engineering|developers?|programmers?|hackers?|coders?|swe|sde)\b/i],
]

const nouns =
  'engineers?|engineering|developers?|devs?|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|leads?|directors?|writers?|consultants?|specialists?|recruiters?|marketers?|interns?|testers?|advocates?|executives?|sdets?|sres?|devops|coders?|operators?|associates?|representatives?|owners?|artists?|cto|vp|head of \\w+|coordinators?|strategists?|technicians?|instructors?|evangelists?|editors?|fullstack|full[- ]stack|front[- ]?end|back[- ]?end|frontend|backend|data science|machine learning|mobile|ios|android|qa|product management|marketing|sales|design|ml|product'
const roleWord = new RegExp(`\\b(?:${nouns})\\b`, 'i')
const roleNoun =
  /\b(?:engineers?|developers?|devs|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|administrators?|leads?|directors?|writers?|consultants?|specialists?|recruiters?|marketers?|interns?|testers?|advocates?|executives?|sdets?|sres?|coders?|associates?|representatives?|owners?|artists?|cto|coordinators?|strategists?|technicians?|instructors?|evangelists?|editors?|counsel|accountants?|entwickler\w*|polymath|cofounder|co-founder|founder|tech lead|eng)\b/i

/** The field of a header that names the role; null where none does. */
export function roleFieldOf(head: Head): string | null {
  const strong = head.fields.filter(
    (field, at) => (at > 0 || head.fields.length === 1 || !looksLikeEmployer(field)) && roleNoun.test(field),
  )
  if (strong.length > 0) return strong[0]!
  return (
    head.fields.find(
      (field, at) =>
        at > 0 &&
        /\b(?:full[- ]?stack|front[- ]?end|back[- ]?end|devops|data science|machine learning|sre|engineering|web|mobile|ios|android)\b/i.test(
          field,
        ),
    ) ?? null
  )
}

/** The first field of a header is the employer's, unless it says what is sought. */
const looksLikeEmployer = (field: string): boolean =>
  !/\b(?:engineers?|developers?|scientists?|designers?|lead of|hiring|seeking|looking)\b/i.test(field)

const kindOf = (words: string): string | null => {
  for (const [kind, pattern] of kinds) if (pattern.test(words)) return kind
  return null
}

interface Named {
  kinds: Set<string>
  /** Several names in one field, parted by more than a slash. */
  listed: boolean
}

function namedIn(field: string): Named {
  const words = field.replace(/\((?:yc|remote|onsite|hybrid|us|uk|eu|f\/m|m\/f|all levels|senior|mid)[^)]*\)/gi, ' ')
  const parts = words
    .split(/\s*[,;&+•]\s*|\s+(?:and|or|und|et|y|e|en)\s+|\s*\/\s*/i)
    .filter((part) => part.trim() !== '')
  const found = new Set<string>()
  for (const part of parts) {
    const kind = kindOf(part)
    if (kind !== null) found.add(kind)
  }
  return { kinds: found, listed: /[,;&+•]|\s(?:and|or)\s/i.test(words) }
}

const several =
  /\b(?:multiple|several|various|many|numerous|different|lots of|all|a (?:number|variety|range|bunch) of|[2-9]|two|three|four|five|six|seven|eight|nine|ten|\d{2}\+?)\s+(?:\w+\s+){0,3}?(?:roles|positions|openings|jobs|vacancies|opportunities|functions|departments|teams)\b|\b(?:other|more|additional|further) (?:open )?(?:roles|positions|openings|jobs)\b|\b(?:various|multiple|several|all) (?:engineering|software|roles|positions)\b|\b(?:open|current|available) (?:roles|positions|openings|jobs|needs|vacancies)\b|\b(?:roles|positions|openings|jobs) (?:include|are|we)\b/i
const listHeading =
  /^(?:[\s#>*-]*)(?:(?:current(?:ly)?|our|some|the|these|all|available|key|immediate)\s+)*(?:open(?:ings?)?|hiring|we(?:'|’)?(?: a)?re (?:hiring|looking|seeking|currently)|positions?|roles?|jobs?|looking|vacancies|who we|opportunities|currently hiring|hiring for)\b.{0,60}:?\s*$/i
const hires =
  /\b(?:(?:we|we're|we’re|we are|are|is|i'm|currently|also|now|actively)\s+(?:\w+\s+){0,2}(?:hiring|looking|seeking|recruiting|searching|expanding|growing|adding)|looking (?:for|to hire)|hiring|openings? for|positions? for|need(?:ing)?|seeking|searching for)\b/i

/** Whether a post advertises several different roles. One role at two levels is not several. */
export function isMulti(head: Head, layout: Layout): boolean {
  if (!head.fromText) return false
  const text = layout.role
  const inHead = new Set<string>()
  let listed = false
  let plural = false
  const fields = head.fields.filter(
    (field, at) =>
      roleWord.test(field) &&
      (at > 0 || head.fields.length === 1 || roleNoun.test(field)) &&
      !/^(?:full|part)[- ]?time/i.test(field),
  )
  let withRole = 0
  for (const field of fields) {
    const named = namedIn(field)
    if (named.kinds.size === 0) continue
    if (roleNoun.test(field)) withRole += 1
    for (const kind of named.kinds) inHead.add(kind)
    listed ||= named.listed && named.kinds.size > 1
    plural ||= /\b(?:engineers|developers|scientists|designers|managers|roles|positions)\b/i.test(field)
  }
  if (
    /\b(?:multiple|several|various|many|all) (?:\w+ ){0,2}(?:roles|positions|openings|jobs|functions)\b|\b(?:multiple|several|various) (?:engineering|roles|openings)\b|\bother roles\b|\broles in\b/i.test(
      head.text,
    )
  )
    return true
  const heavy = new Set([...inHead].filter((kind) => kind !== 'software'))
  if (listed && inHead.size >= 2 && (heavy.size >= 2 || plural || withRole >= 1)) return true
  if (heavy.size >= 3 && plural) return true
  if (
    heavy.size >= 2 &&
    plural &&
    !(heavy.size === 2 && heavy.has('fullstack') && (heavy.has('frontend') || heavy.has('backend')))
  )
    return true
  if (withRole >= 2 && inHead.size >= 2) return true
  return bodyLists(head, layout, text, inHead)
}

/** The body's own list of openings: lines that are titles, or one sentence that names several kinds. */
function bodyLists(head: Head, layout: Layout, text: string, inHead: ReadonlySet<string>): boolean {
  const found = new Set<string>()
  let titles = 0
  let underList = false
  for (const line of layout.lines()) {
    if (line.end <= head.end) continue
    const words = text
      .slice(line.start, line.end)
      .replace(/^[\s#>*•·\-–—+\d.)]+/, '')
      .replace(/https?:\/\/\S+/g, '')
      .trim()
    if (words === '') continue
    if (words.length < 90 && listHeading.test(words)) {
      underList = true
      continue
    }
    const title = titleIn(words, line.kind === 'item' || underList)
    if (title !== null) {
      const kind = kindOf(title)
      if (kind !== null) {
        found.add(`${kind}`)
        titles += 1
      }
    } else if (words.length > 160) underList = false
  }
  if (found.size >= 2 && titles >= 2) return true
  const rest = text.slice(head.end)
  if (several.test(rest) && (found.size + inHead.size >= 2 || roleFieldOf(head) === null)) return true
  for (const sentence of rest.slice(0, 6000).split(/[.!?\n](?:\s|$)/)) {
    if (!hires.test(sentence)) continue
    const after = sentence.slice(sentence.search(hires))
    const named = rolesIn(after)
    if (named.size >= 2) return true
  }
  return false
}

/** A line that is nothing but a title, perhaps with its place or a few words behind a dash. */
function titleIn(words: string, loose: boolean): string | null {
  const [title = ''] = words.split(/\s+[-–—|:]\s+|:\s|\s*[(@,]|\s+[-–—]|:$/)
  if (title.length > 60 || title.length < 3) return null
  const count = title.split(/\s+/).length
  if (count > 7 || !roleNoun.test(title)) return null
  // Titles begin with a capital, and their last or first word is what the holder is.
  if (!/^[A-Z0-9"'(]/.test(title) && !loose) return null
  if (
    /^(?:you|we|our|the|as|if|work|build|experience|strong|looking|help|for|this|your|who|what|collaborate|partner|mentor|lead|join)\b/i.test(
      title,
    )
  )
    return null
  if (words.length > 220) return null
  return /[.!?]$/.test(title) ? null : title
}

/** Kinds named as plural or with an article in a sentence that hires: "backend and frontend developers", "a designer and a PM". */
function rolesIn(sentence: string): Set<string> {
  const found = new Set<string>()
  const phrase =
    /((?:[\p{L}+#./-]+[\s,/&]+){0,6}?)(engineers?|developers?|devs|scientists?|researchers?|designers?|managers?|architects?|analysts?|programmers?|hackers?|admins?|marketers?|writers?|testers?|sres?|recruiters?|advocates?|interns?)\b/giu
  for (const match of sentence.slice(0, 500).matchAll(phrase)) {
    const before = match[1]!
    if (
      /\b(?:with|alongside|work(?:ing)? with|team of|other|our|fellow|by|to|help|for (?!a |an |senior)|report\w*)\s+(?:[\p{L}+#./-]+\s+){0,3}$/iu.test(
        before,
      )
    )
      continue
    for (const part of `${before}${match[2]}`.split(/\s*[,/&]\s*|\s+(?:and|or)\s+/i)) {
      const kind = kindOf(part)
      if (kind !== null && (kind !== 'software' || found.size > 0)) found.add(kind)
    }
  }
  return found
}
