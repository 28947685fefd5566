/** A schema.org JobPosting as a posting: the properties that Google documents, as sites really write them. */
import { headed } from './escape.ts'
import { payOf, payPeriod } from './pay.ts'
import type { Reader } from './reading.ts'
import type { RawPosting } from './scraper.ts'

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The words that a value says, whether it is a text, a thing with a name, or a list of either. */
function said(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') return /^\s*(?:unavailable|n\/a|null|undefined)?\s*$/i.test(value) ? [] : [value]
  if (Array.isArray(value)) return [...new Set(value.flatMap(said))]
  if (!isNode(value)) return []
  return said(value['name'] ?? value['description'] ?? value['value'] ?? value['@value'])
}
const first = (value: unknown): string | null => said(value)[0] ?? null
const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number(value.replace(/[,\s]/g, '')) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat())

/**
 * Reads one node. `address` is that of its page; the posting is known by it, or by its identifier where that stands in the
 * address too (then it outlives a change of the title's words). Throws a ShapeError without a title.
 */
export function postingOf(node: Reader, address: string): RawPosting {
  const job = node.value as Node
  const title = first(job['title']) ?? first(job['name']) ?? node.text('title')
  const parts: [string | null, string][] = [
    [null, 'description'],
    ['Responsibilities', 'responsibilities'],
    ['Qualifications', 'qualifications'],
    ['Skills', 'skills'],
    ['Experience', 'experienceRequirements'],
    ['Education', 'educationRequirements'],
  ]
  const remote = said(job['jobLocationType']).some((each) => /telecommute|remote/i.test(each))
  const places = locationsOf(job)
  const applicants = said(job['applicantLocationRequirements'])
  const company = first(job['hiringOrganization'])
  return {
    externalId: idOf(job, address),
    title,
    url: address,
    company: company !== null && /^confidential$/i.test(company) ? null : company,
    roleParts: parts.map(([heading, key]) => headed(heading, said(job[key]).join('<br>') || null)),
    companyParts: [...said(job['jobBenefits']), ...said(job['incentiveCompensation'])],
    locations: places.length > 0 ? places.map(({ name }) => name) : applicants,
    countries: places.length > 0 ? places.flatMap(({ countries }) => countries) : applicants,
    workplace: remote ? 'remote' : null,
    employment: said(job['employmentType']).join(', '),
    department: first(job['occupationalCategory']) ?? first(job['industry']),
    pay: list(job['baseSalary']).map(payIn)[0] ?? null,
    publishedAt: first(job['datePosted']),
    language: first(job['inLanguage']),
  }
}

function idOf(job: Node, address: string): string {
  const { identifier } = job
  const value = isNode(identifier) ? first(identifier['value']) : first(identifier)
  return value !== null && value.length >= 3 && decoded(address).includes(value) ? value : addressId(address)
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** One spelling of an address, so that a posting is one posting: no tracking, fragment, port or slash at the end. */
export function addressId(address: string): string {
  const url = new URL(address)
  for (const key of [...url.searchParams.keys()]) {
    if (/^(?:utm_\w+|gclid|fbclid|mc_\w+|ref|source|src|gh_src|lever-source(?:\[\])?|trk|trackingid)$/i.test(key)) {
      url.searchParams.delete(key)
    }
  }
  url.searchParams.sort()
  return `${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`
}

interface Where {
  name: string
  countries: string[]
}

/** Some sites name each place right and give them all one address: then the names count. */
function locationsOf(job: Node): Where[] {
  const places = list(job['jobLocation'])
  const found = places.map((place) => ({
    name: isNode(place) ? first(place['name']) : null,
    address: addressOf(place),
  }))
  const sameAddress = found.length > 1 && new Set(found.map(({ address }) => address?.name)).size === 1
  return found.flatMap(({ name, address }) => {
    if (name !== null && (sameAddress || address === null)) return [{ name, countries: [] }]
    return address === null ? [] : [address]
  })
}

function addressOf(place: unknown): Where | null {
  if (!isNode(place)) return said(place).length > 0 ? { name: first(place)!, countries: [] } : null
  const address = list(place['address'])[0]
  if (!isNode(address)) return said(address).length > 0 ? { name: first(address)!, countries: [] } : null
  const country = first(address['addressCountry'])
  const parts = [first(address['addressLocality']), first(address['addressRegion']), country]
  const name = parts.filter((part) => part !== null).join(', ')
  return name === '' ? null : { name, countries: country === null ? [] : [country] }
}

function payIn(salary: unknown) {
  if (!isNode(salary)) return null
  const value = list(salary['value'])[0]
  const range = isNode(value) ? value : salary
  const single = numberOf(range['value']) ?? (isNode(value) ? null : numberOf(value))
  const period = payPeriod(first(range['unitText']) ?? first(salary['unitText']))
  return payOf(
    numberOf(range['minValue']) ?? single,
    numberOf(range['maxValue']) ?? single,
    first(salary['currency']) ?? first(range['currency']),
    period,
  )
}
