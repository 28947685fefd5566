/** What a robots.txt says, read as RFC 9309 has it, with the leniencies of the parser that most sites are written for. */

export interface Robots {
  allows(agent: string, url: string): boolean
  /** Seconds between requests that the agent's group asks for; null where it asks for none. */
  crawlDelay(agent: string): number | null
}

type Line = { key: 'agent' | 'allow' | 'disallow' | 'delay'; value: string }

/** RFC 9309 asks for at least 500 KiB; what follows is not read. */
const longestFile = 500 * 1024
const longestLine = 2083 * 8 - 1

export function readRobots(body: string): Robots {
  const lines = body
    .slice(0, longestFile)
    .replace(/^[\ufeff\ufffd]+/, '')
    .split(/\r\n|[\r\n]/)
    .flatMap(readLine)

  return {
    allows(agent, url) {
      const path = pathOf(url)
      const rules = rulesFor(lines, agent).filter(({ key }) => key !== 'delay')
      const best = { allow: 0, disallow: 0 }
      for (const { key, value } of rules as { key: 'allow' | 'disallow'; value: string }[]) {
        best[key] = Math.max(best[key], key === 'allow' ? allowed(path, value) : matched(path, value))
      }
      return best.allow >= best.disallow
    },
    crawlDelay(agent) {
      const delays = rulesFor(lines, agent).filter(({ key }) => key === 'delay')
      const seconds = delays.map(({ value }) => Number(value)).filter((value) => Number.isFinite(value) && value >= 0)
      return seconds.length === 0 ? null : Math.max(...seconds)
    },
  }
}

const keys: [RegExp, Line['key']][] = [
  [/^user-?\s?agent/i, 'agent'],
  [/^allow/i, 'allow'],
  [/^(?:disallow|dissallow|dissalow|disalow|diasllow|disallaw)/i, 'disallow'],
  [/^crawl-?delay/i, 'delay'],
]

function readLine(line: string): Line[] {
  const text = line.slice(0, longestLine).replace(/#.*/s, '').trim()
  const colon = text.indexOf(':')
  // Without a colon, two words are a key and its value.
  const words = text.split(/[ \t]+/)
  if (colon < 0 && words.length !== 2) return []
  const name = colon < 0 ? words[0]! : text.slice(0, colon).trim()
  const value = colon < 0 ? words[1]! : text.slice(colon + 1).trim()
  const key = keys.find(([pattern]) => pattern.test(name))?.[1]
  return key === undefined ? [] : [{ key, value }]
}

/** The rules of all groups that name the agent; of those for everyone where none does. */
function rulesFor(lines: Line[], agent: string): Line[] {
  const own: Line[] = []
  const general: Line[] = []
  let named = false
  let current = { own: false, general: false }
  let inRules = false
  for (const line of lines) {
    if (line.key === 'agent') {
      if (inRules) current = { own: false, general: false }
      inRules = false
      if (/^\*(?:\s|$)/.test(line.value)) current.general = true
      else if (agent !== '' && /^[a-z_-]*/i.exec(line.value)![0].toLowerCase() === agent.toLowerCase()) {
        current.own = true
        named = true
      }
    } else if (current.own || current.general) {
      inRules = true
      if (current.own) own.push(line)
      else general.push(line)
    }
  }
  return named ? own : general
}

/** Path and query as patterns see them, from the address as it is sent. */
function pathOf(url: string): string {
  const afterScheme = url.replace(/^[a-z][a-z0-9+.-]*:/i, '').replace(/^\/\//, '')
  const start = afterScheme.search(/[/?;]/)
  if (start < 0) return '/'
  const path = afterScheme.slice(start).replace(/#.*/s, '')
  return upper(path.startsWith('/') ? path : `/${path}`)
}

const upper = (text: string) => text.replace(/%[\da-f]{2}/gi, (hex) => hex.toUpperCase())

/** A pattern as addresses are spelled when they are sent: non-ASCII as UTF-8 in percent form, hex digits in upper case. */
const encoded = (text: string) =>
  upper(text.replace(/[^\u0000-\u007f]+/g, (word) => Buffer.from(word).toString('hex').replace(/../g, '%$&')))

function allowed(path: string, pattern: string): number {
  const length = matched(path, pattern)
  // Allowing a folder's index page allows the folder as people link to it.
  const index = length > 0 ? null : /^(.*\/)index\.html?/s.exec(pattern)
  return index === null ? length : matched(path, `${index[1]}$`)
}

/** The pattern's length where it matches the path from its start, else 0. Linear in path times pattern, whatever the stars. */
function matched(path: string, raw: string): number {
  const pattern = encoded(raw)
  let ends = [0]
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!
    if (sign === '$' && at === pattern.length - 1) return ends.at(-1) === path.length ? pattern.length : 0
    if (sign === '*') ends = Array.from({ length: path.length - ends[0]! + 1 }, (_, index) => ends[0]! + index)
    else ends = ends.filter((end) => path[end] === sign).map((end) => end + 1)
    if (ends.length === 0) return 0
  }
  return pattern.length
}
