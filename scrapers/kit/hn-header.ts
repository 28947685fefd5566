/** Reads the head of a Hacker News job post: "Company | Role | Location | REMOTE", in whatever order and with whatever dividers. */
import type { Workplace } from '../../src/domain.ts'
import { workplaceOf } from './employment.ts'
import { countriesOf, isCountryOrState, isPlace, places } from './places.ts'

export interface Header {
  company: string | null
  title: string | null
  locations: string[]
  remote: Workplace | null
}

/** Lines below this many belong to the advert, not to its head. */
const headLines = 4
const longestHead = 400
/** Addresses and names further down say no more of the employer. */
const longestRead = 4000

/** The head of a post, given as text with one line for each line of the post. */
export function readHeader(text: string): Header {
  const lines = unbroken(
    text
      .slice(0, longestRead)
      .replace(/[^\S\n]+/g, ' ')
      .replace(/(?: ?\n ?)+/g, '\n'),
  )
    .map((line) => line.replace(/^[\s>*#=_~\-–—•]+|[\s*#=_~]+$/g, '').slice(0, longestHead))
    .filter((line) => line !== '')
  // "Houston, TX. Acme" has its divider in a full stop.
  const first = (lines[0] ?? '').replace(/^([^.|]{3,40})\.\s+(?=\S)/, (whole, start) =>
    isPlace(start) ? `${start} | ` : whole,
  )
  lines[0] = first
  const segments = divided(first).map((words) => ({ words, kind: kindOf(words) }))
  const labelled = labels(lines.slice(0, 8))
  const title = labelled.get('role') ?? segments.find(({ kind }) => kind === 'role')?.words ?? null
  const named = places(
    [
      labelled.get('location') ?? '',
      ...segments.filter(({ words }) => words.length <= 150).map(({ words }) => words),
    ].flatMap(placesIn),
  )
  return {
    company: company(lines, labelled),
    title: title === null ? null : tidy(title),
    locations: named,
    remote: workplace([labelled.get('location') ?? '', ...segments.map(({ words }) => words)].join(' | ')),
  }
}

/** Links stand on lines of their own in some copies: "Tulip | ⏎ https://tulip.co ⏎ | Boston" is one line. */
function unbroken(text: string): string[] {
  return text
    .replace(/([|([,:@–-])[ \t]*\n+[ \t]*(https?:\/\/\S+)/g, '$1 $2')
    .replace(/[ \t]*\n[ \t]*(https?:\/\/\S+)[ \t]*\n+[ \t]*(?=[|)\],;–-])/g, ' $1 ')
    .replace(/(https?:\/\/\S+)[ \t]*\n+[ \t]*(?=[|)\]])/g, '$1 ')
    .split('\n')
    .map((line) => line.trim())
}

/** "Company: Acme", "Location: Berlin", "Role: Engineer", a line each. */
function labels(lines: string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of lines) {
    const parts =
      /^(company|employer|organi[sz]ation|location|role|position|title|job title)(?: name)?\s*[:=]\s*(.{2,100})$/i.exec(
        line,
      )
    if (!parts) continue
    const label = parts[1]!.toLowerCase()
    const key = /^(?:employer|organi)/.test(label) ? 'company' : /^(?:position|title|job)/.test(label) ? 'role' : label
    if (!found.has(key)) found.set(key, parts[2]!.trim())
  }
  return found
}

const dividers = [/\s*\|+\s*/, /\s+(?:-{1,3}|[–—]|\/\/|::|[•·~])\s+|\s*(?:—|--+)\s*/, /\s*;\s+/, /\s+\/\s+/]

/** By the first divider that the line has, outside of brackets. */
function divided(line: string): string[] {
  const masked = line.replace(/\([^)]*\)|\[[^\]]*\]|https?:\/\/\S+/g, (each) => '\u0000'.repeat(each.length))
  for (const divider of dividers) {
    const cuts = [...masked.matchAll(new RegExp(divider, 'g'))]
    if (cuts.length === 0) continue
    const ends = [...cuts.map((cut) => cut.index), line.length]
    const starts = [0, ...cuts.map((cut) => cut.index + cut[0].length)]
    return starts.map((start, index) => line.slice(start, ends[index]).trim()).filter((part) => part !== '')
  }
  return [line]
}

type Kind = 'name' | 'place' | 'terms' | 'role' | 'pay' | 'address' | 'sentence'

const roleWords =
  /\b(?:engineers?|engineering|developers?|devs?|designers?|programmers?|scientists?|architects?|hackers?|devops|sre|sysadmins?|administrators?|analysts?|researchers?|managers?|directors?|head of|vp|cto|co-?founders?|interns|internships|full[- ]?stack|front[- ]?end|back[- ]?end|(?:multiple|various|several|many|open|all|\d+) (?:[a-z]+ )?(?:roles?|positions?|openings?|types)|consultants?|recruiters?|specialists?|technicians?|writers?|marketers?|coders?|qa|roles|positions|openings|leads?|evangelists?|ninjas?|rockstars?|ux|ui\/ux|sdets?|dbas?|software development)\b/i
const termsOnly =
  /^(?:(?:100%|fully?|full|part|time|fulltime|parttime|ft|pt|fte|remote(?:ly)?|onsite|on|site|off|in|office|person|hybrid|local|only|ok|okay|or|and|no|not|possible|preferred|preferably|optional|considered|allowed|welcome|friendly|first|some|visa|visas|h1b|h-1b|tn|sponsorship|sponsor|available|transfer|relocation|assistance|offered|intern|interns|internship|internships|contract|contractor|contractors|contracting|freelance|permanent|perm|temporary|equity|competitive|salary|pay|benefits|work|working|from|home|wfh|anywhere|worldwide|global|globally|covid|during|timezone|timezones|time|zone|zones|tz|hours|europe|european|eu|us|usa|uk|na|emea|apac|latam|america|american|north|south|est|pst|cet|utc|gmt|flexible|per|week|days?|a|an|the|to|for|is|are|we|all|hiring|now|multiple|yc|batch|open|source|employment|type|jobs?|careers?|day|various|several|locations?|\d+)\b[\s,/&+().:*!–-]*)+$/i
const payWords = /[$€£¥₹]\s?\d|\b\d{2,3}\s?k\b|\b\d+(?:\.\d+)?\s?%|\bequity\b/i
const addressOnly = /^(?:https?:\/\/|www\.)\S+$|^\S+@\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S*$/i

function kindOf(segment: string): Kind {
  const words = withoutBrackets(segment)
  if (words === '') return addressOnly.test(segment) ? 'address' : 'terms'
  if (addressOnly.test(words)) return 'address'
  if (site.test(words)) return 'name'
  if (termsOnly.test(words)) return 'terms'
  if (isPlace(words) || isPlace(withoutNoise(words))) return 'place'
  if (payWords.test(words)) return 'pay'
  if (roleWords.test(words)) return 'role'
  if (!/\p{L}/u.test(words)) return 'terms'
  return words.length > 60 || sentenceWords.test(words) || ourselves.test(words) ? 'sentence' : 'name'
}

const site = /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i
const sentenceWords =
  /^(?:looking|seeking|join|do|are|if|this|come|help|hi|hello|hey|want|build|at|here|check|apply|see|about|please|email|contact|more|why|what|who|how)\b(?!\.)|\b(?:we|our|you|your|i'm|i’m|my|we're|we’re|they|their|it's|it’s)\b/i
const ourselves = /\bus\b/

const placeNoise =
  /\b(?:remote|remotely|onsite|on-?site|hybrid|only|or|and|ok|preferred|full[- ]?time|part[- ]?time|contract|interns?|visa|h1b|welcome|in|near|around|area|downtown|greater|metro|the heart of|office|possible|also|either|based|work(?:ing)?|from|local|relocation|no|not|timezones?)\b|[*!]/gi

const withoutBrackets = (words: string) =>
  words
    .replace(/[([{][^)\]}]*[)\]}]?/g, ' ')
    .replace(/\s+https?:\/\/\S+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:;!-]+|[\s,:;!-]+$/g, '')

const withoutNoise = (words: string) =>
  words
    .replace(placeNoise, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:/&+-]+|[\s,.:/&+-]+$/g, '')

/** The places that a segment names, in brackets or out of them: "Berlin (onsite), or London", "Remote (US)". */
function placesIn(segment: string): string[] {
  const inside = [...segment.matchAll(/[([]([^)\]]*)[)\]]?/g)].map((found) => found[1]!)
  return [withoutBrackets(segment), ...inside].flatMap((words) =>
    words
      .split(/\s+(?:or|and|in|within|with|near|from|at|to)\s+|\s*[/;|&+]\s*|\s+[-–—]\s+|[:.!]\s+/i)
      .map((part) => (isPlace(part.trim()) ? part.trim() : withoutNoise(part)))
      .filter((part) => part !== '' && isPlace(part))
      .flatMap((part) => (part.split(', ').length > 2 ? severalTowns(part) : [part])),
  )
}

/** "Denver, Chicago, Boston" are three places; "Boston, MA, USA" is one. */
const severalTowns = (words: string) => {
  const parts = words.split(', ')
  return parts.every(
    (part) => isPlace(part) && countriesOf(part).length > 0 && part.length > 2 && !isCountryOrState(part),
  )
    ? parts
    : [words]
}

/** The most permissive that is offered: "remote or onsite" is remote, and "no remote" is not. */
function workplace(words: string): Workplace | null {
  const denied =
    /\b(?:no|not|non|sorry,? no)[- ](?:a )?remote|remote (?:is )?(?:not|no)\b|\bonsite only|on-site only/i.test(words)
  if (!denied && /\bremot/i.test(words)) return 'remote'
  if (/\bhybrid\b/i.test(words)) return 'hybrid'
  return denied || /\bon[- ]?site\b|\bin[- ](?:the )?office\b|\bin[- ]person\b/i.test(words)
    ? 'onsite'
    : workplaceOf(words)
}

interface Candidate {
  name: string
  /** How good a place it was found in. */
  weight: number
}

/** Weights of the places that a name is found in; a name needs more than the least, or evidence besides. */
const weights = {
  firstOfPipes: 16,
  firstOfDashes: 12,
  alone: 6,
  beside: 10,
  later: 8,
  subject: 8,
  repeated: 2,
  address: 3,
  least: 7,
}

function company(lines: string[], labelled: Map<string, string>): string | null {
  const stated = labelled.get('company')
  if (stated !== undefined) return tidy(divided(stated)[0] ?? stated) || null
  const body = lines.join('\n')
  const sites = siteNames(body)
  const candidates = lines.slice(0, headLines).flatMap((line, index) => candidatesOf(line, index))
  for (const candidate of candidates) {
    const key = squeezed(candidate.name)
    if (
      key.length >= 2 &&
      sites.some(
        (each) => each === key || (each.length > 4 && key.startsWith(each)) || (key.length > 2 && each.startsWith(key)),
      )
    ) {
      candidate.weight += weights.address
    }
    // Two thirds of all posts name themselves again further down.
    if (body.indexOf(candidate.name, body.indexOf(candidate.name) + 1) >= 0) candidate.weight += weights.repeated
  }
  const best = candidates.sort((left, right) => right.weight - left.weight)[0]
  if (best !== undefined && best.weight > weights.least) return best.name
  return sites[0] === undefined ? null : asWritten(sites[0], body)
}

function candidatesOf(line: string, index: number): Candidate[] {
  const segments = divided(line)
  const piped = line.includes('|')
  const found: Candidate[] = []
  const subject = subjectOf(line)
  if (subject !== null) found.push({ name: subject, weight: weights.subject - index })
  if (index > 0 && line.length > 120) return found
  for (const [place, segment] of segments.entries()) {
    const name = nameIn(segment, place === 0, piped)
    const alone = name !== null && squeezed(name) === squeezed(line) ? weights.alone : weights.beside
    const first = segments.length === 1 ? alone : piped ? weights.firstOfPipes : weights.firstOfDashes
    if (name !== null)
      found.push({
        name,
        weight: (place === 0 ? first : weights.later - Math.min(place, 3) + (segments.length > 1 ? 3 : 0)) - index * 3,
      })
  }
  return found
}

/** The employer within one segment: the segment itself, or what stands before its place, its role or its address. */
function nameIn(segment: string, isFirst: boolean, piped: boolean): string | null {
  // What follows a bracket or an address is no part of the name: "Acme (https://acme.com) Full time".
  const head = segment.replace(/\s*(?:[([{]|https?:\/\/|\bwww\.).*$/, '').replace(/\s+(?:is|are)\s+.*$/, '')
  const words = withoutBrackets(head === '' ? segment.replace(/^[([{]([^)\]}]*)[)\]}].*$/, '$1') : head)
  switch (kindOf(words)) {
    case 'name':
      return /[,:]|\s(?:in|at)\s/.test(words) ? (partName(words) ?? tidy(words)) : tidy(words) || null
    case 'address':
      return isFirst ? (siteNames(` ${segment}`)[0] ?? null) : null
    case 'role':
    case 'sentence':
      return partName(words)
    case 'terms':
      // "Okay | Developers | Norway": the first place of a piped head is the company's, whatever its name means.
      return isFirst &&
        piped &&
        /^[A-Z][a-z]+$/.test(words) &&
        !/^(?:Remote|Onsite|Hybrid|Full|Part|Contract|Intern|Hiring)/.test(words)
        ? words
        : null
    default:
      return null
  }
}

function partName(words: string): string | null {
  const at =
    /\b(?:engineers?|developers?|designers?|scientists?|hackers?|managers?|interns?|team|lead|architects?|\w+ers?|positions?|jobs?)\s+(?:at|for|with|@)\s+((?:the )?[A-Z0-9][\w.&'-]*(?: [A-Z0-9][\w.&'-]*){0,3})/.exec(
      words,
    )
  if (at !== null) return tidy(at[1]!)
  const parts = words
    .split(/:\s+/)
    .flatMap((part) =>
      isPlace(part) || isPlace(withoutNoise(part))
        ? []
        : part.split(/,\s+(?!(?:inc|llc|ltd|limited|gmbh|corp|co|lp|b\.?v)\b)|\s+(?:in|at)\s+(?=[A-Z])/i),
    )
    .map((part) => part.trim())
  if (parts.length === 1 && parts[0] === words)
    return /,\s+(?:inc|llc|ltd|limited|gmbh|corp|co|lp|b\.?v)\b/i.test(words) && kindOf(words) === 'name'
      ? tidy(words)
      : null
  const found = parts.slice(0, 2).find((part) => kindOf(part) === 'name' && part.length <= 40)
  return found === undefined ? null : tidy(found) || null
}

/** An address is in lower case; the post may write the same name as the company does. */
function asWritten(name: string, body: string): string {
  const escaped = [...name.replace(/[^a-z0-9]/gi, '')].join("[ .'-]?")
  return new RegExp(`(?<![\\w./@-])${escaped}(?![\\w./@-])`, 'i').exec(body)?.[0] ?? name
}

const verbs =
  '(?:is|are)\\s+(?:currently |now |also |always |actively |still |a |an |the |growing|expanding|hiring|looking|seeking|searching|recruiting|building|on the)|(?:has|have)\\s+(?:many|several|multiple|a few|an?|open|two|three)|wants|needs|makes|builds|develops|provides|helps|offers|hiring'
const subject = new RegExp(
  `^(?:(?:hi|hello|hey)[^.!,]*[.!,]\\s*)?((?:The |the )?[A-Za-z0-9][\\w.&'!+-]*(?:\\s+(?:of|and|&|the|for|[A-Z0-9][\\w.&'!+-]*)){0,5})\\s*(?:[([][^)\\]]*[)\\]])?,?\\s*(?:(?:in|from|at|based in|near)\\s+[^.!?|]{2,40}?\\s+)?(?:team\\s+)?(?:${verbs})\\b`,
)
const introductions = [
  /\b(?:[Hh]ere at|[Aa]t) ((?:the )?[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,3}),? (?:we|We|our|you)\b/,
  /\b(?:i work (?:at|for)|i run|join us at|jobs? at|positions? at|openings? at|roles? at|hackers at|team at|work at|(?:cto|ceo|founder|co-?founder|engineer|developer|vp) (?:at|of|@)) ((?:the )?[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,3})/,
  /\b[Ww]e(?:'re| are|’re) ([A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,2})(?:[,.(:;!]| -| –)/,
]
const pronouns =
  /^(?:we|i|our|my (?!company|startup|employer)|this|that|it|they|there|he|she|who|what|you|the (?:company|team|work|role|position|job)|company|client|startup|here|these|looking|currently|now|also|everyone|all|if|as|and|is|are|position|role|location|remote|full|part)\b/i

/** Who a sentence says is hiring, or where its writer works. */
function subjectOf(line: string): string | null {
  const opening = line.slice(0, 250)
  for (const pattern of [subject, ...introductions]) {
    const found = pattern.exec(opening)?.[1]
    if (found === undefined || pronouns.test(found) || !/[A-Z0-9.]/.test(found)) continue
    const name = tidy(
      found.replace(/^(?:the )?(.+) team$/i, '$1').replace(/^[Mm]y (?:company|startup|employer),? /, ''),
    )
    if (name !== '' && kindOf(name) === 'name') return name
  }
  return null
}

/** Hosts whose addresses name the employer in their path, or not at all. */
const boards =
  /(?:^|\.)(?:lever\.co|greenhouse\.io|ashbyhq\.com|workable\.com|breezy\.hr|recruitee\.com|jobvite\.com|angel\.co|wellfound\.com|smartrecruiters\.com|bamboohr\.com|theresumator\.com|applytojob\.com|personio\.(?:de|com)|teamtailor\.com|notion\.site)$/i
const others =
  /(?:^|\.)(?:ycombinator\.com|github\.com|github\.io|google\.com|linkedin\.com|twitter\.com|x\.com|youtube\.com|medium\.com|techcrunch\.com|wikipedia\.org|facebook\.com|stackoverflow\.com|bit\.ly|goo\.gl|grnh\.se|t\.co|apple\.com|forbes\.com|nytimes\.com|notion\.so|typeform\.com|dropbox\.com|crunchbase\.com|glassdoor\.com|vimeo\.com|indeed\.com|gmail\.com|hotmail\.com|yahoo\.com|outlook\.com|protonmail\.com|googlemail\.com|icloud\.com|news\.yc|workatastartup\.com|tinyurl\.com|imgur\.com|amzn\.to|amazonaws\.com|herokuapp\.com|airtable\.com|docs\.com|wordpress\.com|tumblr\.com|blogspot\.com|jobscore\.com|careers-page\.com|hire\.com|hacknet\.com)$/i

/** Names of the sites and mail hosts that a post links to, in order. */
function siteNames(text: string): string[] {
  const hosts = [
    ...text.matchAll(
      /https?:\/\/([^\s/<>()|,"']+)(\/[^\s/<>()|,"'?#]*)?|(?:^|[\s(])(www\.[^\s/<>()|,"']+)|[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g,
    ),
  ]
  return hosts.flatMap((found) => {
    const host = (found[1] ?? found[3] ?? found[4] ?? '').toLowerCase().replace(/[.:]+\d*$/, '')
    if (host === '' || others.test(host)) return []
    if (boards.test(host)) {
      const own = /^(?:jobs|boards|job-boards|apply|www|careers|hire)\./.test(host)
        ? found[2]?.slice(1)
        : host.split('.')[0]
      return own !== undefined && own.length > 1 && !/^(?:jobs?|j|company|careers)$/.test(own)
        ? [own.toLowerCase()]
        : []
    }
    const parts = host.split('.')
    const second = parts.length > 2 && /^(?:co|com|org|net|ac|gov)$/.test(parts.at(-2)!) ? parts.at(-3) : parts.at(-2)
    return second === undefined || second.length < 2 ? [] : [second]
  })
}

const squeezed = (name: string) =>
  name
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^a-z0-9]/g, '')

/** Without brackets, addresses, dividers and marks at its ends. */
const tidy = (name: string) =>
  withoutBrackets(name)
    .replace(/["“”«»]/g, '')
    .replace(/^(?:www\.)/i, '')
    .replace(/[\s,.:;!|/\-–—]+$/g, (ending) =>
      /^\.$/.test(ending) && /\b(?:inc|ltd|corp|co|b\.v|s\.a)\.$/i.test(name) ? ending : '',
    )
    .replace(/^[\s,.:;|/\-–—]+/, '')
    .slice(0, 100)
    .trim()
