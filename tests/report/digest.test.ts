import { expect, test } from 'vitest'
import { UserError } from '../../src/domain.ts'
import { digestHtml, digestMarkdown, digestText, gate } from '../../src/report/digest.ts'
import { fullText } from '../../src/report/wording.ts'
import { digestView, withheld } from '../support/views.ts'

const view = digestView()
const withoutShare = digestView({
  headlines: view.headlines.map((figure) => (figure.measure === 'share' ? withheld(figure) : figure)),
})

const exitOf = (work: () => void): number | null => {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof UserError ? error.exitCode : 1
  }
}

test('a digest with a withheld headline is refused with exit code 5, a flagged one only when it must be strict', () => {
  expect(exitOf(() => gate(view, false))).toBeNull()
  expect(exitOf(() => gate(withoutShare, false))).toBe(5)
  const flagged = digestView({ headlines: view.headlines.map((figure) => ({ ...figure, flags: ['carried'] })) })
  expect(exitOf(() => gate(flagged, false))).toBeNull()
  expect(exitOf(() => gate(flagged, true))).toBe(5)
})

test('every form tells every headline in the same words, the chart, how it was measured and the sources', () => {
  for (const figure of view.headlines) expect(digestText(view)).toContain(fullText(figure))
  expect(digestMarkdown(view, 'a.png')).toMatch(/!\[.+\]\(a\.png\)/)
  expect(digestHtml(view, 'a.png')).toMatch(/<img src="a\.png" width="560" alt="[^"]+"/)
  for (const text of [digestText(view), digestMarkdown(view, 'a.png'), digestHtml(view, 'a.png')]) {
    expect(text).toMatch(/never a zero/)
    expect(text).toMatch(/Greenhouse/)
  }
})

test('mail HTML has its styles on the elements, no script, no style sheet, and nothing from outside but its own picture', () => {
  const text = digestHtml(view, 'a.png')
  expect(text).not.toMatch(/<(?:script|style|link|iframe)\b/i)
  expect([...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual(['a.png'])
})

test('the words of others stay text in every form', () => {
  const hostile = digestView({ skill: { ...view.skill, name: '<script>alert(1)</script>\u001b[2J *x*' } })
  expect(digestHtml(hostile, 'a.png')).not.toMatch(/<script/)
  expect(digestMarkdown(hostile, 'a.png')).not.toMatch(/<script|(?<!\\)\*x\*/)
  expect(digestText(hostile)).not.toContain('\u001b')
})

test('the same figures give the same bytes', () => {
  expect(digestHtml(digestView(), 'a.png')).toBe(digestHtml(digestView(), 'a.png'))
})
