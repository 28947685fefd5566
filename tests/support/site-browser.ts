/** A site on loopback, and a real browser that may go nowhere else. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import type { SiteFile } from '../../src/report/page/site.ts'

const program = process.env['SKILLTIDE_CHROMIUM'] ?? '/usr/bin/chromium'
export const noChromium = !existsSync(program)
export const note = noChromium ? ' (skipped: no chromium)' : ''

export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    // The sandbox cannot start as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })

export interface Hosted {
  origin: string
  close(): Promise<void>
}

/** Sends the files as a plain web server does: `…/` is its index.html, what is not there is a 404. */
export async function host(files: readonly SiteFile[]): Promise<Hosted> {
  const there = new Map(files.map((file) => [`/${file.path}`, file]))
  const server = createServer((request, response) => {
    const path = decodeURI(new URL(request.url ?? '/', 'http://site').pathname)
    const file = there.get(path.endsWith('/') ? `${path}index.html` : path)
    if (file === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': file.type }).end(file.body)
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => void server.close(() => done())),
  }
}

export interface Watched {
  page: Page
  /** What the page did that no page of ours does: requests elsewhere, dialogs, errors, refusals of its policy. */
  misdeeds: string[]
  close(): Promise<void>
}

/** A page that is watched from its first byte. */
export async function watch(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const misdeeds: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(origin)) misdeeds.push(`asked for ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) misdeeds.push(`${response.status()} ${response.url()}`)
  })
  context.on('page', (other) => misdeeds.push(`opened ${other.url()}`))
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => misdeeds.push(`error ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') misdeeds.push(message.text())
  })
  return { page, misdeeds, close: () => context.close() }
}
