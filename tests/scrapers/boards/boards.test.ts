import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boardsFromCsv, defaultBoards } from '../../../scrapers/boards/index.ts'
import { candidateBoards, recognizeBoard } from '../../../scrapers/boards/recognize.ts'
import { scrapers } from '../../../scrapers/index.ts'

const sources = new Map(scrapers.map((scraper) => [scraper.source.id, scraper]))

describe('the built-in boards', () => {
  test('are at least 300, on at least eight platforms that are read unasked, each once', () => {
    const ids = defaultBoards.map(({ id }) => id.toLowerCase())
    const unasked = new Set(defaultBoards.map(({ source }) => source).filter((id) => sources.get(id)?.source.byDefault))
    expect(ids.length).toBeGreaterThanOrEqual(300)
    expect(new Set(ids).size).toBe(ids.length)
    expect(unasked.size).toBeGreaterThanOrEqual(8)
  })

  test('are all of sources that exist, with tokens that their sources take', () => {
    for (const board of defaultBoards) {
      const scraper = sources.get(board.source)
      expect(scraper, board.id).toBeDefined()
      expect(board.employer).not.toBe('')
      const [first] = scraper!.start(
        { token: board.token, employer: board.employer, settings: board.settings ?? {} },
        {},
      )
      expect(first?.url).toMatch(/^https:\/\//)
    }
  })
})

test.each([
  ['https://boards.greenhouse.io/acme', 'greenhouse', 'acme'],
  ['https://job-boards.greenhouse.io/acme/jobs/8565469002', 'greenhouse', 'acme'],
  ['https://job-boards.eu.greenhouse.io/acme', 'greenhouse', 'acme'],
  ['https://boards.greenhouse.io/embed/job_board?for=acme&b=1', 'greenhouse', 'acme'],
  ['https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true', 'greenhouse', 'acme'],
  ['https://jobs.lever.co/acme/3414ba28-35f7-45d3-8e13-35c883959635/apply', 'lever', 'acme'],
  ['jobs.lever.co/acme', 'lever', 'acme'],
  ['https://jobs.eu.lever.co/acme', 'lever', 'eu/acme'],
  ['https://api.eu.lever.co/v0/postings/acme?mode=json', 'lever', 'eu/acme'],
  ['https://jobs.ashbyhq.com/Acme%20Labs/12', 'ashby', 'Acme Labs'],
  ['https://jobs.ashbyhq.com/acme.ai', 'ashby', 'acme.ai'],
  ['https://api.ashbyhq.com/posting-api/job-board/acme', 'ashby', 'acme'],
  ['https://apply.workable.com/acme/j/0123456789/', 'workable', 'acme'],
  ['https://apply.workable.com/api/v1/widget/accounts/acme?details=true', 'workable', 'acme'],
  ['https://www.workable.com/api/accounts/acme?details=true', 'workable', 'acme'],
  ['https://acme.workable.com/', 'workable', 'acme'],
  ['https://acme.recruitee.com/o/engineer', 'recruitee', 'acme'],
  ['https://acme.teamtailor.com/jobs', 'teamtailor', 'acme'],
  ['https://acme.na.teamtailor.com/jobs.rss', 'teamtailor', 'acme.na'],
  ['https://acme.jobs.personio.de/job/123', 'personio', 'acme'],
  ['https://jobs.gem.com/acme-ai/abc', 'gem', 'acme-ai'],
  ['https://careers.smartrecruiters.com/AcmeGroup', 'smartrecruiters', 'AcmeGroup'],
  ['https://jobs.smartrecruiters.com/AcmeGroup/743999', 'smartrecruiters', 'AcmeGroup'],
  ['https://api.smartrecruiters.com/v1/companies/AcmeGroup/postings', 'smartrecruiters', 'AcmeGroup'],
  ['https://acme.wd5.myworkdayjobs.com/en-US/External/job/Berlin/Engineer_R1', 'workday', 'acme/wd5/External'],
  ['https://acme.wd1.myworkdayjobs.com/ec', 'workday', 'acme/wd1/ec'],
  ['https://acme.wd103.myworkdayjobs.com/External', 'workday', 'acme/wd103/External'],
  ['https://acme.wd5.myworkdayjobs.com/wday/cxs/acme_x/External/jobs', 'workday', 'acme_x/wd5/External'],
  ['https://wd3.myworkdaysite.com/en-US/recruiting/acme/External', 'workday', 'acme/wd3/External'],
  ['https://acme.bamboohr.com/careers/12', 'bamboohr', 'acme'],
  ['https://acme.breezy.hr/p/123-engineer', 'breezy', 'acme'],
  ['https://acme.pinpointhq.com/en/postings/1', 'pinpoint', 'acme'],
  ['https://ats.rippling.com/acme/jobs/1', 'rippling', 'acme'],
  ['https://ats.rippling.com/en-GB/acme/jobs', 'rippling', 'acme'],
  ['https://api.rippling.com/platform/api/ats/v1/board/acme/jobs', 'rippling', 'acme'],
])('knows %s as %s:%s', (address, source, token) => {
  expect(recognizeBoard(address)).toEqual({ source, token })
})

test('keeps the host of a Personio board under .com', () => {
  expect(recognizeBoard('https://acme.jobs.personio.com/')).toEqual({
    source: 'personio',
    token: 'acme',
    settings: { host: 'acme.jobs.personio.com' },
  })
})

test.each([
  '',
  'acme',
  'https://example.com/careers?gh_jid=8636903002',
  'https://www.teamtailor.com/en/',
  'https://boards.greenhouse.io/',
  'https://jobs.lever.co.example.com/acme',
  'https://evil.com/jobs.lever.co/acme',
  'ftp://jobs.lever.co/acme',
  'https://jobs.lever.co/..%2f..%2fadmin',
  'https://acme.wd5.myworkdayjobs.com/',
  'https://jobs.ashbyhq.com/%E0%A4%A',
])('knows no board behind %j', (address) => {
  expect(recognizeBoard(address)).toBeNull()
})

test('recognises any text without failing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => recognizeBoard(text) === null || text.length > 3))
})

describe('candidates for a name', () => {
  test('are every platform under the ways of writing it', () => {
    const found = candidateBoards('Acme Labs, Inc.')
    expect(found).toContainEqual({ source: 'greenhouse', token: 'acmelabs' })
    expect(found).toContainEqual({ source: 'ashby', token: 'acme-labs' })
    expect(new Set(found.map(({ source }) => source)).size).toBe(13)
  })
  test('are the one board that an address names', () => {
    expect(candidateBoards('https://jobs.lever.co/acme')).toEqual([{ source: 'lever', token: 'acme' }])
  })
  test('are none for no name', () => {
    expect(candidateBoards(' ,. ')).toEqual([])
  })
})

describe('a list of boards', () => {
  test('is read by its columns, with quoted cells and the address where it says more', () => {
    const text =
      '\ufeffname,slug,url\r\n"Acme, ""the"" maker",acme/External,https://acme.wd5.myworkdayjobs.com/External\r\nBeta,,\r\n'
    expect(boardsFromCsv(text, 'workday')).toEqual([
      {
        id: 'workday:acme/wd5/External',
        source: 'workday',
        token: 'acme/wd5/External',
        employer: 'Acme, "the" maker',
      },
    ])
    expect(boardsFromCsv('slug\nacme\nbeta\nacme\n', 'lever').map(({ id }) => id)).toEqual(['lever:acme', 'lever:beta'])
  })
  test('without the columns is refused', () => {
    expect(() => boardsFromCsv('a,b\n1,2\n', 'lever')).toThrow(/"slug" or "url"; its first line is "a,b"/)
  })

  const shared = new URL('../../../../shared/data/boards/', import.meta.url)
  test(`of tens of thousands is read whole, every one of them a board (${existsSync(shared) ? 'shared lists' : 'skipped: no shared data'})`, () => {
    if (!existsSync(shared)) return
    for (const file of readdirSync(shared).filter((name) => name.endsWith('.csv'))) {
      const source = file.slice(0, -4)
      const text = readFileSync(new URL(file, shared), 'utf8')
      const boards = boardsFromCsv(text, source)
      expect(boards.length, file).toBeGreaterThan(text.trim().split('\n').length * 0.95 - 1)
      for (const { token, employer, settings } of boards) {
        expect(sources.get(source)!.start({ token, employer, settings: settings ?? {} }, {})[0]?.url).toMatch(/^https:/)
      }
    }
  })
})
