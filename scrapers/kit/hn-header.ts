/** Reads the head of a Hacker News job post: "Company | Role | Location | REMOTE", in whatever order and with whatever dividers. */
import type { Workplace } from '../../src/domain.ts'
import { workplaceOf } from './employment.ts'
import { isPlace, places } from './places.ts'

export interface Header {
  company: string | null
  title: string | null
  locations: string[]
  remote: Workplace | null
}

/** Lines below this many belong to the advert, not to its head. */
const headLines = 4
const longestHead = 400

/** The head of a post, given as text with one line for each line of the post. */
export function readHeader(text: string): Header {
  const lines = unbroken(text)
    .map((line) => line.replace(/^[\s>*#=_~\-–—•]+|[\s*#=_~]+$/g, '').slice(0, longestHead))
    .filter((line) => line !== '')
  const first = lines[0] ?? ''
  const segments = divided(first).map((words) => ({ words, kind: kindOf(words) }))
  const labelled = labels(lines.slice(0, 8))
  const title = labelled.get('role') ?? segments.find(({ kind }) => kind === 'role')?.words ?? null
  const where = segments.filter(({ kind }) => kind === 'place' || kind === 'terms').map(({ words }) => words)
  const named = places([labelled.get('location') ?? null, ...where].map((each) => placesIn(each ?? '')))
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

const dividers = [/\s*\|+\s*/, /\s+(?:-{1,3}|[–—]|\/\/|::|[•·~])\s+|\s*[—]\s*/, /\s*;\s+/, /\s+\/\s+/]

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
  /^(?:(?:100%|fully?|full|part|time|fulltime|parttime|ft|pt|fte|remote(?:ly)?|onsite|on|site|off|in|office|person|hybrid|local|only|ok|okay|or|and|no|not|possible|preferred|optional|considered|allowed|welcome|friendly|first|some|visa|visas|h1b|h-1b|tn|sponsorship|sponsor|available|transfer|relocation|assistance|offered|intern|interns|internship|internships|contract|contractor|contractors|contracting|freelance|permanent|perm|temporary|equity|competitive|salary|pay|benefits|work|working|from|home|wfh|anywhere|worldwide|global|globally|covid|during|timezone|timezones|time|zone|zones|tz|hours|europe|european|eu|us|usa|uk|na|emea|apac|latam|america|american|north|south|est|pst|cet|utc|gmt|flexible|per|week|days?|a|an|the|to|for|is|are|we|all|hiring|now|multiple|yc|batch|open|source|employment|type|jobs?|careers?|day|various|several|locations?|\d+)\b[\s,/&+().:*!–-]*)+$/i
const payWords = /[$€£¥₹]\s?\d|\b\d{2,3}\s?k\b|\b\d+(?:\.\d+)?\s?%|\bequity\b/i
const addressOnly = /^(?:https?:\/\/|www\.)\S+$|^\S+@\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S*$/i

function kindOf(segment: string): Kind {
  const words = withoutBrackets(segment)
  if (words === '') return addressOnly.test(segment) ? 'address' : 'terms'
  if (addressOnly.test(words)) return 'address'
  if (termsOnly.test(words)) return 'terms'
  if (isPlace(words) || isPlace(words.replace(placeNoise, ' ').trim())) return 'place'
  if (payWords.test(words)) return 'pay'
  if (roleWords.test(words)) return 'role'
  if (
    words.length > 60 ||
    /^(?:we|i|our|looking|seeking|join|do you|are you|if you|this|come|help|hi|hello|hey|want|build|at|here)\b(?!\.)/i.test(
      words,
    )
  )
    return 'sentence'
  return 'name'
}

const placeNoise =
  /\b(?:remote|remotely|onsite|on-?site|hybrid|only|or|and|ok|preferred|full[- ]?time|part[- ]?time|contract|interns?|visa|h1b|welcome|in|near|around|area|downtown|greater|metro|the heart of|office|possible|also|either|based|work(?:ing)?|from|local|relocation|no|not|timezones?)\b|[*!]/gi

const withoutBrackets = (words: string) =>
  words
    .replace(/[([{][^)\]}]*[)\]}]?/g, ' ')
    .replace(/\s+https?:\/\/\S+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:;!-]+|[\s,:;!-]+$/g, '')

/** "Berlin (onsite), or London" without the words about how one works there. */
const placesIn = (words: string) =>
  divided(words)
    .flatMap((part) => part.split(/\s+(?:or|and|&|\+)\s+|\s*[/;+&]\s*/i))
    .map((part) =>
      withoutBrackets(part)
        .replace(placeNoise, ' ')
        .replace(/\s+/g, ' ')
        .replace(/^[\s,.:/&+-]+|[\s,.:/&+-]+$/g, ''),
    )
    .filter((part) => part !== '' && isPlace(part))
    .join('; ')

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

function company(lines: string[], labelled: Map<string, string>): string | null {
  const stated = labelled.get('company')
  if (stated !== undefined) return tidy(withoutBrackets(divided(stated)[0] ?? stated)) || null
  const body = lines.join('\n')
  const candidates: Candidate[] = []
  for (const [index, line] of lines.slice(0, headLines).entries()) {
    const head = index === 0 || line.length <= 120
    for (const [place, segment] of (head ? divided(line) : []).entries()) {
      const found = nameIn(segment, place === 0)
      if (found !== null) candidates.push({ name: found, weight: 10 - index * 3 - Math.min(place, 3) })
    }
    const subject = subjectOf(line)
    if (subject !== null) candidates.push({ name: subject, weight: 8 - index })
  }
  // Two thirds of all posts name themselves again further down, or live at an address of their name.
  const sites = siteNames(body)
  for (const candidate of candidates) {
    const key = squeezed(candidate.name)
    if (
      key.length >= 3 &&
      sites.some((site) => site === key || (site.length > 4 && key.startsWith(site)) || site.startsWith(key))
    )
      candidate.weight += 3
    if (body.indexOf(candidate.name, body.indexOf(candidate.name) + 1) >= 0) candidate.weight += 2
  }
  candidates.sort((left, right) => right.weight - left.weight)
  const best = candidates[0]
  return best !== undefined && best.weight > 3 ? best.name : (sites[0] ?? null)
}

/** The employer within one segment: the segment itself, or what stands before its place, its role or its address. */
function nameIn(segment: string, isFirst: boolean): string | null {
  // "San Francisco: CastTV", "Globaldev: Ruby engineers", "Acme, Berlin, Germany", "Acme in Berlin".
  const bare = withoutBrackets(segment.replace(/\s*\b(?:is|are) (?:hiring|looking|seeking)\b.*$/i, ''))
  const whole = kindOf(bare)
  if (whole === 'name' && !/[,:]|\s(?:in|at)\s/.test(bare)) return tidy(bare) || null
  if (whole === 'place' || whole === 'terms' || whole === 'pay' || whole === 'sentence')
    return isFirst && whole === 'sentence' ? partName(bare) : null
  if (whole === 'address') return isFirst ? fromAddress(segment) : null
  return partName(bare)
}

function partName(words: string): string | null {
  const at =
    /\b(?:engineers?|developers?|designers?|scientists?|hackers?|managers?|interns?|team|lead|architects?|\w+ers?)\s+(?:at|for|with|@)\s+((?:the )?[A-Z0-9][\w.&'-]*(?: [A-Z0-9][\w.&'-]*){0,3})/.exec(
      words,
    )
  if (at !== null) return tidy(at[1]!)
  const parts = words
    .split(/,\s+(?!(?:inc|llc|ltd|limited|gmbh|corp|co)\b)|:\s+|\s+(?:in|at)\s+(?=[A-Z])/i)
    .map((part) => part.trim())
  if (parts.length === 1) return null
  const found = parts.slice(0, 2).find((part) => kindOf(part) === 'name' && part.length <= 40)
  return found === undefined ? null : tidy(found)
}

const verbs =
  '(?:is|are)\\s+(?:currently |now |also |always |actively |still |a |an |the |growing|expanding|hiring|looking|seeking|searching|recruiting|building|on the)|(?:has|have)\\s+(?:many|several|multiple|a few|an?|open|two|three)|wants|needs|makes|builds|develops|provides|helps|offers|hiring'
const subject = new RegExp(
  `^(?:(?:hi|hello|hey)[^.!,]*[.!,]\\s*)?((?:The |the )?[A-Za-z0-9][\\w.&'!+-]*(?:\\s+(?:of|and|&|the|for|[A-Z0-9][\\w.&'!+-]*)){0,5})\\s*(?:[([][^)\\]]*[)\\]])?\\s*(?:team\\s+)?(?:${verbs})\\b`,
)
const introductions = [
  /\b(?:here )?at ((?:the )?[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,3}),? (?:we|our|you)\b/i,
  /\b(?:i work (?:at|for)|i run|join us at|jobs? at|positions? at|openings? at|roles? at|hackers at|team at|work at|(?:cto|ceo|founder|co-?founder|engineer|developer|vp) (?:at|of|@)) ((?:the )?[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,3})/,
  /\bwe(?:'re| are|’re) ([A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,2})(?:[,.(:;!]| -| –)/i,
]
const pronouns =
  /^(?:we|i|our|my|this|that|it|they|there|he|she|who|what|you|the (?:company|team|work|role|position|job)|company|client|startup|here|these|looking|currently|now|also|everyone|all|if|as|and|is|are|position|role|location|remote|full|part)\b/i

/** Who a sentence says is hiring, or where its writer works. */
function subjectOf(line: string): string | null {
  const opening = line.slice(0, 250)
  for (const pattern of [subject, ...introductions]) {
    const found = pattern.exec(opening)?.[1]
    if (found === undefined || pronouns.test(found) || !/[A-Z0-9.]/.test(found)) continue
    const name = tidy(found.replace(/^(?:the )?(.+) team$/i, '$1'))
    if (name !== '' && kindOf(name) === 'name') return name
    const site = /^[\w-]+\.[a-z]{2,}(?:\.[a-z]{2})?$/i.test(name) ? name : null
    if (site !== null) return site.replace(/^www\./i, '')
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

const fromAddress = (segment: string) => siteNames(` ${segment}`)[0] ?? null

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
