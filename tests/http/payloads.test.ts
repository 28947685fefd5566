/** Rows C7 and C9 to C18: hostile payloads against the whole way from a body to a posting and its skills. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scrapers } from '../../scrapers/index.ts'
import { published } from '../../scrapers/kit/dates.ts'
import { longestText, longestTitle, normalize } from '../../scrapers/kit/normalize.ts'
import { ShapeError } from '../../scrapers/kit/reading.ts'
import type { RawPosting, Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import { obstacle } from '../../src/http/challenge.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { plainText } from '../../src/text/html.ts'
import { bodyOf, fixturesOf, pageOf, postingsOf, today } from '../support/contract.ts'
import { seeded } from '../support/faultd.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

const { source } = scrapers.find(({ source: { id } }) => id === 'greenhouse')!
const home = { id: 'greenhouse:lumenfold', source: 'greenhouse', token: 'lumenfold', employer: 'Lumenfold' }
const read = (raw: Partial<RawPosting>) =>
  normalize(
    { externalId: '1', title: 'ML Engineer', url: 'https://a.example/1', body: 'Torch', ...raw } as RawPosting,
    source,
    home,
    today,
  )
const tagger = createTagger(catalog)
const skillsOf = (role: string) =>
  tagger
    .tag({ title: 'Engineer', text: { role, company: '' } })
    .mentions.map(({ skill, level }) => `${skill} ${level}`)
    .sort()

test.each([
  ['100,000 nested tags', '<div>'.repeat(100_000) + 'PyTorch' + '</div>'.repeat(100_000)],
  ['100,000 unclosed tags', '<b><i>'.repeat(50_000) + 'PyTorch'],
  ['tables in tables', '<table><tr><td>'.repeat(30_000) + 'PyTorch'],
  ['lists in lists', '<ul><li>'.repeat(30_000) + 'PyTorch'],
  ['a tag that never closes', `PyTorch <a ${'x="1" '.repeat(100_000)}`],
  ['end tags of nothing', '</p>'.repeat(100_000) + 'PyTorch'],
  ['a flood of less-than signs', `${'<'.repeat(200_000)} PyTorch`],
])('C7: HTML of %s is read', (_, markup) => expect(plainText(markup)).toContain('PyTorch'))

test('C9: no control character of any field reaches a posting', () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code))
    .filter((sign) => /[\u0000-\u001f\u007f-\u009f]/.test(sign) && !/[\t\n\r]/.test(sign))
    .join('x')
  const dirty = `A${controls}B`
  const clean = read({
    externalId: dirty,
    title: dirty,
    company: dirty,
    body: dirty,
    locations: [dirty],
    department: dirty,
    url: `https://a.example/${dirty}`,
  })
  expect(JSON.stringify(clean)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\\u00[019][\da-f]|\\[bfv]/)
})

describe('C10: what looks the same is counted the same', () => {
  const text = 'You must know PyTorch and TensorFlow. JAX is a plus.'
  const wrongOnes = (signs: string[], told: (role: string) => string[]) => {
    const random = seeded(10)
    const sprinkled = () =>
      [...text].map((sign) => (random() < 0.1 ? sign + signs[Math.floor(random() * signs.length)] : sign)).join('')
    return Array.from({ length: 500 }, sprinkled).filter((body) => {
      return told(read({ body }).text?.role ?? '').join() !== told(text).join()
    })
  }
  test('C10: 500 variants of a text with signs that nobody sees', () => {
    expect(skillsOf(text)).toEqual(['jax preferred', 'pytorch required', 'tensorflow required'])
    expect(wrongOnes(['\u200b', '\u2060', '\ufeff', '\u00ad', '\u200e'], skillsOf)).toEqual([])
  })
  test('C10: 500 with joiners, which other scripts need and texts keep: no skill is lost', () => {
    const names = (role: string) => skillsOf(role).map((said) => said.replace(/ .*/, ''))
    expect(wrongOnes(['\u200c', '\u200d'], names)).toEqual([])
  })
  test('C10: full-width letters', () => {
    const wide = 'PyTorch'.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    expect(skillsOf(read({ body: `You must know ${wide}.` }).text!.role)).toEqual(skillsOf('You must know PyTorch.'))
  })
})

test('C11: a text of 10 MB and a title of a million characters are cut, and the cut is told', () => {
  const cut = read({ title: 'ML '.repeat(333_333), body: 'PyTorch and rivers. '.repeat(500_000) })
  expect([cut.title.length <= longestTitle, cut.text!.role.length <= longestText, cut.truncated]).toEqual([
    true,
    true,
    true,
  ])
  expect(skillsOf(cut.text!.role)).toEqual([expect.stringMatching(/^pytorch /)])
})

test.each([
  ['spaces', ' '],
  ['line ends', '\n'],
  ['letters', 'a'],
  ['capitals and dots', 'A.'],
  ['digits', '1'],
  ['digits and commas', '1,'],
  ['years', '5+ '],
  ['pay', '$100k - '],
  ['hyphens', '-'],
  ['less-than signs', '<a '],
  ['ampersands', '&#'],
  ['quotes', '"'],
  ['brackets', '('],
  ['skills', 'PyTorch, '],
  ['negations', 'no '],
  ['slashes', 'C/C++/'],
])('C12: 1 MB of %s ends', (_, pump) => {
  const text = pump.repeat(Math.ceil(1_000_000 / pump.length))
  const clean = read({ title: text, body: text, locations: [text] })
  if (clean.text !== null) tagger.tag({ title: clean.title, text: clean.text })
  expect(obstacle({}, `<html>${text}`) ?? 'none').toEqual(expect.any(String))
})

describe('C15, C18: other shapes', () => {
  const isJson = (body: string) => /^\s*[[{]/.test(body)
  const all = scrapers.flatMap((scraper) => fixturesOf(scraper.source.id).map((fixture) => ({ scraper, fixture })))

  /** The same value with a field more in every object. */
  const withMore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withMore)
    if (typeof value !== 'object' || value === null) return value
    return {
      ...Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withMore(each)])),
      zz_new_field: { x: [1] },
    }
  }
  const outcome = (scraper: Scraper, fixture: (typeof all)[number]['fixture'], body: string) => {
    try {
      return postingsOf(scraper, fixture, scraper.read(pageOf(scraper, fixture, body)))
    } catch (error) {
      if (error instanceof ShapeError) return 'ShapeError'
      throw error
    }
  }
  test('C15: a field that is new changes nothing', () => {
    const wrong = all.filter(({ scraper, fixture }) => {
      const body = bodyOf(scraper.source.id, fixture)
      if (!isJson(body)) return false
      let value: unknown
      try {
        value = JSON.parse(body)
      } catch {
        return false
      }
      const [before, after] = [
        outcome(scraper, fixture, body),
        outcome(scraper, fixture, JSON.stringify(withMore(value))),
      ]
      return JSON.stringify(before) !== JSON.stringify(after)
    })
    expect(wrong.map(({ scraper, fixture }) => `${scraper.source.id}: ${fixture.file}`)).toEqual([])
  })
  test('C18: payloads mutated at random are read or refused, and nothing else', () => {
    const random = seeded(18)
    const below = (limit: number) => Math.floor(random() * limit)
    const marks = [
      '"',
      '{',
      ']',
      ',',
      '\\',
      '\u0000',
      '<',
      '&',
      '\ud800',
      '9'.repeat(400),
      'null',
      '__proto__',
      '-1',
      '[]',
    ]
    const prototype = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
    for (let round = 0; round < 3000; round++) {
      const { scraper, fixture } = all[below(all.length)]!
      let body = bodyOf(scraper.source.id, fixture)
      for (let edit = 0; edit <= below(4); edit++) {
        const at = below(body.length + 1)
        const kind = below(4)
        if (kind === 0) body = body.slice(0, at) + marks[below(marks.length)] + body.slice(at)
        else if (kind === 1) body = body.slice(0, at) + body.slice(at + below(40))
        else if (kind === 2) body = body.slice(0, at) + marks[below(marks.length)] + body.slice(at + 1)
        else body = body.slice(0, at) + body.slice(Math.max(0, at - below(80)), at) + body.slice(at)
      }
      expect(outcome(scraper, fixture, body)).toBeDefined()
    }
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototype)
  }, 30_000)
})

describe('C16: dates are read by rule or unknown, and never today', () => {
  test.each<[string | number | null, string | null]>([
    ['2026-11-01', '2026-11-01'],
    ['2026-11-01T23:30:00-04:00', '2026-11-02'],
    ['2026-11-01T23:30:00', '2026-11-01'],
    ['2026-11-01 10:10:39 UTC', '2026-11-01'],
    ['Fri, 04 Sep 2026 14:50:13 +0300', '2026-09-04'],
    ['July 2, 2026', '2026-07-02'],
    ['4 September 2026', '2026-09-04'],
    [1_793_000_000, '2026-10-26'],
    [1_793_000_000_000, '2026-10-26'],
    ['1793000000', '2026-10-26'],
    ['2026-02-31', null],
    ['31.02.2026', null],
    ['20226-01-01', null],
    ['2126-01-01', null],
    ['1970-01-01', null],
    ['0000-00-00', null],
    [0, null],
    [-1, null],
    [Number.MAX_VALUE, null],
    ['soon', null],
    ['', null],
    [null, null],
    ['not a date 2026', null],
  ])('C16: %j is %j', (written, day) => expect(published(written, today)?.day ?? null).toBe(day))
  test('C16: no garbage is today', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/\d|today|just|now|hour|minute|second|heute/i.test(text)) expect(published(text, today)).toBeNull()
      }),
      { numRuns: 500, seed: 16 },
    )
  })
})

test('C17: a job by twelve spellings of its address is one posting', async () => {
  const store = await emptyStore()
  await store.registerBoards([board('a:lumenfold')], day('2026-11-01'))
  const spellings = [
    'https://a.example/jobs/1?x=1&y=2',
    'HTTPS://a.example/jobs/1?x=1&y=2',
    'https://A.EXAMPLE/jobs/1?x=1&y=2',
    'https://a.example:443/jobs/1?x=1&y=2',
    'https://a.example/jobs/1?y=2&x=1',
    'https://a.example/jobs/1?x=1&y=2#apply',
    'https://a.example/jobs/1?x=1&y=2&utm_source=feed',
    'https://a.example/./jobs/../jobs/1?x=1&y=2',
    'https://a.example/jobs/%31?x=1&y=2',
    'https://a.example./jobs/1?x=1&y=2',
    'http://a.example/jobs/1?x=1&y=2',
    'https://a.example/jobs/1/?x=1&y=2',
  ]
  for (const [index, url] of spellings.entries()) {
    const on = `2026-11-${String(index + 1).padStart(2, '0')}`
    const write = snapshot('a:lumenfold', on, 'complete', [posting('1', { url })])
    const result = await store.storeSnapshot(write, noon(day(on)))
    expect([result.opened, result.ended]).toEqual([index === 0 ? 1 : 0, 0])
  }
})
