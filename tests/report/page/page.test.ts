/** The pages as files: what they say, what they must not say, and that they hold together. */
import { posix } from 'node:path'
import { load } from 'cheerio/slim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statuses } from '../../../src/domain.ts'
import { indexPage } from '../../../src/report/page/index-page.ts'
import { skillPage } from '../../../src/report/page/skill-page.ts'
import { isWithheld } from '../../../src/report/wording.ts'
import { escapeSequences, hostileText, markup } from '../../support/hostile.ts'
import { hostileViews, nothingKnown, site, siteOf, textOf, views } from '../../support/site.ts'
import { figure, rankingView, reportView, skillName, statusView } from '../../support/views.ts'

const files = siteOf()
const pages = files.filter(({ path }) => path.endsWith('.html') && !path.startsWith('embed/'))
const read = (path: string) => load(textOf(files, path))
const wordsOf = (body: string | Uint8Array) => load(String(body))('main').text().replace(/\s+/g, ' ')

describe('the site holds together', () => {
  test('every link to a file of the site leads to one, and every fragment to its place', () => {
    const there = new Map(files.map(({ path, body }) => [path, String(body)]))
    const broken = pages.flatMap(({ path, body }) => {
      const $ = load(String(body))
      const addresses = $('[href], [src]')
        .map((_, element) => $(element).attr('href') ?? $(element).attr('src') ?? '')
        .get()
      return addresses
        .filter((address) => !/^[a-z]+:/.test(address))
        .filter((address) => {
          const [file = '', fragment] = address.split('#')
          const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file))
          const found = there.get(target)
          return found === undefined || (fragment !== undefined && load(found)(`[id="${fragment}"]`).length === 0)
        })
        .map((address) => `${path}: ${address}`)
    })
    expect(broken).toEqual([])
  })

  test('each page has one main part, one first heading, its own title and description, and no id twice', () => {
    const told = pages.map(({ path, body }) => {
      const $ = load(String(body))
      const ids = $('[id]')
        .map((_, element) => $(element).attr('id'))
        .get()
      return {
        path,
        mains: $('main').length,
        headings: $('h1').length,
        title: $('title').first().text(),
        described: ($('meta[name=description]').attr('content') ?? '').length > 40,
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
      }
    })
    expect(told.map(({ mains, headings, described, twice }) => ({ mains, headings, described, twice }))).toEqual(
      told.map(() => ({ mains: 1, headings: 1, described: true, twice: [] })),
    )
    expect(new Set(told.map(({ title }) => title)).size).toBe(pages.length)
  })

  test('nothing stands between the lines that the policy would refuse, and nothing comes from elsewhere', () => {
    for (const { path, body } of pages) {
      const $ = load(String(body))
      expect($('style, [style], iframe, object, embed, base').length, path).toBe(0)
      expect(
        $('script:not([type="application/ld+json"])')
          .get()
          .map((each) => $(each).attr('src')),
        path,
      ).toEqual([`${'../'.repeat(path.split('/').length - 1)}site.js`])
      expect(
        $('[src], link[rel=stylesheet], link[rel=icon]')
          .get()
          .filter((each) => /^(?:\w+:)?\/\//.test($(each).attr('src') ?? $(each).attr('href') ?? '')),
      ).toEqual([])
      expect($('meta[http-equiv]').attr('content'), path).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      )
    }
  })
})

describe('a skill’s page', () => {
  test('answers its reader’s questions in the order in which they are asked', () => {
    const $ = read('skills/pytorch/index.html')
    expect(
      $('.sections > section > h2')
        .map((_, element) => $(element).text())
        .get(),
    ).toEqual([
      ...['Open now', 'Which way demand moves', 'Over time', 'Against its alternatives', 'Required or preferred'],
      ...['Roles', 'What it is used for', 'Seniority', 'Years of experience', 'Pay', 'Named beside it'],
      ...['Parts of it that jobs name', 'Employers', 'The postings behind it', 'Marks on this page'],
    ])
    expect(
      $('.tile')
        .map((_, tile) => $(tile).text().replace(/\s+/g, ' ').trim())
        .get(),
    ).toEqual([
      'AI jobs that require it now214Of them require it',
      'Open AI jobs naming it350Open vacancies name PyTorch',
      'Hiring trajectoryRising+46% (95% range +18% to +81%), new AI jobs of Dec 2025-Nov 2026 against Dec 2024-Nov 2025, 83 employers observed in both.',
      'Rank among all skills33rd (2 to 4)',
    ])
  })

  test.each(statuses.filter((status) => isWithheld({ status })))(
    'of which every figure is %s prints reasons, and no number and no class of demand',
    (status) => {
      const words = wordsOf(skillPage(nothingKnown(skillName(), status), site()).body)
      const withoutHead = words.slice(words.indexOf('Open now'))
      expect(withoutHead).toContain('Not measured: 12 of 87 boards read in the last 7 days.')
      const told = withoutHead.replaceAll(
        /(?:Not measured: )?12 of 87 boards read in the last 7 days\.|10 jobs of 5 employers on, out of 30 of 10|last 13 weeks|every 100 naming/g,
        '',
      )
      expect(told.match(/\d+/g)).toBeNull()
      expect(told).not.toMatch(/Emerging|Rising|Declining|Stable/)
    },
  )

  test('a count out of nothing is no count: nothing is open, so that there is nothing to name a skill', () => {
    const none = figure('open', {
      value: 0,
      n: 0,
      denominator: 0,
      status: 'low',
      text: 'None of 0 open AI jobs: too few to say how rare it is.',
    })
    const body = skillPage(reportView({ figures: [none] }), site()).body
    const tile = load(String(body))('.tile').eq(1).text()
    expect(tile).toBe('Open AI jobs naming itToo fewNone of 0 open AI jobs: too few to say how rare it is.')
  })

  test('the table behind a chart has every period, newest first, with gaps in words', () => {
    const $ = read('skills/pytorch/index.html')
    const rows = $('#share-chart tbody tr')
      .map((_, row) =>
        $(row)
          .find('th, td')
          .map((__, cell) => $(cell).text())
          .get()
          .join('|'),
      )
      .get()
    expect(rows).toHaveLength(24)
    expect(rows[0]).toMatch(/^November 2026\|2\d\.\d% so far\|\d+\.\d% to \d+\.\d%\|\d+ of 900$/)
    expect(rows[7]).toBe('April 2026|not measured||')
  })

  test('schema.org data tells only what the page tells, and is closed by no text', () => {
    const view = reportView({ skill: skillName('pytorch', '</script><script>window.pwned=1</script>') })
    const text = String(skillPage(view, site({ base: 'https://tides.example/' })).body)
    const $ = load(text)
    const data = JSON.parse($('script[type="application/ld+json"]').text())
    expect(data).toMatchObject({
      ...{ '@type': 'Dataset', dateModified: '2026-11-24', url: 'https://tides.example/skills/pytorch/' },
      license: 'https://creativecommons.org/licenses/by/4.0/',
    })
    expect(data.variableMeasured.find((each: { name: string }) => each.name === 'Days open')).toBeUndefined()
    expect($('script')).toHaveLength(2)
  })

  test('a skill’s page of fifteen years of months stays under 150 kB', () => {
    const long = reportView()
    long.series = [
      {
        ...long.series[0]!,
        points: Array.from({ length: 8 }, () => long.series[0]!.points)
          .flat()
          .slice(0, 186),
      },
    ]
    expect(String(skillPage(long, site()).body).length).toBeLessThan(150_000)
  })
})

describe('the front page', () => {
  test('ranks by the figures, and says unranked rather than a place', () => {
    const $ = read('index.html')
    const rows = $('.ranked tbody tr')
      .map((_, row) =>
        $(row)
          .find('th, td')
          .map((__, cell) => $(cell).clone().children('small').remove().end().text())
          .get()
          .slice(0, 3)
          .join('|'),
      )
      .get()
    expect(rows).toEqual(['1|Python |900', '2|PyTorch |350', '3|TensorFlow |201', 'unranked|JAX |61'])
  })

  test('a column of which no row can tell anything is not there', () => {
    const rows = rankingView().rows.map((row) => ({
      ...row,
      open: figure('open', { value: null }),
      share: figure('share', { value: null }),
    }))
    const $ = load(String(indexPage(rankingView({ rows }), [], site()).body))
    expect(
      $('.ranked thead th')
        .map((_, head) => $(head).text())
        .get(),
    ).toEqual(['Rank', 'Skill', 'Share of new jobs', 'Change in a year', 'Direction', 'Over time'])
  })

  test('links the skills that stand in no open job, rather than leaving them out', () => {
    const $ = load(String(indexPage(rankingView(), [skillName('keras', 'Keras')], site()).body))
    expect($('.others a').attr('href')).toBe('skills/keras/index.html')
  })
})

test('the status page names boards, reasons and gaps, and nothing that a job said of this machine', () => {
  const jobs = [
    { job: 'exports', lastRun: '2026-11-24 06:10', outcome: 'done', message: '/home/me/out/skills.csv', nextDue: null },
  ]
  const said = views({ status: statusView({ jobs }) })
  const words = wordsOf(siteOf(said).find(({ path }) => path === 'status.html')!.body)
  expect(words).toContain('ashby:tide')
  expect(words).toContain('api.example answered 403 with a challenge page')
  expect(words).toContain('3 October 2026')
  expect(words).toMatch(/25\.9%\s?26\.1%/)
  expect(words).toContain('exports2026-11-24 06:10done')
  expect(words).not.toContain('/home/me')
})

test('G4: whatever a text says, a page has the elements and attributes that it has with plain words', () => {
  const skeleton = (words: (plain: string) => string) => {
    const said = hostileViews(words)
    return siteOf(said)
      .filter(({ path }) => /\.html$/.test(path))
      .map(({ path, body }) => {
        const $ = load(String(body))
        return `${path} ${$('*')
          .get()
          .map((element) =>
            'attribs' in element ? `${element.tagName}[${Object.keys(element.attribs).sort().join(' ')}]` : '',
          )
          .join('>')}`
      })
  }
  const plain = skeleton((word) => word)
  for (const text of [...markup, ...escapeSequences])
    expect(
      skeleton(() => text),
      text,
    ).toEqual(plain)
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(skeleton(() => text)).toEqual(plain)
    }),
    { numRuns: 25 },
  )
})
