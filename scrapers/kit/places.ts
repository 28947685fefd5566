/** Locations as boards write them: taken apart, and the countries that they name. */
import { americanStates, canadianProvinces, cities, countryNames } from './countries.ts'

const byName = (names: Record<string, string>): Map<string, string> =>
  new Map(
    Object.entries(names).flatMap(([code, spellings]) => spellings.split('|').map((spelling) => [spelling, code])),
  )
const countryByName = byName(countryNames)
const cityByName = byName(cities)
const stateNames = new Set(Object.values(americanStates))
const provinceNames = new Set(Object.values(canadianProvinces))

const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Longer words are no place's name, and cost time. */
const longestPlace = 1000

/** "San Francisco, CA; New York, NY" is two places, "London or Paris" too; "Remote - US" is one. */
export function places(written: (string | null | undefined)[]): string[] {
  const found = written
    .flatMap((each) =>
      (each ?? '')
        .slice(0, longestPlace)
        .replace(/[^\S\n]+/g, ' ')
        .split(/\s*[;|\n•]\s*|\s+\/\s+|\s+(?:or|oder|ou)\s+/i),
    )
    // An empty slot of a template: "Remote, , United States".
    .map((each) =>
      each
        .replace(/\s+/g, ' ')
        .replace(/(?:,\s*)+,/g, ',')
        .replace(/^[\s,/]+|[\s,/]+$/g, '')
        // "İstanbul, İstanbul, Türkiye"
        .split(', ')
        .filter((part, index, parts) => part !== parts[index - 1])
        .join(', '),
    )
    .filter((each) => each !== '')
  const seen = new Set<string>()
  return found.filter((each) => !seen.has(folded(each)) && seen.add(folded(each)) !== undefined)
}

/** The countries that a location names, as far as it tells: none for "Europe", "Remote" or a town not known. */
export function countriesOf(location: string): string[] {
  const parts = location
    .slice(0, longestPlace)
    .split(/[,()/–—:;|]|\s-\s|\s&\s|\sand\s/i)
    .map((part) => ({ raw: part.trim(), words: withoutWorkplace(folded(part)) }))
    .filter((part) => part.words !== '')
  const named = parts.flatMap(({ raw, words }) => countryOfWords(words) ?? codeInCapitals(raw, parts.length) ?? [])
  if (named.length > 0) return unique(named)
  const last = parts.at(-1)
  // "Chicago, IL" and "Ottawa, ON": a state's code counts only behind a town.
  if (last !== undefined && /^[A-Z]{2}(?:\s+\d{5})?$/.test(last.raw) && parts.length > 1) {
    const code = last.raw.slice(0, 2)
    // "Berlin, DE" is not in Delaware, nor "Hyderabad, IN" in Indiana.
    if (parts.some(({ words }) => cityByName.get(words) === code)) return [code]
    if (Object.hasOwn(americanStates, code)) return ['US']
    if (Object.hasOwn(canadianProvinces, code)) return ['CA']
  }
  if (parts.some(({ words }) => stateNames.has(words))) return ['US']
  if (parts.some(({ words }) => provinceNames.has(words))) return ['CA']
  const whole = cityByName.get(withoutWorkplace(folded(location.slice(0, longestPlace))))
  if (whole !== undefined) return [whole]
  return unique(parts.flatMap(({ words }) => cityByName.get(words) ?? []))
}

/** "US Remote", "Remote in Germany", "UK only": the words about the workplace are no part of the place's name. */
const withoutWorkplace = (words: string) =>
  words
    .replace(
      /\b(?:remote|hybrid|onsite|on site|in office|office|hq|headquarters|only|based|friendly|fully|in|from|anywhere|within|greater|area|metro|hub|timezones?)\b/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim()

const countryOfWords = (words: string): string | null =>
  words.length <= 2 && words !== 'us' && words !== 'uk' ? null : (countryByName.get(words) ?? null)

/** "DEU"-like codes are not used on boards; two capitals are, where no American state is written so, or where they stand first. */
function codeInCapitals(raw: string, count: number): string | null {
  if (!/^[A-Z]{2}$/.test(raw) || !Object.hasOwn(countryNames, raw)) return null
  if (Object.hasOwn(canadianProvinces, raw) && count > 1) return null
  return Object.hasOwn(americanStates, raw) ? null : raw
}

const regions = new Set(
  (
    'sf bay|bay area|europe|eu|emea|apac|latam|north america|south america|latin america|asia|africa|worldwide|global|anywhere|planet earth|earth|scandinavia|nordics|benelux|dach|east coast|west coast|midwest|' +
    'pacific northwest|new england|middle east|americas|eastern europe|western europe|oceania|hong kong|peninsula|soma|mission|midtown|brooklyn|socal|norcal|la|dc|philly|nyc|sf'
  ).split('|'),
)

/** Whether the words name places and nothing else: "Berlin", "New York, NY", "London / Paris", "Durham NC", "Emeryville, CA". */
export function isPlace(words: string): boolean {
  if (words.length > 200) return false
  const each = words
    .replace(/\s+/g, ' ')
    .split(/\s*[/;&+|]\s*|\s+(?:or|and)\s+|,\s+(?:or|and)\s+/i)
    .filter((part) => part.trim() !== '')
  return each.length > 0 && each.every(isOnePlace)
}

function isOnePlace(words: string): boolean {
  const parts = words
    .split(',')
    .map((part) => part.trim().replace(/\.$/, ''))
    .filter((part) => part !== '')
  if (parts.length === 0) return false
  const [first = '', second] = parts
  const rest = parts.slice(1)
  if (!rest.every((part) => isCountryOrState(part) || isTown(part))) return false
  if (isTown(first) || (isCountryOrState(first) && first.length > 2)) return true
  // A town that nobody listed, before its state or country; before a city it is rather a company's name.
  return (
    second !== undefined &&
    isCountryOrState(second) &&
    /^[\p{L}.' -]{2,30}$/u.test(first) &&
    first.split(' ').length <= 3 &&
    !/\b(?:is|are|hiring|inc|llc|ltd|gmbh)\b/i.test(first)
  )
}

/** A state, a province or a country, by name or by its two capitals. */
export const isCountryOrState = (part: string): boolean => {
  const text = folded(part)
  const code = part.replaceAll('.', '')
  return (
    countryByName.has(text) ||
    stateNames.has(text) ||
    provinceNames.has(text) ||
    (/^[A-Z]{2}$/.test(code) &&
      [americanStates, canadianProvinces, countryNames].some((codes) => Object.hasOwn(codes, code)))
  )
}

/** A city, a region, or a city with its state behind it: "Durham NC", "Boulder Colorado". */
const isTown = (part: string): boolean => {
  const text = folded(part)
  if (regions.has(text) || cityByName.has(text) || stateNames.has(text) || countryByName.has(text)) return true
  const ending =
    /^(.+?)\s+(\S+(?:\s(?:Carolina|Jersey|York|Mexico|Kingdom|States|Hampshire|Dakota|Virginia|Columbia|Zealand|Africa))?)$/.exec(
      part,
    )
  return ending !== null && isCountryOrState(ending[2]!) && /^(?:\p{Lu}[\p{L}.'-]*\s?){1,3}$/u.test(ending[1]!)
}

const unique = (codes: string[]) => [...new Set(codes)]

/** A code as sources give it in a field of its own, or a country's name there. */
export function countryCode(written: string | null | undefined): string | null {
  const code = (written ?? '').trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(code)) return code === 'UK' ? 'GB' : Object.hasOwn(countryNames, code) ? code : null
  return countryByName.get(folded(written ?? '')) ?? null
}
