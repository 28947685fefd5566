/** Renders pages that are nothing without their scripts. The browser reaches the world only through a proxy of ours with the guard. */
import { chromium as playwright } from 'playwright'
import type { Verdict } from './contract.ts'
import type { Guard } from './guard.ts'
import { startProxy } from './proxy.ts'
import { masked, shown } from './shown.ts'
import { type Limits, type Received, TransportError } from './transport.ts'

export interface Browser {
  /** The page as it stands once `waitFor` is there; a fresh browser each time, gone at the deadline with all its processes. */
  render(url: URL, waitFor?: string, signal?: AbortSignal): Promise<{ url: URL; received: Received } | Verdict>
  close(): Promise<void>
}

export interface BrowserOptions {
  /** The program to start. */
  chromium: string
  guard: Guard
  userAgent: string
  limits: Pick<Limits, 'totalMs' | 'bodyBytes' | 'wireBytes'>
}

/** Headers of the page that say how its host stands to us. */
const told = ['retry-after', 'cf-mitigated']
/** Never needed for the text of a posting. */
const unwanted = new Set(['image', 'font', 'media'])

export async function openBrowser({ chromium, guard, userAgent, limits }: BrowserOptions): Promise<Browser> {
  /** Each page being rendered hears of every refusal. */
  const pages = new Set<(host: string, error: Error) => void>()
  const proxy = await startProxy({
    guard,
    bytes: limits.wireBytes,
    onRefused: (host, error) => {
      for (const tell of pages) tell(host, error)
    },
  })

  async function render(url: URL, waitFor?: string, signal?: AbortSignal) {
    const browser = await playwright
      .launch({
        executablePath: chromium,
        timeout: limits.totalMs,
        // The sandbox cannot start as root.
        chromiumSandbox: process.getuid?.() !== 0,
        // Without this rule the browser reaches loopback directly.
        proxy: { server: proxy.url, bypass: '<-loopback>' },
        args: [
          '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
          '--webrtc-ip-handling-policy=disable_non_proxied_udp',
          '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
          '--dns-prefetch-disable',
          '--disable-quic',
          '--js-flags=--max-old-space-size=512',
        ],
      })
      .catch((error: unknown) => {
        throw browserTrouble(error, undefined)
      })
    const refused = new Map<string, Error>()
    let why: Error | null = null
    /** Where the page itself went last: the proxy's refusal of that host is the page's end. */
    let last = url
    const heedRefusal = () => {
      const refusal = refused.get(last.host)
      if (refusal !== undefined) end(refusal)
    }
    const end = (error: Error) => {
      why ??= error
      void browser.close()
    }
    const hear = (host: string, error: Error) => {
      refused.set(host, error)
      heedRefusal()
    }
    pages.add(hear)
    const deadline = setTimeout(
      () => end(new TransportError(`the page was not there after ${limits.totalMs / 1000} s`)),
      limits.totalMs,
    )
    const stopped = () => end(new TransportError('stopped'))
    signal?.addEventListener('abort', stopped, { once: true })
    try {
      const context = await browser.newContext({ userAgent, serviceWorkers: 'block', acceptDownloads: false })
      await context.addInitScript(
        'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection; window.open = () => null',
      )
      await context.route('**/*', (route) => {
        const request = route.request()
        return unwanted.has(request.resourceType()) || !/^(?:https?|data|blob):/.test(request.url())
          ? route.abort()
          : route.continue()
      })
      const page = await context.newPage()
      page.on('request', (request) => {
        if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return
        last = new URL(request.url())
        heedRefusal()
      })
      page.on('requestfailed', (request) => {
        const cause = request.failure()?.errorText ?? ''
        const own = request.isNavigationRequest() && request.frame() === page.mainFrame()
        if (own && cause !== 'net::ERR_ABORTED') end(new TransportError(`the page broke off (${cause})`))
      })
      context.on('page', (other) => {
        if (other !== page) void other.close()
      })
      const answer = await page.goto(url.href, { waitUntil: 'domcontentloaded', timeout: limits.totalMs })
      if (waitFor !== undefined) await page.waitForSelector(waitFor, { state: 'attached', timeout: limits.totalMs })
      const bytes = Buffer.from(await page.content())
      if (bytes.length > limits.bodyBytes) throw new TransportError('the page is larger than we read', { retry: false })
      const at = guard.check(page.url())
      if (at.host !== url.host) {
        const reason = `${shown(url.href)} leads to another host: ${shown(at.href)}`
        return { kind: 'gone', reason, redirectedTo: masked(at.href) } satisfies Verdict
      }
      if (why !== null) throw why
      const cut = await answer?.finished()
      if (cut) throw new TransportError(`the page broke off (${cut.message})`)
      const said = (await answer?.allHeaders()) ?? {}
      const provenWhole = 'content-length' in said || /chunked/i.test(said['transfer-encoding'] ?? '')
      const headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' }
      for (const name of told) if (said[name] !== undefined) headers[name] = said[name]
      const status = answer?.status() ?? 0
      return { url: at, received: { status, headers, bytes, wireBytes: bytes.length, sealed: false, provenWhole } }
    } catch (error) {
      throw why ?? browserTrouble(error, waitFor)
    } finally {
      pages.delete(hear)
      clearTimeout(deadline)
      signal?.removeEventListener('abort', stopped)
      await browser.close()
    }
  }

  return { render, close: proxy.close }
}

function browserTrouble(error: unknown, waitFor: string | undefined): unknown {
  if (!(error instanceof Error) || error.constructor.name === 'UnsafeAddress') return error
  const line = error.message.split('\n')[0]!
  if (error.name === 'TimeoutError' && waitFor !== undefined) {
    return new TransportError(`the page never showed ${JSON.stringify(waitFor)}`, { retry: false })
  }
  return /^(?:page|browser|browserType)\./.test(line) ? new TransportError(line, { retry: false }) : error
}
