/** Numbers that read like figures of the job market: counts of jobs, percentages, ranks, pay, years, so many times as many. */

export interface TypedNumber {
  /** UTF-16 units into the sentence. */
  at: number
  words: string
  /** The figure that it claims to be; null where the words do not tell, or no figure is of that kind. */
  measure: string | null
  /** What the figure may be for the words to be true as written. */
  low: number
  high: number
}

const market =
  /\b(?:jobs?|postings?|vacanc(?:y|ies)|openings?|positions?|listings?|adverts?|employers?|compan(?:y|ies)|demand|hiring|pay|salar(?:y|ies)|roles?)\b/i
const digits = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`
const number = String.raw`(?:${digits})(?:\s?(?:k|thousand|million)\b)?`
const word = String.raw`(?:[\w'-]+\s+){0,4}?`

type Read = (sentence: string, match: RegExpMatchArray) => Omit<TypedNumber, 'at' | 'words'> | null

/** Earlier ones win: what one has read is not read again. */
const kinds: { pattern: RegExp; read: Read }[] = [
  { pattern: new RegExp(String.raw`(${number})\s?(?:%|per ?cent\b)`, 'gi'), read: readPercent },
  {
    pattern:
      /\b(one|two|three|four|nine|\d+)\s+(?:in|of|out of)\s+(?:every\s+)?(two|three|four|five|ten|\d+)\s+(?:[\w'-]+\s+){0,3}?(?:jobs|postings|vacancies|openings)\b/gi,
    read: readPart,
  },
  {
    pattern: new RegExp(String.raw`[$€£]\s?(${number})(?:\s?(?:-|–|to)\s?[$€£]?\s?(${number}))?`, 'gi'),
    read: readPay,
  },
  {
    pattern: new RegExp(
      String.raw`(${number})(?:\s?(?:-|–|to)\s?(${number}))?\s(?:USD|EUR|GBP|dollars|euros|pounds)\b`,
      'gi',
    ),
    read: readPay,
  },
  {
    pattern: new RegExp(
      String.raw`(${number})\+?\s+${word}(job postings?|jobs?|postings?|vacanc(?:y|ies)|openings?|positions|listings?|adverts?|ads|employers|companies)\b`,
      'gi',
    ),
    read: readCount,
  },
  {
    pattern:
      /(?:#|\bno\.\s?|\bnumber\s|\brank(?:s|ed)?\s(?:at\s|number\s|#)?)(\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th)\b/gi,
    read: readRank,
  },
  {
    pattern: /\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=[- ](?:most|place))/gi,
    read: readRank,
  },
  { pattern: new RegExp(String.raw`(${number})(?:\s?(?:-|–|to)\s?(${number}))?\+?\s+years?\b`, 'gi'), read: readYears },
  { pattern: new RegExp(String.raw`\b(twice|(?:${number})(?:x|\s+times))(?=\s|\b)`, 'gi'), read: readTimes },
]

export function typedNumbers(sentence: string): TypedNumber[] {
  const found: TypedNumber[] = []
  let rest = sentence
  for (const { pattern, read } of kinds) {
    for (const match of rest.matchAll(pattern)) {
      const told = read(sentence, match)
      if (told === null) continue
      found.push({ at: match.index, words: match[0], ...told })
      rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length)
    }
  }
  return found.toSorted((left, right) => left.at - right.at)
}

/** The number and half a unit of its last digit to either side. */
function spoken(text: string): { value: number; half: number } {
  const [, figures = text, scale = ''] = new RegExp(`^(${digits})\\s?(\\w*)$`).exec(text.trim()) ?? []
  const times = { k: 1e3, thousand: 1e3, million: 1e6 }[scale.toLowerCase()] ?? 1
  const plain = figures.replaceAll(',', '')
  return { value: Number(plain) * times, half: (0.5 * times) / 10 ** (plain.split('.')[1]?.length ?? 0) }
}

/** The words before a number that make it a bound or a guess. */
function bounds(sentence: string, match: RegExpMatchArray, unit = 1): { low: number; high: number } {
  const { value, half } = spoken(match[1]!)
  const before = sentence.slice(Math.max(0, match.index! - 24), match.index)
  const all = (low: number, high: number) => ({ low: low * unit, high: high * unit })
  if (/\b(?:at least|over|above|more than|from)\s+\D{0,2}$/i.test(before) || /\d\+/.test(match[0]))
    return all(value - half, Number.POSITIVE_INFINITY)
  if (/\b(?:at most|under|below|less than|fewer than|up to)\s+\D{0,2}$/i.test(before))
    return all(Number.NEGATIVE_INFINITY, value + half)
  const guess = /(?:\b(?:about|around|roughly|nearly|almost|some|approximately)\s+|~\s?)\D{0,2}$/i.test(before)
  const room = guess ? Math.max(half, value * 0.1) : half
  return all(value - room, value + room)
}

const falling = /\b(?:fell|fall(?:s|en|ing)?|drop\w*|declin\w*|down|shrank|shrunk|lost|decreas\w*)\b/i
const moving = /\b(?:rose|ris(?:es|en|ing)|grew|grow\w*|increas\w*|gain\w*|jump\w*|surg\w*|up)\b/i
const naming = /\b(?:nam|mention|list|ask|want|call|includ)\w*/i

function readPercent(sentence: string, match: RegExpMatchArray) {
  if (!market.test(sentence) && !naming.test(sentence)) return null
  const down = falling.test(sentence)
  if (down || moving.test(sentence)) {
    const { low, high } = bounds(sentence, match)
    return { measure: 'change', ...(down ? { low: -high, high: -low } : { low, high }) }
  }
  const range = bounds(sentence, match, 0.01)
  const of =
    /\bof (?:the |all )?(?:\w+ )?(?:jobs|postings|vacancies|openings)\b(?:[^.]{0,12}\b(?:that|which|naming|asking))/i.test(
      sentence,
    )
  if (/\b(?:pay|salar)\w*/i.test(sentence) && /\b(?:stat|disclos|giv|list)\w*/i.test(sentence))
    return { measure: 'pay.stated', ...range }
  if (/\brequir\w*/i.test(sentence)) return { measure: of ? 'level.required' : null, ...range }
  if (/\bprefer\w*/i.test(sentence)) return { measure: of ? 'level.preferred' : null, ...range }
  return { measure: naming.test(sentence) && !of ? 'share' : null, ...range }
}

const words: Record<string, number> = { one: 1, two: 2, three: 3, four: 4, five: 5, nine: 9, ten: 10 }

function readPart(_: string, match: RegExpMatchArray) {
  const [part, whole] = [match[1]!, match[2]!].map((text) => words[text.toLowerCase()] ?? Number(text)) as [
    number,
    number,
  ]
  if (whole === 0 || part > whole) return null
  const share = part / whole
  return { measure: 'share', low: share * 0.9, high: share * 1.1 }
}

function readPay(sentence: string, match: RegExpMatchArray) {
  if (!/\b(?:pay|paid|pays|salar\w*|earn\w*|compensation|wages?|a year|per year|annual\w*)\b/i.test(sentence))
    return null
  const { low, high } = bounds(sentence, match)
  return { measure: 'pay.median', low, high: match[2] === undefined ? high : spoken(match[2]).value }
}

function readCount(sentence: string, match: RegExpMatchArray) {
  if (/\b(?:percent|per cent|of the|years?|times)\b/i.test(match[0])) return null
  const noun = match[2]!.toLowerCase()
  const range = bounds(sentence, match)
  if (/^(?:employers|companies)$/.test(noun)) return { measure: 'employers', ...range }
  if (/\b(?:new|newly opened|opened)\b/i.test(sentence)) return { measure: 'opened', ...range }
  if (/\brequir\w*/i.test(sentence)) return { measure: 'open.required', ...range }
  if (/(?:posting|advert|ad|listing)s?$/.test(noun)) return { measure: 'open.postings', ...range }
  return { measure: 'open', ...range }
}

const places = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

function readRank(sentence: string, match: RegExpMatchArray) {
  if (!market.test(sentence) && !/\b(?:rank\w*|wanted|popular|most|place|framework|skill)\b/i.test(sentence))
    return null
  const text = match[1] ?? match[2]!
  const place = /^\d/.test(text) ? Number(text) : places.indexOf(text.toLowerCase()) + 1
  return { measure: 'rank', low: place, high: place }
}

function readYears(sentence: string, match: RegExpMatchArray) {
  if (!/\b(?:experience|requir\w*|ask\w*|senior\w*|expect\w*)\b/i.test(sentence)) return null
  const { low, high } = bounds(sentence, match)
  return { measure: 'years.median', low, high: match[2] === undefined ? high : spoken(match[2]).value }
}

function readTimes(sentence: string, match: RegExpMatchArray) {
  if (!market.test(sentence) || !/\b(?:as many|as often|more|than)\b/i.test(sentence)) return null
  const value = /^twice$/i.test(match[1]!) ? 2 : Number.parseFloat(match[1]!)
  return { measure: 'ratio', low: value * 0.9, high: value * 1.1 }
}
