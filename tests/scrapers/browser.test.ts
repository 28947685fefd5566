/** A page that a script fills in, in a real browser on loopback; and the same page without one. */
import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { judge } from '../../jobs/judge.ts'
import { sweepBoard } from '../../jobs/sweep.ts'
import browser from '../../scrapers/browser.ts'
import jsonld from '../../scrapers/jsonld.ts'
import type { Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { answer, startFaultd } from '../support/faultd.ts'
import { plainMemory } from '../support/http.ts'
import { board, noon } from '../support/store.ts'

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)
const page = (script: string) =>
  `<!doctype html><html><head><title>Careers</title></head><body><div id="root"></div><script>${script}</script></body></html>`
const html = (body: string) => answer({ body, headers: { 'Content-Type': 'text/html' } })

const listing = page(
  `setTimeout(() => { document.getElementById('root').innerHTML = '<img src="/pixel.png"><a class="job" href="/jobs/robot-trainer">x</a><a class="job" href="/jobs/ml-engineer">y</a>' }, 50)`,
)
const linked = JSON.stringify({
  '@type': 'JobPosting',
  title: 'ML Engineer',
  description: '<p>You train with PyTorch.</p>',
})
const posting = page(
  `const s = document.createElement('script'); s.type = 'application/ld+json'; s.textContent = ${JSON.stringify(linked)}; document.head.append(s); document.getElementById('root').innerHTML = '<h1>ML Engineer</h1>'`,
)
const plain = page(
  `document.getElementById('root').innerHTML = '<h1>Robot Trainer</h1><article>You teach robots with JAX.</article>'`,
)

async function read(scraper: Scraper) {
  const server = await startFaultd()
  onTestFinished(() => server.close())
  server.play('/robots.txt', answer({ status: 404 }))
  server.play('/jobs', html(listing))
  server.play('/jobs/robot-trainer', html(plain))
  server.play('/jobs/ml-engineer', html(posting))
  const client = createClient({
    ...{ memory: plainMemory(), userAgent: 'skilltide/test (+https://example.com/contact)', now: () => Date.now() },
    ...{ sleep: async () => {}, allowLoopback: true, ...(chromium === undefined ? {} : { chromium }) },
  })
  const settings = {
    ...{ listing: `${server.origin}/jobs`, match: '/jobs/', waitFor: 'a.job' },
    selectors: { title: 'h1', body: 'article' },
  }
  const sweep = await sweepBoard({
    ...{ board: board(`${scraper.source.id}:mills`, { settings }), scraper, credentials: {}, get: client },
    ...{ signal: new AbortController().signal, day: day('2026-11-24'), startedAt: noon(day('2026-11-24')) },
  })
  await client.close()
  const past = { recent: [], open: 0, seenAgain: 0 }
  const verdict = judge(
    sweep!,
    { text: 2, textLength: 50, canary: 1, url: 2, company: 2, locations: 0, publishedOn: 0 },
    scraper.source,
    past,
  )
  return { verdict, postings: sweep!.postings, asked: server.seen.map(({ path }) => path) }
}

test(`a page rendered by script is read in the browser (${chromium ?? 'skipped: no chromium'})`, async () => {
  if (chromium === undefined) return
  const { verdict, postings, asked } = await read(browser)
  expect(verdict).toEqual({ outcome: 'complete', reason: null })
  expect(postings.map(({ title, text }) => [title, text?.role])).toEqual([
    ['Robot Trainer', 'You teach robots with JAX.'],
    ['ML Engineer', 'You train with PyTorch.'],
  ])
  expect(asked).not.toContain('/pixel.png')
})

test('the same page without the browser is a failure that says why, never an empty board', async () => {
  const { verdict } = await read(jsonld)
  expect(verdict.outcome).toBe('failed')
  expect(verdict.reason).toMatch(/\/jobs: expected links to postings with \/jobs\/, found/)
})
