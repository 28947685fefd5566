/** Rows B1, B7 to B10 and B16: where redirects lead, and what goes along. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../src/http/client.ts'
import type { HttpRequest } from '../../src/http/contract.ts'
import { masked, shown } from '../../src/http/shown.ts'
import { answer, type Faultd, redirect, startFaultd } from '../support/faultd.ts'
import { everyHostIs, inShort, loopbackClient, openSource } from '../support/http.ts'

let faultd: Faultd
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  faultd = await startFaultd()
})
afterEach(async () => {
  for (const client of open.splice(0)) await client.close()
  await faultd.close()
})
const client = (options: Partial<ClientOptions> = {}) => {
  const get = loopbackClient({ ...everyHostIs(faultd), ...options })
  open.push(get)
  return get
}

describe('B1: redirects end', () => {
  test('B1: five are followed, and the address that answered is told', async () => {
    for (let hop = 0; hop < 5; hop++) faultd.play(`/${hop}`, redirect(`/${hop + 1}`))
    faultd.play('/5', answer({ body: '[]' }))
    const verdict = await client()({ url: 'https://a.example/0', source: openSource })
    expect(verdict).toMatchObject({ kind: 'answer', answer: { url: 'https://a.example/5' } })
  })
  test('B1: the sixth is not, and a loop stops as soon', async () => {
    for (let hop = 0; hop < 6; hop++) faultd.play(`/${hop}`, redirect(`/${hop + 1}`))
    faultd.play('/loop', redirect('/loop'))
    expect(await inShort(client()({ url: 'https://a.example/0', source: openSource }))).toBe(
      'changed: https://a.example/0 redirects more than 5 times',
    )
    expect(faultd.seen.length).toBe(6)
    expect(await inShort(client()({ url: 'https://a.example/loop', source: openSource }))).toBe(
      'changed: https://a.example/loop redirects more than 5 times',
    )
    expect(faultd.seen.length).toBe(12)
  })
  test.each([undefined, 'http://[', 'https://'])('B1: to %j leads nowhere', async (to) => {
    faultd.play('/', answer({ status: 302, headers: to === undefined ? {} : { Location: to } }))
    expect(await inShort(client()({ url: 'https://a.example/', source: openSource }))).toBe(
      'changed: https://a.example/ redirects to nowhere',
    )
  })
})

describe('B7: other hosts are not followed unless the source lists them', () => {
  test('B7: an unlisted host is never asked', async () => {
    faultd.play('a.example', redirect('https://b.example/jobs'))
    expect(await client()({ url: 'https://a.example/jobs', source: openSource })).toEqual({
      kind: 'gone',
      status: 302,
      reason: 'https://a.example/jobs redirects to another host: https://b.example/jobs',
      redirectedTo: 'https://b.example/jobs',
    })
    expect(faultd.seen.map(({ host }) => host)).toEqual(['a.example'])
  })
  test('B7: a listed host is, if its robots.txt lets us', async () => {
    faultd.play('a.example', redirect('https://b.example/jobs'))
    faultd.play('b.example/jobs', answer({ body: '[]' }))
    const source: HttpRequest['source'] = { id: 'a', robots: 'obey', minDelaySeconds: 0 }
    const request: HttpRequest = { url: 'https://a.example/jobs', source, redirectHosts: ['b.example'] }
    faultd.play('a.example/robots.txt', answer({ status: 404 }))
    expect(await inShort(client()(request))).toBe('answer: []')
    faultd.play('b.example/robots.txt', answer({ body: 'User-agent: *\nDisallow: /jobs' }))
    expect(await inShort(client()(request))).toBe(
      'refused: https://b.example/robots.txt does not allow https://b.example/jobs',
    )
  })
})

test('B10: from https to http is refused', async () => {
  faultd.play('/', redirect('http://a.example/plain'))
  expect(await inShort(client()({ url: 'https://a.example/', source: openSource }))).toBe(
    'refused: https://a.example/ redirects from https to http',
  )
})

const secret = 'planted-s3cret'
const kinds: [string, Partial<HttpRequest>, string][] = [
  ['Authorization', { headers: { Authorization: `Bearer ${secret}` } }, ''],
  ['Cookie', { headers: { Cookie: `session=${secret}` } }, ''],
  ['Proxy-Authorization', { headers: { 'Proxy-Authorization': `Basic ${secret}` } }, ''],
  ['X-Api-Key', { headers: { 'X-Api-Key': secret } }, ''],
  ['Authorization-Key', { headers: { 'authorization-key': secret } }, ''],
  ['X-Auth-Token', { headers: { 'X-AUTH-TOKEN': secret } }, ''],
  ['a key in the query', {}, `?api_key=${secret}`],
  ['a key in the body', { method: 'POST', body: JSON.stringify({ key: secret }) }, ''],
]
const changes: [string, string, string][] = [
  ['another host', 'https://api.example', 'https://evil.example'],
  ['another port', 'https://api.example', 'https://api.example:8443'],
  ['another scheme', 'http://api.example', 'https://api.example'],
  ['a subdomain', 'https://api.example', 'https://eu.api.example'],
  ['a host that differs in more than case', 'https://api.example', 'https://API.EXAMPLE.org'],
  ['a final dot', 'https://api.example', 'https://api.example.'],
]

describe('B8: no credential reaches another origin', () => {
  test.each(
    kinds.flatMap(([kind, request, query]) =>
      changes.map(([to, from, next]) => ({ kind, to, from, next, request, query })),
    ),
  )('B8: $kind, redirected to $to', async ({ from, next, request, query }) => {
    const start = new URL(from).host
    let first = true
    const there = new URL(next).host
    faultd.play(`${start}/jobs`, (seen, socket, nth) => {
      if (!first) return answer({ body: '[]' })(seen, socket, nth)
      first = false
      return redirect(`${next}/jobs${query}`, 307)(seen, socket, nth)
    })
    faultd.play(`${there}/jobs2`, answer({ body: '[]' }))
    if (there !== start) faultd.play(`${there}/jobs`, answer({ body: '[]' }))
    const url = `${from}/jobs${query}`
    await client()({ url, source: openSource, redirectHosts: [there], ...request })
    const [asked, ...onward] = faultd.seen
    const says = (seen: unknown) => JSON.stringify(seen).includes(secret)
    // The caller's own origin gets what it is meant to get; cookies and proxy credentials nobody.
    expect(says(asked)).toBe(!['Cookie', 'Proxy-Authorization'].includes(Object.keys(request.headers ?? {})[0] ?? ''))
    expect(onward.filter(says)).toEqual([])
    expect(onward.length).toBe(query === '' ? 1 : 0)
  })
  test('B8: not even back home once a redirect has left it', async () => {
    faultd.play('api.example/jobs', redirect('https://eu.api.example/jobs'))
    faultd.play('eu.api.example/jobs', redirect('https://api.example/back'))
    faultd.play('api.example/back', answer({ body: '[]' }))
    const headers = { 'x-api-key': secret }
    const redirectHosts = ['eu.api.example', 'api.example']
    await client()({ url: 'https://api.example/jobs', source: openSource, headers, redirectHosts })
    expect(faultd.seen.map((seen) => [seen.path, seen.headers['x-api-key'] ?? null])).toEqual([
      ['/jobs', secret],
      ['/jobs', null],
      ['/back', null],
    ])
  })
  test('B8: within the origin they are kept; a 307 repeats the question, a 302 asks for the page', async () => {
    faultd.play('/a', redirect('/b', 307))
    faultd.play('/b', redirect('/c', 302))
    faultd.play('/c', answer({ body: '[]' }))
    const headers = { 'x-api-key': secret, 'content-type': 'application/json', referer: 'https://a.example/' }
    await client()({ url: 'https://a.example/a', source: openSource, method: 'POST', body: '{}', headers })
    const told = faultd.seen.map(({ method, body, headers: sent }) => [
      method,
      body,
      sent['x-api-key'],
      sent['referer'],
    ])
    expect(told).toEqual([
      ['POST', '{}', secret, undefined],
      ['POST', '{}', secret, undefined],
      ['GET', '', secret, undefined],
    ])
  })
})

test('B16: a cookie that an answer sets is never sent', async () => {
  const cookies = ['a=1', 'b=2; Domain=example', 'c=3; Domain=co.uk', 'd=4; Domain=b.example; Path=/'].map(
    (cookie) => ['Set-Cookie', cookie] as [string, string],
  )
  faultd.play('/set', answer({ status: 302, headers: [...cookies, ['Location', '/next']] }))
  faultd.play('/next', answer({ body: '[]', headers: cookies }))
  const get = client()
  await get({ url: 'https://a.example/set', source: openSource })
  await get({ url: 'https://a.example/next', source: openSource })
  await get({ url: 'https://b.example/next', source: openSource })
  expect(faultd.seen.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined, undefined, undefined])
})

describe('B9: a key in an address is masked wherever it is told', () => {
  const addresses = [
    `https://a.example/jobs?api_key=${secret}&page=2`,
    `https://a.example/jobs?page=2&token=${secret}`,
    `https://a.example/jobs?accessToken=${secret}`,
    `https://a.example/jobs?app_id=${secret}&what=ml`,
    `https://a.example/jobs?x-amz-signature=${secret}#top`,
    `https://user:${secret}@a.example/jobs`,
    `https://${secret}@a.example/jobs`,
  ]
  test.each(addresses)('B9: %s', (address) => {
    expect(masked(address)).not.toContain(secret)
    expect(shown(address)).not.toContain(secret)
  })
  test('B9: in every verdict', async () => {
    const url = `https://a.example/jobs?api_key=${secret}`
    const scripts = [
      ...[200, 204, 301, 304, 400, 401, 403, 404, 410, 429, 500, 503].map((status) => answer({ status })),
      redirect(`https://b.example/?token=${secret}`),
      redirect(`ftp://a.example/?token=${secret}`),
      redirect(`https://x:${secret}@a.example/`),
      redirect('https://a.example/elsewhere'),
    ]
    for (const script of scripts) {
      faultd.play('a.example', script)
      const retries: unknown[] = []
      const verdict = await client({ onRetry: (retry) => retries.push(retry) })({ url, source: openSource })
      const told = JSON.stringify([retries, { ...verdict, answer: undefined }])
      expect(told).not.toContain(secret)
    }
  })
  test('B9: a line of ours is one line, whatever the address holds', () => {
    expect(shown('https://a.example/\u001b[31m\nx\u009b')).toBe('https://a.example/ [31m x ')
    expect(shown(`https://a.example/${'x'.repeat(1000)}`).length).toBe(301)
  })
})
