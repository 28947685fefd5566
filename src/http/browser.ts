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
  limits: Pick<Limits, 'totalMs' | 'bodyBytes'>
}

/** Never needed for the text of a posting. */
const unwanted = new Set(['image', 'font', 'media'])

export async function openBrowser({ chromium, guard, userAgent, limits }: BrowserOptions): Promise<Browser> {
  const proxy = await startProxy(guard)

  async function render(url: URL, waitFor?: string, signal?: AbortSignal) {
    const browser = await playwright.launch({
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
    let why: Error | null = null
    const end = (error: Error) => {
      why ??= error
      void browser.close()
    }
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
      const status = answer?.status() ?? 0
      const headers = { 'content-type': 'text/html; charset=utf-8' }
      return {
        url: at,
        received: { status, headers, bytes, wireBytes: bytes.length, sealed: false, provenWhole: false },
      }
    } catch (error) {
      throw why ?? browserTrouble(error, waitFor)
    } finally {
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
