import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRobots } from '../../src/http/robots.ts'

const suite = '../shared/suites/google-robotstxt/vectors.json'

interface Vector {
  test: string
  n: number
  robotsB64: string
  agent: string
  url: string
  allowed: boolean
}

test(`B13: every public vector is judged as it says${existsSync(suite) ? '' : ' (skipped: no shared data)'}`, () => {
  const vectors: Vector[] = existsSync(suite) ? JSON.parse(readFileSync(suite, 'utf8')) : []
  const wrong = vectors.filter(({ robotsB64, agent, url, allowed }) => {
    return readRobots(Buffer.from(robotsB64, 'base64').toString('utf8')).allows(agent, url) !== allowed
  })
  expect(wrong.map((vector) => `${vector.test} ${vector.n}`)).toEqual([])
})

describe('B13: robots.txt', () => {
  const robots = readRobots(
    [
      '# Lumenfold',
      'User-agent: *',
      'Disallow: /private/',
      'Crawl-delay: 10',
      '',
      'User-agent: otherbot',
      'User-agent: Skilltide/2 (anything)',
      'Disallow: /jobs/*/apply$',
      'Allow: /',
      'Crawl-delay: 2.5',
    ].join('\r\n'),
  )
  test.each([
    ['skilltide', 'https://jobs.example/private/x', true],
    ['skilltide', 'https://jobs.example/jobs/12/apply', false],
    ['skilltide', 'https://jobs.example/jobs/12/apply?x=1', true],
    ['anybot', 'https://jobs.example/private/x', false],
    ['anybot', 'https://jobs.example/jobs/12/apply', true],
  ])('%s at %s: %s', (agent, url, allowed) => expect(robots.allows(agent, url)).toBe(allowed))

  test('B15: the delay of the agent’s own group counts', () => {
    expect(robots.crawlDelay('skilltide')).toBe(2.5)
    expect(robots.crawlDelay('anybot')).toBe(10)
    expect(readRobots('User-agent: *\nCrawl-delay: soon').crawlDelay('skilltide')).toBeNull()
  })

  test('B14: a page of HTML holds no rules, and a file is read to its first 500 KiB', () => {
    expect(readRobots('<!doctype html><p>Not here: Disallow: /</p>').allows('skilltide', 'https://a.example/x')).toBe(
      true,
    )
    const late = `${'# filler\n'.repeat(60_000)}User-agent: *\nDisallow: /`
    expect(readRobots(late).allows('skilltide', 'https://a.example/x')).toBe(true)
  })

  test('B14: whatever the bytes, an answer comes', () => {
    const line = fc.constantFrom(
      'User-agent: *',
      'Disallow: /*a*b*$',
      'Allow: /%zz',
      'Disallow:',
      ':',
      'Allow',
      '\u0000',
      '*$*',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), fc.webPath(), (lines, path) => {
        expect(typeof readRobots(lines.join('\n')).allows('skilltide', `https://a.example${path}`)).toBe('boolean')
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})
