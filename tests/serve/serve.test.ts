/** The server as the world meets it: a process of its own, over a real store, on a real port. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewShapes } from '../../src/report/view-schemas.ts'
import { endpoints } from '../../src/serve/endpoints.ts'
import { jobsOf, numbers, refused } from '../support/asking.ts'
import { runCli } from '../support/cli.ts'
import {
  filledStore,
  newFolder,
  rawRequest,
  removeFolder,
  type Served,
  servedOn,
  startServe,
  until,
} from '../support/server.ts'
import { wellFormed } from '../support/xml.ts'

const folder = newFolder()
const path = join(folder, 'store.sqlite')
const boards = numbers(0, 11).map((at) => jobsOf(at, numbers(1, 12)))
let server: Served

beforeAll(async () => {
  await filledStore(path, boards)
  server = await startServe(path)
  await server.ready()
}, 120_000)
afterAll(async () => {
  server.child.kill('SIGTERM')
  await server.ended
  removeFolder(folder)
})

const at = (address: string, headers: Record<string, string> = {}) => fetch(`${server.url}${address}`, { headers })
const jsonAt = async (address: string) => (await at(address)).json() as Promise<Record<string, unknown>>

describe('JSON', () => {
  test('of a skill is what the report gives as data, with the version of the answers', async () => {
    const { stdout } = await runCli(['report', 'pytorch', '--json', '--db', path], {
      cwd: folder,
      env: { SKILLTIDE_TODAY: servedOn },
    })
    expect(await jsonAt('/v1/skills/pytorch')).toEqual({ version: 1, ...(JSON.parse(stdout) as object) })
  })

  const asked: Record<(typeof endpoints)[number]['question'], string> = {
    ranking: '/v1/skills?most=3&population=all',
    report: '/v1/skills/jax?population=all',
    trend: '/v1/skills/pytorch/trend?by=week&since=2026-10-01',
    compare: '/v1/compare?skills=pytorch,tensorflow,jax',
    changes: '/v1/changes',
    status: '/v1/status',
  }
  test.each(endpoints.map((endpoint) => [endpoint.question, endpoint] as const))(
    'of %s has the shape that is published for it',
    async (question, { answers }) => {
      const answer = await at(asked[question])
      expect(answer.status).toBe(200)
      const schema = viewShapes[answers as keyof typeof viewShapes]
      const { version, ...view } = (await answer.json()) as Record<string, unknown>
      expect(version).toBe(1)
      expect(schema.safeParse(view).error).toBeUndefined()
      // Every field that is given is one that the schema tells of.
      expect(schema.parse(view)).toEqual(view)
    },
  )

  test('is described: the document names every endpoint, and every schema that it points to is there', async () => {
    const api = (await jsonAt('/v1/openapi.json')) as { paths: Record<string, unknown>; openapi: string }
    expect(api.openapi).toBe('3.1.0')
    expect(Object.keys(api.paths)).toEqual(endpoints.map((endpoint) => endpoint.path))
    const named = new Set([...JSON.stringify(api).matchAll(/"\$ref":"([^"]+)"/g)].map(([, address]) => address!))
    expect(named.size).toBe(endpoints.length)
    for (const address of named) expect((await at(`/v1/${address}`)).status).toBe(200)
  })

  test.each([
    ['/v1/skills/pytroch', 404, 'There is no such skill. Did you mean "pytorch"? /v1/skills lists them.'],
    ['/v1/skils', 404, 'There is no such question; /v1/openapi.json lists them.'],
    [
      '/v1/skills/pytorch?populaton=all',
      400,
      'There is no parameter of that name here. Did you mean "population"? It takes population, as_of.',
    ],
    ['/v1/skills/pytorch?as_of=2027-01-01', 400, '"as_of" lies ahead: today is 2026-11-24.'],
    ['/v1/skills/pytorch?as_of=yesterday', 400, '"as_of" takes a day such as 2026-11-24.'],
    ['/v1/skills/pytorch?as_of=2026-11-20&as_of=2026-11-21', 400, '"as_of" is given twice.'],
    ['/v1/skills/pytorch/trend?by=fortnight', 400, '"by" takes day, week, month, quarter, year.'],
    ['/v1/skills?most=1e9', 400, '"most" takes a whole number from 1 to 500.'],
    ['/v1/compare', 400, '"skills" is missing: Two to eight skill ids with commas between.'],
    ['/v1/compare?skills=pytorch', 400, '"skills" takes two to eight different skill ids with commas between.'],
    ['/v1/status?population=ai', 400, 'There is no parameter of that name here. It takes none.'],
  ])('refuses %s with %i in a line that helps', async (address, status, detail) => {
    const answer = await at(address)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(await answer.json()).toEqual({ title: status === 404 ? 'Not there' : 'Cannot be asked', status, detail })
  })

  test('of a trend without bounds is as long as the store’s time and no longer', async () => {
    const { series } = (await jsonAt('/v1/skills/pytorch/trend?by=day&since=1900-01-01')) as {
      series: { points: { period: string }[] }[]
    }
    const periods = series.flatMap(({ points }) => points.map(({ period }) => period))
    expect(periods.every((period) => period >= '2026-11-01')).toBe(true)
  })
})

describe('pages', () => {
  test('are those that "page" writes, byte for byte', async () => {
    const site = join(folder, 'site')
    const words = [
      'page',
      '--out',
      site,
      '--skill',
      'pytorch',
      '--skill',
      'jax',
      '--set',
      'page.skills=pytorch,jax',
      '--db',
      path,
    ]
    expect((await runCli(words, { cwd: folder, env: { SKILLTIDE_TODAY: servedOn } })).code).toBe(0)
    for (const file of [
      'method.html',
      'site.css',
      'site.js',
      'icon.svg',
      'badge/jax.svg',
      'embed/jax.html',
      'feed.xml',
    ]) {
      expect(await (await at(`/${file}`)).text(), file).toBe(readFileSync(join(site, file), 'utf8'))
    }
  })

  test('have pictures for previews only where the server knows what the world calls it', async () => {
    for (const file of ['/preview.png', '/preview/pytorch.png']) expect((await at(file)).status, file).toBe(404)
    const known = await startServe(path, ['--address', 'https://tides.example/'])
    await known.ready()
    const page = await (await fetch(`${known.url}/skills/pytorch/`)).text()
    expect(page).toContain('<meta property="og:image" content="https://tides.example/preview/pytorch.png">')
    for (const file of ['/preview.png', '/preview/pytorch.png']) {
      const answer = await fetch(`${known.url}${file}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect([...new Uint8Array(await answer.arrayBuffer()).slice(1, 4)]).toEqual([...Buffer.from('PNG')])
    }
    expect((await fetch(`${known.url}/preview/pytroch.png`)).status).toBe(404)
    known.child.kill('SIGTERM')
    await known.ended
  })

  test.each([
    ['/', 'text/html; charset=utf-8', '<h1'],
    ['/index.html', 'text/html; charset=utf-8', 'skills/pytorch/index.html'],
    ['/skills/pytorch/', 'text/html; charset=utf-8', '72 of 144 open AI jobs'],
    ['/skills/pytorch/index.html', 'text/html; charset=utf-8', '72 of 144 open AI jobs'],
    ['/status.html', 'text/html; charset=utf-8', 'Greenhouse'],
    ['/data.html', 'text/html; charset=utf-8', 'data/pytorch.figures.csv'],
    ['/site.css', 'text/css; charset=utf-8', '{'],
    ['/site.js', 'text/javascript; charset=utf-8', 'addEventListener'],
  ])(
    '%s is there, may run only our own script, and is nobody else’s to read or frame',
    async (address, type, words) => {
      const answer = await at(address)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
      expect(await answer.text()).toContain(words)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(answer.headers.get('x-frame-options')).toBe('DENY')
      const policy = answer.headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none'/)
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
    },
  )

  test('a skill without its slash is sent on to its page', async () => {
    const answer = await fetch(`${server.url}/skills/pytorch`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'pytorch/'])
  })
})

describe('sending', () => {
  test('an answer that the client has already is not sent again, packed or plain', async () => {
    for (const encoding of ['identity', 'gzip']) {
      const first = await at('/v1/skills/pytorch', { 'accept-encoding': encoding })
      const etag = first.headers.get('etag')!
      await first.arrayBuffer()
      const again = await at('/v1/skills/pytorch', { 'accept-encoding': encoding, 'if-none-match': `"x", W/${etag}` })
      expect([again.status, await again.text()]).toEqual([304, ''])
      const other = await at('/v1/skills/pytorch', { 'accept-encoding': encoding, 'if-none-match': '"x"' })
      expect(other.status).toBe(200)
      await other.arrayBuffer()
    }
  })

  test('packed and plain are the same words', async () => {
    const raw = await rawRequest(
      server.port,
      `GET /v1/skills/pytorch HTTP/1.0\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n`,
    )
    const [head = '', body = ''] = raw.split(/\r\n\r\n([\s\S]*)/)
    expect(head).toMatch(/content-encoding: gzip/i)
    expect(JSON.parse(gunzipSync(Buffer.from(body, 'latin1')).toString())).toEqual(await jsonAt('/v1/skills/pytorch'))
  })

  test('HEAD gives the head of the same answer', async () => {
    const [head, whole] = [
      await fetch(`${server.url}/badge/pytorch.svg`, { method: 'HEAD' }),
      await at('/badge/pytorch.svg'),
    ]
    const told = (answer: Response) =>
      ['etag', 'content-type', 'content-security-policy'].map((name) => answer.headers.get(name))
    expect(told(head)).toEqual(told(whole))
    expect(await head.text()).toBe('')
    await whole.text()
  })

  test.each([
    ['/v1/skills/pytorch', 'application/json', '*', /^default-src 'none'.*sandbox$/],
    ['/figure/pytorch.json', 'application/json', '*', /sandbox$/],
    ['/badge/pytorch.json', 'application/json', '*', /sandbox$/],
    ['/badge/pytorch.trajectory.svg', 'image/svg+xml', '*', /sandbox$/],
    ['/feed.xml', 'application/atom+xml; charset=utf-8', '*', /sandbox$/],
    ['/embed/pytorch.html', 'text/html; charset=utf-8', '*', /style-src 'sha256-[^']+'; .*frame-ancestors \*$/],
    ['/metrics', 'text/plain; version=0.0.4; charset=utf-8', null, /sandbox$/],
    ['/healthz', 'application/json', null, /sandbox$/],
  ])('%s has its type, who may read it, and nothing that a browser may do', async (address, type, anyone, policy) => {
    const answer = await at(address)
    await answer.arrayBuffer()
    const { headers } = answer
    expect([answer.status, headers.get('content-type'), headers.get('access-control-allow-origin')]).toEqual([
      200,
      type,
      anyone,
    ])
    expect(headers.get('content-security-policy')).toMatch(policy)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('badges and feed are well-formed as they arrive', async () => {
    for (const address of ['/badge/pytorch.svg', '/badge/jax.share.svg', '/feed.xml']) {
      expect(wellFormed(await (await at(address)).text()), address).toBeNull()
    }
  })

  test('metrics are lines that Prometheus reads, of the store and of the server', async () => {
    const text = await (await at('/metrics')).text()
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) skilltide_\w+ .+|skilltide_\w+(\{(\w+="[^"\n]*",?)+\})? -?[\d.e+-]+)$/)
    }
    expect(text).toMatch(/^skilltide_boards_read 12$/m)
    expect(text).toMatch(/^skilltide_store_readable 1$/m)
    expect(text).toMatch(/^skilltide_http_requests_total\{route="report",code="200"\} \d+$/m)
  })
})

describe('strangers', () => {
  const line = (request: string, host = `Host: 127.0.0.1:1`) =>
    `${request} HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`

  const strange: [string, string, number][] = [
    ['another host', line('GET /v1/skills/pytorch', 'Host: evil.example'), 421],
    ['another host that starts as ours', line('GET /healthz', 'Host: localhost.evil.example'), 421],
    ['another host that ends as ours', line('GET /healthz', 'Host: evil.example.localhost'), 421],
    ['an address for a host', line('GET /healthz', 'Host: http://localhost'), 400],
    ['a user name before the host', line('GET /healthz', 'Host: evil@localhost'), 400],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two hosts', line('GET /healthz', 'Host: localhost\r\nHost: localhost'), 400],
    ['a foreign host in an absolute address', line('GET http://evil.example/healthz', 'Host: evil.example'), 421],
    ...['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'].map((method): [string, string, number] => [
      `the method ${method}`,
      line(`${method} /v1/skills/pytorch`),
      405,
    ]),
    ['a body', line('GET /healthz', 'Host: localhost\r\nContent-Length: 3').concat('abc'), 413],
    [
      'a body in pieces',
      line('GET /healthz', 'Host: localhost\r\nTransfer-Encoding: chunked').concat('0\r\n\r\n'),
      413,
    ],
    ['an address of 3,000 letters', line(`GET /${'a'.repeat(3000)}`), 414],
    ['a head of 100 kB', line('GET /healthz', `Host: localhost\r\nX-Long: ${'a'.repeat(100_000)}`), 431],
    ['both lengths', line('GET /healthz', 'Host: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked'), 400],
    ['no HTTP', 'EHLO mail.example\r\n\r\n', 400],
  ]
  test.each(strange)('H2, H4: %s', async (_, bytes, status) => {
    const back = await rawRequest(server.port, bytes)
    const told = Number(/^HTTP\/1\.1 (\d+)/.exec(back)?.[1])
    // A head that is too long is refused while it is read: by node's own answer, or by a closed connection.
    if (status === 431) expect([400, 431, Number.NaN]).toContain(told)
    else expect(told).toBe(status)
  })

  test('H3, G5: paths that climb, hide or carry markup find nothing, and nothing of them comes back', async () => {
    const paths = [
      ...[
        '/../../etc/passwd',
        '/..%2f..%2fetc/passwd',
        '/%2e%2e/%2e%2e/etc/passwd',
        '/....//etc/passwd',
        '/embed/../../x',
      ],
      ...[
        '/badge/..%5c..%5cx.svg',
        '/%00',
        '/badge/pytorch.svg%00.html',
        '//evil.example/%2f..',
        '/.git/config',
        '/.env',
      ],
      ...[
        '/<script>alert(1)</script>',
        '/%3Cscript%3Ealert(1)%3C/script%3E',
        '/"onload=alert(1)',
        '/{{7*7}}',
        '/$%7B7*7%7D',
      ],
      ...[
        '/v1/skills/<img src=x>',
        '/v1/skills/%0d%0aSet-Cookie:a=b',
        '/v1/skills/__proto__',
        '/badge/constructor.svg',
      ],
      ...['/embed/pytorch', '/figure/pytorch.svg', '/badge/.svg', '/badge/pytorch.svg/', '/v1/schema/__proto__.json'],
    ]
    for (const path of paths) {
      const back = await rawRequest(server.port, line(`GET ${path}`))
      expect(back, path).toMatch(/^HTTP\/1\.1 (?:400|404) /)
      expect(back, path).not.toMatch(/<script|<img|passwd|set-cookie|onload|49|\{\{/i)
      if (/404 /.test(back)) expect(back, path).toMatch(/x-content-type-options: nosniff/i)
    }
    expect((await at('/healthz')).status).toBe(200)
  })

  test('H1: five hundred clients that never finish their request hold up nobody else', async () => {
    const held = Array.from({ length: 500 }, () => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.1\r\nHost: loc'))
      socket.on('error', () => undefined)
      return socket
    })
    const answers = await Promise.all(numbers(1, 30).map(() => at('/badge/pytorch.svg')))
    expect(answers.map(({ status }) => status)).toEqual(numbers(1, 30).map(() => 200))
    for (const socket of held) socket.destroy()
  })
})

describe('the store under it', () => {
  test('a refresh in another process is seen, and until then the answer stays the same', async () => {
    const before = await (await at('/v1/skills/pytorch')).text()
    expect(await (await at('/v1/skills/pytorch')).text()).toBe(before)
    await filledStore(path, [...boards.slice(0, 11), jobsOf(11, numbers(1, 30))], 1, 15)
    await until(async () => (await (await at('/v1/skills/pytorch')).text()) !== before)
    const { figures } = (await jsonAt('/v1/skills/pytorch')) as { figures: { measure: string; value: number }[] }
    expect(figures.find(({ measure }) => measure === 'open')?.value).toBe(11 * 6 + 15)
  })

  test('H6: a store that is away or damaged is answered with 503, and its return is noticed', async () => {
    renameSync(path, `${path}.away`)
    await until(async () => (await at('/healthz')).status === 503)
    const refusedNow = await at('/v1/skills/pytorch')
    expect([refusedNow.status, refusedNow.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await refusedNow.text()).not.toContain(folder)
    writeFileSync(path, 'this is no database, and never was one'.repeat(1000))
    expect((await at('/badge/pytorch.svg')).status).toBe(503)
    expect(await (await at('/metrics')).text()).toMatch(/^skilltide_store_readable 0$/m)
    renameSync(`${path}.away`, path)
    await until(async () => (await at('/healthz')).status === 200)
    expect((await at('/v1/skills/pytorch')).status).toBe(200)
  })
})

describe('starting and stopping', () => {
  test('a port that is taken, an address that is not ours, a wrong address of the site and a wrong name are refused in one line', async () => {
    const serve = (...words: string[]) => refused(path, servedOn, 'serve', ...words)
    expect(await serve('--port', String(server.port))).toBe(
      `2: Port ${server.port} of 127.0.0.1 is taken: another program listens there. Give --port another one.`,
    )
    expect(await serve('--port', '0', '--host', '192.0.2.1')).toMatch(/^2: This machine has no address "192\.0\.2\.1"/)
    expect(await serve('--address', 'javascript:alert(1)')).toMatch(/^2: The site's address is written as/)
    expect(await serve('--name', 'a b')).toMatch(/^2: --name takes a host name/)
  })

  test('names that were told are answered, feeds carry the address that the world knows, and SIGINT ends it with 130', async () => {
    const other = await startServe(path, ['--address', 'https://skills.example/market', '--name', 'inner.example'])
    await other.ready()
    const asked = (host: string) =>
      rawRequest(other.port, `GET /feed.xml HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await asked('skills.example')).toContain('href="https://skills.example/market/feed.xml"')
    expect(await asked('inner.example:8443')).toMatch(/^HTTP\/1\.1 200/)
    expect(await asked('other.example')).toMatch(/^HTTP\/1\.1 421/)
    other.child.kill('SIGINT')
    expect((await other.ended).code).toBe(130)
  })

  test('SIGTERM ends it with 143, and what it answered until then is whole', async () => {
    const answers = Promise.all(numbers(1, 20).map(async (each) => (await at(`/v1/skills?most=${each}`)).json()))
    await until(async () => (await (await at('/metrics')).text()).includes('route="ranking"'))
    server.child.kill('SIGTERM')
    for (const answer of await answers) expect(answer).toMatchObject({ version: 1 })
    expect((await server.ended).code).toBe(143)
    await expect(at('/healthz')).rejects.toThrow()
  })
})
