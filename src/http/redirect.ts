/** Where a redirect leads, and what may go along: each hop's headers are made anew. */
import type { HttpRequest, Verdict } from './contract.ts'
import type { Guard } from './guard.ts'
import { masked, secretsOf, shown } from './shown.ts'
import type { Hop } from './transport.ts'

export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** Set by the transfer itself, or nobody's business. */
const never = new Set(
  'host connection keep-alive proxy-authorization proxy-connection te trailer transfer-encoding upgrade content-length expect referer cookie'.split(
    ' ',
  ),
)

/** Where the redirects have led, and what may still go along. */
export interface Trail {
  url: URL
  /** Every hop so far had the scheme, host and port that the caller named. */
  home: boolean
  /** No hop so far turned the question into a plain GET. */
  asIs: boolean
}

export const startOf = (url: URL): Trail => ({ url, home: true, asIs: true })

export const trailTo = (next: URL, from: Trail, status: number): Trail => ({
  url: next,
  home: from.home && next.origin === from.url.origin,
  asIs: from.asIs && next.origin === from.url.origin && (status === 307 || status === 308),
})

/**
 * What is sent to this address. The caller's headers, keys among them, go to the origin that the caller named and to no other,
 * and not even there once a redirect has left it.
 */
export function hopTo({ url, home, asIs }: Trail, request: HttpRequest, userAgent: string): Hop {
  const own: Record<string, string> = { 'user-agent': userAgent, accept: '*/*' }
  const method = asIs ? (request.method ?? 'GET') : 'GET'
  if (!home) return { url, method, headers: own }
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!never.has(name.toLowerCase())) own[name.toLowerCase()] = value
  }
  own['user-agent'] = userAgent
  if (request.validators?.etag !== undefined) own['if-none-match'] = request.validators.etag
  if (request.validators?.lastModified !== undefined) own['if-modified-since'] = request.validators.lastModified
  return { url, method, headers: own, body: method === 'POST' ? request.body : undefined }
}

/** The address that the redirect names, checked, or why it is not followed. */
export function nextAddress(
  from: URL,
  status: number,
  location: string | undefined,
  { redirectHosts }: { redirectHosts: string[] | 'any' },
  guard: Guard,
): URL | Verdict {
  const where = shown(from.href)
  if (location === undefined || !URL.canParse(location, from.href)) {
    return { kind: 'changed', status, reason: `${where} redirects to nowhere` }
  }
  const next = guard.check(new URL(location, from).href)
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    return { kind: 'refused', status, reason: `${where} redirects from https to http` }
  }
  if (next.origin !== from.origin && secretsOf(from).some((value) => carries(next, value))) {
    return { kind: 'refused', status, reason: `${where} redirects to another origin with our key in the address` }
  }
  if (redirectHosts !== 'any' && next.host !== from.host && !redirectHosts.includes(next.host)) {
    // For several platforms this is how they answer for a board that is not there.
    const to = shown(next.href)
    return {
      kind: 'gone',
      status,
      reason: `${where} redirects to another host: ${to}`,
      redirectedTo: masked(next.href),
    }
  }
  return next
}

const carries = ({ href, searchParams }: URL, value: string) =>
  [href, ...searchParams.values()].some((part) => part.includes(value) || part.includes(encodeURIComponent(value)))
