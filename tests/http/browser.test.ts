/** Rows B11 and B12: hostile pages in a real browser. Whatever they try, nothing private is reached and no process stays. */
import { createSocket } from 'node:dgram'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../src/http/browser.ts'
import { createGuard, type Guard } from '../../src/http/guard.ts'
import { answer, type Faultd, redirect, startFaultd } from '../support/faultd.ts'
import { inShort, loopbackClient, openSource } from '../support/http.ts'

const chromium = process.env['SKILLTIDE_CHROMIUM'] ?? '/usr/bin/chromium'
const absent = !existsSync(chromium)
const note = absent ? ' (skipped: no chromium)' : ''

let faultd: Faultd
let browser: Browser
let guard: Guard
const udp = createSocket('udp4')
let datagrams = 0
const limits = { totalMs: 30_000, bodyBytes: 4 * 1024 * 1024, wireBytes: 16 * 1024 * 1024 }
beforeAll(async () => {
  // 127.0.0.1 stands for boards.example, 127.0.0.2 for what is private.
  faultd = await startFaultd(['127.0.0.1', '127.0.0.2'])
  udp.on('message', () => {
    datagrams += 1
  })
  await new Promise<void>((resolve) => void udp.bind(faultd.port, '127.0.0.2', resolve))
  const strict = createGuard({ lookup: async () => ['127.0.0.2'] })
  guard = {
    check: strict.check,
    resolve: async (name) => (name === 'boards.example' ? ['127.0.0.1'] : strict.resolve(name)),
  }
  browser = await openBrowser({ chromium, guard, userAgent: 'skilltide/test', limits })
})
afterAll(async () => {
  await browser.close()
  await faultd.close()
  udp.close()
})
beforeEach(() => {
  faultd.seen.length = 0
  datagrams = 0
})

const page = (body: string) =>
  answer({ body: `<!doctype html><html><body>${body}</body></html>`, headers: { 'Content-Type': 'text/html' } })
const privately = () => [faultd.seen.filter(({ to }) => to === '127.0.0.2').map(({ path }) => path), datagrams]
const at = (path: string) => new URL(`http://boards.example:${faultd.port}${path}`)
const render = async (path: string, waitFor?: string, by = browser) => {
  try {
    const end = await by.render(at(path), waitFor)
    return 'received' in end ? end.received.bytes.toString() : `${end.kind}: ${'reason' in end ? end.reason : ''}`
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe(`B11: a page reaches nothing private${note}`, () => {
  test.skipIf(absent)(
    'B11: fetch, XHR, image, frame, script, style, worker, socket, events, beacon, prefetch, form, WebRTC, service worker',
    async () => {
      const port = faultd.port
      const hosts = [
        `127.0.0.2:${port}`,
        `localhost:${port}`,
        `[::1]:${port}`,
        `[::ffff:127.0.0.2]:${port}`,
        `private.example:${port}`,
        `2130706434:${port}`,
      ]
      faultd.play(
        '/sw.js',
        answer({
          body: `self.addEventListener('install', () => fetch('http://127.0.0.2:${port}/sw'))`,
          headers: { 'Content-Type': 'text/javascript' },
        }),
      )
      faultd.play(
        '/all',
        page(`<h1>Roles</h1><script>
      const tried = []
      const attempt = (name, run) => { try { Promise.resolve(run()).catch(() => {}) } catch {} tried.push(name) }
      const add = (tag, values) => { const element = Object.assign(document.createElement(tag), values); document.body.append(element); return element }
      for (const host of ${JSON.stringify(hosts)}) {
        const url = (way) => 'http://' + host + '/' + way
        attempt('fetch', () => fetch(url('fetch'), { mode: 'no-cors' }))
        attempt('xhr', () => { const xhr = new XMLHttpRequest(); xhr.open('GET', url('xhr')); xhr.send() })
        attempt('image', () => { new Image().src = url('image') })
        attempt('frame', () => add('iframe', { src: url('frame') }))
        attempt('script', () => add('script', { src: url('script') }))
        attempt('style', () => add('link', { rel: 'stylesheet', href: url('style') }))
        attempt('prefetch', () => add('link', { rel: 'prefetch', href: url('prefetch') }))
        attempt('preconnect', () => add('link', { rel: 'preconnect', href: url('') }))
        attempt('socket', () => new WebSocket('ws://' + host + '/socket'))
        attempt('events', () => new EventSource(url('events')))
        attempt('beacon', () => navigator.sendBeacon(url('beacon'), 'x'))
        attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['importScripts("' + url('worker') + '")']))))
        attempt('form', () => { const frame = add('iframe', { name: 'f' + tried.length }); const form = add('form', { action: url('form'), method: 'post', target: frame.name }); form.submit() })
        attempt('file', () => add('iframe', { src: 'file:///etc/passwd' }))
        attempt('media', () => add('video', { src: url('media') }))
        attempt('object', () => add('object', { data: url('object') }))
      }
      attempt('webrtc', async () => {
        const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.2:${port}' }] })
        peer.createDataChannel('x'); await peer.setLocalDescription(await peer.createOffer())
      })
      attempt('webrtc of a frame', async () => {
        const Peer = add('iframe', {}).contentWindow.RTCPeerConnection
        const peer = new Peer({ iceServers: [{ urls: 'stun:127.0.0.2:${port}' }] })
        peer.createDataChannel('x'); await peer.setLocalDescription(await peer.createOffer())
      })
      attempt('service worker', () => navigator.serviceWorker.register('/sw.js'))
      setTimeout(() => add('p', { id: 'done', textContent: String(tried.length) }), 2500)
    </script>`),
      )
      expect(await render('/all', '#done')).toContain(`<p id="done">${16 * 6 + 3}</p>`)
      expect(privately()).toEqual([[], 0])
    },
    60_000,
  )

  test.skipIf(absent).each<[string, () => void]>([
    ['a redirect', () => faultd.play('/leave', redirect(`http://127.0.0.2:${faultd.port}/hop`))],
    ['a redirect by name', () => faultd.play('/leave', redirect(`http://private.example:${faultd.port}/hop`))],
    [
      'its script',
      () => faultd.play('/leave', page(`<script>location.href = 'http://127.0.0.2:${faultd.port}/hop'</script>`)),
    ],
    [
      'a refresh',
      () => faultd.play('/leave', page(`<meta http-equiv="refresh" content="0;url=http://[::1]:${faultd.port}/hop">`)),
    ],
  ])(
    'B11: led to a private address by %s, the page is refused',
    async (_, play) => {
      play()
      expect(await render('/leave', '#never')).toMatch(/^UnsafeAddress: unsafe address: /)
      expect(privately()).toEqual([[], 0])
    },
    60_000,
  )
})

/** Programs that descend from this process and are a browser's. */
function browsers(): string[] {
  const parents = new Map<string, string>()
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
      parents.set(id, parent ?? '')
      if (/chrom/.test(name ?? '')) parents.set(`${id} chrom`, '')
    } catch (error) {
      if (!/ENOENT|ESRCH/.test(String(error))) throw error
    }
  }
  const ours = (id: string): boolean => id === String(process.pid) || (parents.has(id) && ours(parents.get(id)!))
  return [...parents.keys()].filter((id) => parents.has(`${id} chrom`) && ours(id))
}

describe(`B12: a page that misbehaves is ended, and its processes with it${note}`, () => {
  test.skipIf(absent).each([
    [
      'asks, prints, downloads, opens windows and will not be left',
      `<a id="a" download="x.bin" href="data:application/octet-stream,x">x</a>
       <script>
         onbeforeunload = () => 'stay'; alert(1); confirm(2); prompt(3); print(); a.click()
         for (let n = 0; n < 9; n++) open('about:blank')
       </script><p id="done">ok</p>`,
      '<p id="done">ok</p>',
      30,
    ],
    [
      'loops for ever',
      '<script>for (;;);</script><p id="done">ok</p>',
      'TransportError: the page was not there after 10 s',
      // Its start counts too, which takes some seconds on a busy machine.
      10,
    ],
    [
      'fills its memory',
      '<script>const all = []; for (;;) all.push(new Array(1e6).fill(all.length))</script><p id="done">ok</p>',
      'TransportError',
      20,
    ],
    [
      'writes more than is read',
      '<script>for (let n = 0; n < 60; n++) document.body.append("x".repeat(1e5))</script><p id="done">ok</p>',
      'TransportError: the page is larger than we read',
      30,
    ],
    ['never shows what is waited for', '<p>Roles</p>', 'TransportError: the page', 10],
    ['reloads for ever', '<script>setTimeout(() => location.reload(), 50)</script>', 'TransportError: the page', 10],
  ])(
    'B12: a page that %s',
    async (_, body, outcome, seconds) => {
      faultd.play('/bad', page(body))
      const short = await openBrowser({
        chromium,
        guard,
        userAgent: 'skilltide/test',
        limits: { ...limits, totalMs: seconds * 1000 },
      })
      expect(await render('/bad', '#done', short)).toContain(outcome)
      await short.close()
      await expect.poll(browsers, { timeout: 10_000 }).toEqual([])
    },
    60_000,
  )
})

test.skipIf(absent)(
  `A14, A17, A18: the client judges a rendered page as any other${note}`,
  async () => {
    const options = { lookup: async () => ['127.0.0.1'], chromium, limits: { totalMs: 30_000 } }
    const get = loopbackClient(options)
    const ask = (path: string) => get({ url: at(path).href, source: openSource, browser: { waitFor: 'h1' } })
    faultd.play('/roles', page('<script>document.body.innerHTML = "<h1>Roles</h1>"</script>'))
    expect(await ask('/roles')).toMatchObject({
      kind: 'answer',
      answer: { body: expect.stringContaining('<h1>Roles</h1>'), provenWhole: true },
    })
    faultd.play('/gone', answer({ status: 404, body: '<h1>Gone</h1>', headers: { 'Content-Type': 'text/html' } }))
    expect(await ask('/gone')).toMatchObject({ kind: 'gone', status: 404 })
    faultd.play('/wall', page('<title>Just a moment...</title><h1>boards.example</h1>'))
    expect(await ask('/wall')).toMatchObject({ kind: 'refused' })
    faultd.play(
      '/cut',
      answer({
        body: `<!doctype html><h1>Roles</h1>${'<p>x</p>'.repeat(90)}`,
        cutAt: 200,
        headers: { 'Content-Type': 'text/html' },
      }),
    )
    expect(await inShort(ask('/cut'))).toMatch(/^again: /)
    await get.close()
  },
  90_000,
)

test('B12: a browser that cannot be started is named', async () => {
  const none = await openBrowser({ chromium: '/nowhere/chromium', guard, userAgent: 'skilltide/test', limits })
  expect(await render('/any', 'h1', none)).toMatch(/^TransportError: browserType\.launch: .*\/nowhere\/chromium/)
  await none.close()
})
