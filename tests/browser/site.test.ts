/** The site in Debian's Chromium: with script and without, by mouse and by keyboard, on phone and desktop, light and dark. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { escapeSequences, markup } from '../support/hostile.ts'
import { hostileViews, siteOf, views } from '../support/site.ts'
import { type Hosted, host, noChromium, note, openChromium, watch } from '../support/site-browser.ts'

const files = siteOf()
const pages = [
  'index.html',
  'skills/pytorch/index.html',
  'skills/jax/index.html',
  'method.html',
  'status.html',
  'data.html',
]
const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 900 }

let browser: Browser
let site: Hosted
beforeAll(async () => {
  if (noChromium) return
  ;[browser, site] = await Promise.all([openChromium(), host(files)])
})
afterAll(async () => {
  if (noChromium) return
  await browser.close()
  await site.close()
})

/** A page of the site, which must have done nothing wrong by the end of the test. */
async function open(path: string, options: Parameters<typeof watch>[2] = {}) {
  const watched = await watch(browser, site.origin, { viewport: desktop, ...options })
  onTestFinished(() => watched.close())
  await watched.page.goto(`${site.origin}/${path}`)
  return watched
}

describe.skipIf(noChromium)(`the site in a browser${note}`, () => {
  test('finding narrows the ranking as one types, says how many are left, and Enter opens the only one', async () => {
    const { page, misdeeds } = await open('index.html')
    const shown = () => page.locator('.ranked tbody tr:visible th a').allTextContents()
    await page.getByLabel('Find a skill').fill('tor')
    expect(await shown()).toEqual(['PyTorch'])
    expect(await page.locator('.search output').textContent()).toBe('1 of 4 skills')
    await page.getByLabel('Find a skill').fill('')
    expect(await shown()).toEqual(['Python', 'PyTorch', 'TensorFlow', 'JAX'])
    await page.getByLabel('Find a skill').fill('no such skill')
    expect(await shown()).toEqual([])
    await page.getByLabel('Find a skill').fill('jax')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/skills/jax/index.html')
    expect(misdeeds).toEqual([])
  })

  test('heads sort both ways, and what was not measured stands last either way', async () => {
    const { page, misdeeds } = await open('index.html')
    const order = () => page.locator('.ranked tbody th a').allTextContents()
    const head = (name: string) => page.getByRole('columnheader', { name })
    await head('Skill').getByRole('button').click()
    expect(await order()).toEqual(['JAX', 'Python', 'PyTorch', 'TensorFlow'])
    await head('Open now').getByRole('button').click()
    expect(await order()).toEqual(['Python', 'PyTorch', 'TensorFlow', 'JAX'])
    await head('Open now').getByRole('button').click()
    expect(await order()).toEqual(['JAX', 'TensorFlow', 'PyTorch', 'Python'])
    expect(await head('Open now').getAttribute('aria-sort')).toBe('ascending')
    for (const way of [
      ['Python', 'PyTorch', 'TensorFlow', 'JAX'],
      ['TensorFlow', 'PyTorch', 'Python', 'JAX'],
    ]) {
      await head('Rank').getByRole('button').click()
      expect(await order()).toEqual(way)
    }
    expect(misdeeds).toEqual([])
  })

  test('pointing at a chart tells the period with its interval and its jobs, a gap as a gap', async () => {
    const { page, misdeeds } = await open('skills/pytorch/index.html')
    const plot = page.locator('#share-chart .plot')
    await plot.scrollIntoViewIfNeeded()
    const box = (await plot.locator('svg:visible').boundingBox())!
    const at = async (part: number) => {
      await page.mouse.move(box.x + box.width * part, box.y + box.height / 2)
      return (await plot.locator('.tip').innerText()).split('\n')
    }
    expect(await at(0.98)).toEqual([
      'November 2026',
      '24.6% so far',
      expect.stringMatching(/^95% interval: \d+\.\d% to \d+\.\d%$/),
      expect.stringMatching(/^jobs: \d+ of 900$/),
    ])
    // The gap is the eighth month from the end, of 24 between the margins of 56 and 16 on 880.
    expect(await at((56 + (808 * 16) / 23) / 880)).toEqual(['April 2026', 'not measured'])
    await page.mouse.move(5, 5)
    expect(await plot.locator('.tip').isVisible()).toBe(false)
    expect(misdeeds).toEqual([])
  })

  test('pointing finds the right period where the years before the first are not drawn', async () => {
    const base = views()
    const report = base.reports[0]!
    const full = report.series[0]!
    const points = full.points.map((point, at) =>
      at < 10 ? { ...point, value: null, interval: null, status: 'low' as const } : point,
    )
    const hosted = await host(
      siteOf({
        ...base,
        reports: [{ ...report, series: [{ ...full, breaks: [], points }] }, ...base.reports.slice(1)],
      }),
    )
    const { page, misdeeds, close } = await watch(browser, hosted.origin, { viewport: desktop })
    await page.goto(`${hosted.origin}/skills/pytorch/index.html`)
    await page.locator('#share-chart .plot').focus()
    await page.keyboard.press('Home')
    const tip = page.locator('#share-chart .tip')
    expect((await tip.innerText()).split('\n').slice(0, 2)).toEqual(['September 2025', 'too few to say'])
    await page.keyboard.press('ArrowRight')
    expect(await tip.innerText()).toMatch(/^October 2025\n\d/)
    expect(misdeeds).toEqual([])
    await close()
    await hosted.close()
  })

  test('everything is reached by keyboard: the skip link first, heads, charts point by point, tables behind them', async () => {
    const { page, misdeeds } = await open('skills/pytorch/index.html')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Skip to the figures')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement?.id')).toBe('main')
    await page.locator('#share-chart .plot').focus()
    const tip = page.locator('#share-chart .tip')
    expect(await tip.innerText()).toMatch(/^November 2026/)
    await page.keyboard.press('ArrowLeft')
    expect(await tip.innerText()).toMatch(/^October 2026/)
    await page.keyboard.press('Home')
    expect(await tip.innerText()).toMatch(/^December 2024/)
    await page.keyboard.press('ArrowLeft')
    expect(await tip.innerText()).toMatch(/^December 2024/)
    await page.keyboard.press('Escape')
    expect(await tip.isVisible()).toBe(false)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.locator('#share-chart table').isVisible()).toBe(true)
    await page.goto(`${site.origin}/index.html`)
    await page.getByRole('columnheader', { name: 'Skill' }).getByRole('button').focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.ranked tbody th a').first().textContent()).toBe('JAX')
    const outlined = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
    expect(outlined).toBe('solid')
    expect(misdeeds).toEqual([])
  })

  test('without script all of it is there: every row, every chart, every table', async () => {
    const { page, misdeeds } = await open('index.html', { javaScriptEnabled: false })
    expect(await page.locator('.ranked tbody tr:visible').count()).toBe(4)
    expect(await page.locator('.search').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'PyTorch' }).first().click()
    expect(await page.locator('#share-chart svg:visible').count()).toBe(1)
    expect(await page.locator('#share-chart svg:visible').getAttribute('role')).toBe('img')
    await page.getByText('The numbers of this chart').first().click()
    expect(await page.locator('#share-chart tbody tr:visible').count()).toBe(24)
    expect(misdeeds).toEqual([])
  })

  test('opened from the disk, without a server, it has its looks and its links', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skilltide-site-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    for (const { path, body } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), body)
    }
    const { page, misdeeds, close } = await watch(browser, `file://${folder}`, { viewport: desktop })
    onTestFinished(close)
    await page.goto(`file://${folder}/index.html`)
    expect(await page.evaluate("getComputedStyle(document.querySelector('.ranked th')).fontVariantNumeric")).toBe(
      'tabular-nums',
    )
    expect(await page.locator('.search').isVisible()).toBe(true)
    for (const name of ['TensorFlow', 'Skills', 'Method', 'Status', 'Data']) {
      await page.getByRole('link', { name, exact: true }).first().click()
      await page.locator('h1').waitFor()
    }
    expect(misdeeds).toEqual([])
  })

  test.each(pages)('%s asks nothing of anybody else, keeps to its policy and fits a phone', async (path) => {
    const { page, misdeeds } = await open(path, { viewport: { width: 320, height: 700 }, isMobile: true })
    await page.waitForLoadState('networkidle')
    const [wide, room] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )
    expect(wide).toBeLessThanOrEqual(room)
    expect(misdeeds).toEqual([])
  })

  test('on paper there is neither menu nor search, and links name their address', async () => {
    const { page, misdeeds } = await open('skills/pytorch/index.html')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.masthead nav').isVisible()).toBe(false)
    expect(await page.locator('.contents').isVisible()).toBe(false)
    const after = await page.evaluate("getComputedStyle(document.querySelector('.postings a'), '::after').content")
    expect(after).toContain('https://jobs.example/41')
    expect(misdeeds).toEqual([])
  })

  test('G4: whatever a posting, an employer or a reason says, nothing runs, opens or is asked for', async () => {
    const texts = [...markup, ...escapeSequences, 'javascript:window.pwned=1', '" onmouseover="window.pwned=1']
    let turn = 0
    const said = hostileViews(() => texts[turn++ % texts.length]!)
    const [report, ...rest] = said.reports
    const [posting, employer, trouble] = [report!.evidence[0]!, report!.employers[0]!, said.status.troubles[0]!]
    const hosted = await host(
      siteOf({
        ...said,
        reports: [
          {
            ...report!,
            evidence: texts.map((text) => ({ ...posting, title: text, company: text, cue: text, board: text })),
            employers: texts.slice(0, 25).map((text) => ({ ...employer, name: text })),
          },
          ...rest,
        ],
        status: { ...said.status, troubles: texts.map((text) => ({ ...trouble, board: text, reason: text })) },
      }),
    )
    const { page, misdeeds, close } = await watch(browser, hosted.origin, { viewport: desktop })
    for (const path of ['index.html', 'skills/pytorch/index.html', 'status.html', 'data.html']) {
      await page.goto(`${hosted.origin}/${path}`)
      await page.evaluate(
        "for (const each of document.querySelectorAll('*')) for (const kind of ['mouseover', 'focus', 'error', 'load']) each.dispatchEvent(new Event(kind))",
      )
      expect(await page.evaluate('window.pwned'), path).toBeUndefined()
    }
    await page.goto(`${hosted.origin}/skills/pytorch/index.html`)
    expect(await page.locator('.postings .title').first().textContent()).toBe(texts[0])
    expect(misdeeds).toEqual([])
    await close()
    await hosted.close()
  })

  test('G6: only http and https addresses of postings are linked, and tell their site nothing of ours', async () => {
    const addresses = [
      'javascript:window.pwned=1',
      'data:text/html,x',
      'https://me:secret@jobs.example/1',
      'https://jobs.example/2',
    ]
    const base = views()
    const report = base.reports[0]!
    const evidence = addresses.map((url, at) => ({ ...report.evidence[0]!, url, title: `Job ${at}` }))
    const hosted = await host(siteOf({ ...base, reports: [{ ...report, evidence }, ...base.reports.slice(1)] }))
    const { page, misdeeds, close } = await watch(browser, hosted.origin)
    await page.goto(`${hosted.origin}/skills/pytorch/index.html`)
    const links = await page
      .locator('.postings a')
      .evaluateAll((found) => found.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]))
    expect(links).toEqual([['https://jobs.example/2', 'noopener noreferrer nofollow']])
    expect(await page.locator('.postings .title').allTextContents()).toEqual(['Job 0', 'Job 1', 'Job 2', 'Job 3'])
    expect(misdeeds).toEqual([])
    await close()
    await hosted.close()
  })

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const looks = [
    { name: 'light, desktop', colorScheme: 'light', viewport: desktop, paths: pages },
    { name: 'dark, desktop', colorScheme: 'dark', viewport: desktop, paths: pages.slice(0, 2) },
    { name: 'light, phone', colorScheme: 'light', viewport: phone, paths: pages.slice(0, 2) },
    { name: 'dark, phone', colorScheme: 'dark', viewport: phone, paths: pages },
  ] as const
  test.each(looks)('axe finds nothing on any page: $name', async ({ colorScheme, viewport, paths }) => {
    const { page } = await open(pages[0]!, { colorScheme, viewport, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const path of paths) {
      await page.goto(`${site.origin}/${path}`)
      // What is folded away is judged too.
      await page.locator('details').evaluateAll((folds) => {
        for (const fold of folds) fold.setAttribute('open', '')
      })
      await page.evaluate(axe)
      const violations = await page.evaluate<Violation[]>('axe.run().then(({ violations }) => violations)')
      for (const { id, impact, nodes } of violations) {
        found.push(
          `${path}: ${impact} ${id} at ${nodes
            .map(({ target }) => target.join(' '))
            .slice(0, 3)
            .join(', ')}`,
        )
      }
    }
    expect(found).toEqual([])
  })
})

interface Violation {
  id: string
  impact: string
  nodes: { target: string[] }[]
}
