import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkXml, XmlError } from '../../src/text/xml.ts'

const verdict = (body: string) => {
  try {
    checkXml(body)
    return 'whole'
  } catch (error) {
    return error instanceof XmlError ? error.message : 'another error'
  }
}

const feed = `<?xml version="1.0" encoding="UTF-8"?>
<!-- jobs of Lumenfold -->
<rss version="2.0" xmlns:tt="https://example.com/ns">
  <channel>
    <item id='1'><title>ML Engineer &amp; more</title><description><![CDATA[<p>Torch</p>]]></description><tt:remote/></item>
  </channel>
</rss>
`

test('a well-formed feed is whole', () => expect(verdict(feed)).toBe('whole'))

describe('C4: a document type is refused, entities with it', () => {
  test.each([
    [
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
      'a document type declaration, which is refused',
    ],
    ['<!doctype html><html></html>', 'a document type declaration, which is refused'],
    ['<r>&x;</r>', 'an entity that XML does not know'],
    ['<r a="&x;"/>', 'an entity that XML does not know'],
  ])('%s', (body, problem) => expect(verdict(body)).toContain(problem))
})

describe('C5: ill-formed or cut XML is never a shorter feed', () => {
  test('cut at every character, it is noticed', () => {
    const whole = feed.trimEnd().length
    const passed = Array.from({ length: whole }, (_, at) => at).filter((at) => verdict(feed.slice(0, at)) === 'whole')
    expect(passed).toEqual([])
  })
  test.each([
    ['<rss><channel><item><title>a</item></channel>', '</item> where </title> belongs'],
    ['<a/><b/>', 'a second root element'],
    ['<a x=1/>', 'a tag that is not written as XML'],
    ['<a x="1" x="2"/>', 'the attribute x twice'],
    ['<a>1 < 2</a>', 'a "<" that begins no tag'],
    ['text', 'text outside the root element'],
    ['{"jobs": []}', 'text outside the root element'],
    ['', 'no element at all'],
  ])('%s', (body, problem) => expect(verdict(body)).toContain(problem))
  test('the place is named by line and column', () => {
    expect(verdict('<a>\n  <b></c>\n</a>')).toBe('not XML at line 2, column 6: </c> where </b> belongs')
  })
  test('generated trees are whole, and never once a character of their tags is lost', () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('<a/>', '<b>t</b>', '<c x="1"/>'),
        fc.array(tie('tree'), { maxLength: 3 }).map((parts) => `<d>${parts.join('')}</d>`),
      ),
    }))
    fc.assert(
      fc.property(tree, (body) => {
        expect(verdict(body)).toBe('whole')
        expect(verdict(body.slice(0, -1))).not.toBe('whole')
        expect(verdict(body.slice(1))).not.toBe('whole')
      }),
      { numRuns: 300, seed: 5 },
    )
  })
})

test('C6: floods of references and of depth are refused', () => {
  expect(verdict(`<r>${'&#65;'.repeat(1_000_001)}</r>`)).toContain('more than 1000000 references')
  expect(verdict('<a>'.repeat(100_000))).toContain('nested deeper than 256 levels')
})
