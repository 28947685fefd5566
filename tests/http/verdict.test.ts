/** Rows A17, A18 and C8: what an answer comes to, by its status, its page and its bytes. */
import { describe, expect, test } from 'vitest'
import { obstacle } from '../../src/http/challenge.ts'
import { decodeText } from '../../src/http/charset.ts'
import type { Received } from '../../src/http/transport.ts'
import { verdictOf } from '../../src/http/verdict.ts'
import { seeded } from '../support/faultd.ts'

const url = new URL('https://a.example/jobs')
const asked = { url, conditional: false, accept: undefined, rendered: false }
function received(
  status: number,
  body: string | Buffer = '{"jobs": []}',
  headers: Record<string, string> = {},
): Received {
  const bytes = Buffer.from(body)
  return { status, headers, bytes, wireBytes: bytes.length, sealed: false, provenWhole: true }
}
const html = { 'content-type': 'text/html; charset=utf-8' }

describe('A17: every status has one meaning', () => {
  test.each([
    [200, 'answer'],
    [201, 'changed'],
    [204, 'changed'],
    [206, 'changed'],
    [300, 'changed'],
    [304, 'changed'],
    [400, 'changed'],
    [401, 'refused'],
    [402, 'refused'],
    [403, 'refused'],
    [404, 'gone'],
    [407, 'refused'],
    [408, 'again'],
    [410, 'gone'],
    [418, 'changed'],
    [422, 'changed'],
    [425, 'again'],
    [429, 'again'],
    [451, 'refused'],
    [500, 'again'],
    [501, 'again'],
    [502, 'again'],
    [503, 'again'],
    [504, 'again'],
    [520, 'again'],
    [599, 'again'],
    [999, 'again'],
  ])('A17: %i is %s', (status, kind) => {
    const verdict = verdictOf(received(status), asked)
    expect(verdict.kind).toBe(kind)
    if (verdict.kind !== 'answer')
      expect(verdict).toMatchObject({ status, reason: expect.stringContaining(String(status)) })
  })
})

/** Pages of the kind that stand before job boards, written anew: what they say, and the marks by which they are known. */
const obstacles: [string, string][] = [
  [
    'Cloudflare',
    '<title>Just a moment...</title><body><noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={}</script>',
  ],
  ['Cloudflare, blocked', '<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>'],
  [
    'DataDome',
    '<title>boards.example</title><p id="cmsg">Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script>',
  ],
  ['PerimeterX', '<title>Access to this page has been denied.</title><div id="px-captcha"></div>'],
  [
    'Imperva',
    '<html style="height:100%"><head><meta name="robots" content="noindex"></head><body><iframe src="/_Incapsula_Resource?x=1"></iframe></body>',
  ],
  [
    'Imperva, interruption',
    '<title>Pardon Our Interruption</title><p>As you were browsing something about your browser made us think you were a bot.</p>',
  ],
  ['Akamai', '<title>Access Denied</title><h1>Access Denied</h1>Reference #18.2 https://errors.edgesuite.net/18.2'],
  [
    'AWS WAF',
    '<title></title><script>window.awsWafCookieDomainList=[]</script><noscript><h1>JavaScript is disabled</h1></noscript>',
  ],
  [
    'Sucuri',
    '<title>You are being redirected...</title><noscript>Javascript is required.</noscript><script>sucuri_cloudproxy_js=1</script>',
  ],
  ['DDoS-Guard', '<title>DDoS-Guard</title><p>Checking your browser before accessing</p>'],
  ['Vercel', '<title>Vercel Security Checkpoint</title><p>We are verifying your browser</p>'],
  [
    'reCAPTCHA',
    '<title>boards.example</title><p>One more step</p><script src="https://www.google.com/recaptcha/api.js"></script>',
  ],
  ['login', '<title>Jobs</title><form><input name=user><input type="password" name=pw></form>'],
  ['login, in German', '<title>Anmelden | Karriere</title><p>Bitte melden Sie sich an.</p>'],
  [
    'single-page shell',
    '<title>Careers</title><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>',
  ],
]
const words = 'Lumenfold builds careful models of rivers and ships them to towns that flood. '.split(' ')
/** Good pages, some of which talk of what obstacles talk of. */
function goodPage(seed: number): string {
  const random = seeded(seed)
  const pick = <T>(list: T[]) => list[Math.floor(random() * list.length)]!
  const prose = (count: number) => Array.from({ length: count }, () => pick(words)).join(' ')
  const asides = [
    'You will harden our login page against bots and build its captcha.',
    'Our front end requires JavaScript and TypeScript.',
    'Please enable cookies to save a search.',
    'Access denied? Write to us.',
    '',
  ]
  const extras = [
    '<script src="https://www.google.com/recaptcha/api.js"></script>',
    '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    '<form action="/login"><input type="password"></form>',
    '<script type="application/ld+json">{"@type": "JobPosting", "title": "ML Engineer"}</script>',
    '',
  ]
  return `<!doctype html><html><head><title>${pick(['ML Engineer', 'Security Engineer, Bot Detection', 'Open roles'])} at Lumenfold</title>${pick(extras)}</head><body><h1>Roles</h1><p>${prose(320)} ${pick(asides)}</p>${pick(extras)}</body></html>`
}

describe('A18: a page that stands in the way is never an empty board', () => {
  test.each(obstacles)('A18: %s', (_, page) => {
    const body = `<!DOCTYPE html><html><head>${page}</html>`
    expect(verdictOf(received(200, body, html), asked)).toMatchObject({ kind: 'refused', status: 200 })
  })
  test('A18: 200 good pages are not taken for one', () => {
    const wrong = Array.from({ length: 200 }, (_, seed) => goodPage(seed)).filter(
      (page) => obstacle(html, page) !== null,
    )
    expect(wrong).toEqual([])
  })
  test('A18: a page where JSON was asked for is refused, whatever it says', () => {
    const accept = 'application/json'
    expect(verdictOf(received(200, '<p>Hello</p>'), { ...asked, accept })).toMatchObject({ kind: 'refused' })
    expect(verdictOf(received(200, '{}'), { ...asked, accept })).toMatchObject({ kind: 'answer' })
  })
})

const text = 'Maschinenlernen für Kőbánya – “fünf”'
const utf16 = (order: 'le' | 'be') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

describe('C8: the charset comes from the byte-order mark, the header, the document, the bytes, in that order', () => {
  test.each<[string, Buffer, string, string, string]>([
    ['nothing said, UTF-8', Buffer.from(text), 'application/json', text, 'utf-8'],
    ['a mark of UTF-8 against the header', Buffer.from(`\ufeff${text}`), 'text/html; charset=latin1', text, 'utf-8'],
    ['a mark of UTF-16LE', utf16('le'), 'application/xml; charset=utf-8', text, 'utf-16le'],
    ['a mark of UTF-16BE', utf16('be'), 'text/plain', text, 'utf-16be'],
    ['the header', Buffer.from('für', 'latin1'), 'text/html; charset=ISO-8859-1', 'für', 'windows-1252'],
    ['the header, quoted', Buffer.from('für', 'latin1'), 'text/html; charset="latin1"', 'für', 'windows-1252'],
    [
      'the header against the document',
      Buffer.from('<meta charset=latin1>für'),
      'text/html; charset=utf-8',
      '<meta charset=latin1>für',
      'utf-8',
    ],
    [
      'the document',
      Buffer.from('<meta charset="latin1">für', 'latin1'),
      'text/html',
      '<meta charset="latin1">für',
      'windows-1252',
    ],
    [
      'an old meta',
      Buffer.from('<meta http-equiv=content-type content="text/html; charset=koi8-r">\xf0', 'latin1'),
      'text/html',
      '<meta http-equiv=content-type content="text/html; charset=koi8-r">П',
      'koi8-r',
    ],
    [
      'an XML declaration',
      Buffer.from('<?xml version="1.0" encoding="iso-8859-2"?><a>\xf5</a>', 'latin1'),
      'application/rss+xml',
      '<?xml version="1.0" encoding="iso-8859-2"?><a>ő</a>',
      'iso-8859-2',
    ],
    [
      'a declaration of UTF-16 that could be read',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>ü</a>'),
      'text/xml',
      '<?xml version="1.0" encoding="utf-16"?><a>ü</a>',
      'utf-8',
    ],
    ['a label that nobody knows', Buffer.from('ü'), 'text/html; charset=klingon', 'ü', 'utf-8'],
    [
      'an old page that says nothing',
      Buffer.from('f\xfcr \x93x\x94', 'latin1'),
      'text/html',
      'für “x”',
      'windows-1252',
    ],
    [
      'a charset that comes too late',
      Buffer.from(`${' '.repeat(2000)}<meta charset=koi8-r>ü`),
      'text/html',
      `${' '.repeat(2000)}<meta charset=koi8-r>ü`,
      'utf-8',
    ],
    ['Shift_JIS', Buffer.from([0x83, 0x65]), 'text/html; charset=Shift_JIS', 'テ', 'shift_jis'],
    ['GB18030', Buffer.from([0xd6, 0xd0]), 'text/html; charset=gb2312', '中', 'gbk'],
    ['EUC-KR', Buffer.from([0xc7, 0xd1]), 'text/html; charset=euc-kr', '한', 'euc-kr'],
  ])('C8: %s', (_, bytes, type, expected, charset) => {
    expect(decodeText(bytes, type)).toEqual({ text: expected, charset, replaced: 0 })
  })
  test('C8: JSON in bytes that are not UTF-8 is not what it claims to be, above one in a thousand', () => {
    const body = (bad: number) =>
      Buffer.concat([Buffer.from(`"${'x'.repeat(4000)}`), Buffer.alloc(bad, 0xff), Buffer.from('"')])
    const json = { 'content-type': 'application/json' }
    expect(verdictOf(received(200, body(5), json), asked)).toEqual({
      kind: 'changed',
      status: 200,
      reason: 'https://a.example/jobs holds 5 characters that are not utf-8',
    })
    expect(verdictOf(received(200, body(3), json), asked).kind).toBe('answer')
  })
  test('C9: binary data is not text', () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0])
    expect(verdictOf(received(200, png, html), asked).kind).toBe('changed')
  })
  test.each<[string, number[], number]>([
    ['a continuation byte alone', [0x80], 1],
    ['a sequence without its end', [0xe2, 0x82], 1],
    ['an overlong slash', [0xc0, 0xaf], 2],
    ['an overlong NUL', [0xe0, 0x80, 0x80], 3],
    ['a surrogate', [0xed, 0xa0, 0x80], 3],
    ['a pair of surrogates', [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], 6],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], 4],
    ['impossible bytes', [0xfe, 0xff], 2],
    ['a character of its own that stands for a lost one', [0xef, 0xbf, 0xbd], 0],
    ['the last character', [0xf4, 0x8f, 0xbf, 0xbf], 0],
  ])('C8: %s counts as it should', (_, bytes, replaced) => {
    const all = Buffer.concat([Buffer.from('"ü'), Buffer.from(bytes), Buffer.from('"')])
    expect(decodeText(all, 'application/json')).toMatchObject({ charset: 'utf-8', replaced })
  })
})
