import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocksOf, plainText } from '../../src/text/html.ts'

describe('an advert as text', () => {
  test('keeps list items, headings and lines apart', () => {
    const advert =
      '<h2>What you need</h2><ul><li>PyTorch</li><li>JAX<ul><li>Flax</li></ul></li></ul>Line one<br>line two<p>Para</p><table><tr><td>Pay</td><td>good</td></tr></table>'
    expect(plainText(advert)).toBe('# What you need\n- PyTorch\n- JAX\n- Flax\nLine one\nline two\nPara\nPay good')
  })

  test('marks a short line that is bold throughout as a heading, and no sentence', () => {
    expect(plainText('<p><strong>Requirements</strong></p><p><b>We pay well.</b></p><p><b>Stack</b>: Go</p>')).toBe(
      '# Requirements\nWe pay well.\nStack: Go',
    )
  })

  test.each([
    ['plain HTML', '<p>R&amp;D&nbsp;team &eacute;lite</p>', 'R&D team élite'],
    ['HTML escaped once', '&lt;p&gt;C++ &amp;amp; CUDA&lt;/p&gt;&lt;p&gt;&amp;nbsp;Go&lt;/p&gt;', 'C++ & CUDA\nGo'],
    ['HTML escaped twice', '&amp;lt;p&amp;gt;Rust &amp;amp;amp; C&amp;lt;/p&amp;gt;', 'Rust & C'],
    [
      'an escaped body with a live footer',
      '&lt;p&gt;Body&lt;/p&gt;&lt;p&gt;More&lt;/p&gt;<p>Footer</p>',
      'Body\nMore\nFooter',
    ],
    ['an example of markup in an advert', '<p>You write</p><p>&lt;b&gt; by hand</p>', 'You write\n<b> by hand'],
    ['plain text with bullets', 'We need:\n• Python\n* SQL\n- R\n\nR&amp;D', 'We need:\n- Python\n- SQL\n- R\nR&D'],
    ['line breaks written as backslash n', 'One\\nTwo\\nThree', 'One\nTwo\nThree'],
    ['an entity of HTML that few use', '<p>We &hearts; Python</p>', 'We ♥ Python'],
    ['UTF-8 that was read as Windows-1252', '<p>MecÃ¡nico â€“ MÃ¼nchen</p>', 'Mecánico – München'],
    ['words that only look so', '<p>SÃO PAULO: Ã and Â</p>', 'SÃO PAULO: Ã and Â'],
    ['a comparison', 'latency < 5 ms and x <3', 'latency < 5 ms and x <3'],
    [
      'scripts, styles and comments',
      '<style>p{}</style><p>Text<!-- no --><script>if (a<b) x()</script></p><noscript>no</noscript>',
      'Text',
    ],
    ['unclosed elements', '<p>One<p>Two<ul><li>A<li>B', 'One\nTwo\n- A\n- B'],
    ['a run of items without a list', '<li>A</li><li>B</li>', '- A\n- B'],
    ['an attribute with a tag inside', '<p title="a > b">Text</p>', 'Text'],
    ['preformatted lines', '<pre><code>  apply\n  now\n</code></pre>', 'apply\nnow'],
    ['nothing', '  <p>&nbsp;</p> ', ''],
  ])('reads %s', (_, advert, text) => {
    expect(plainText(advert)).toBe(text)
  })

  test('leaves out control, zero-width and direction characters in every place', () => {
    for (let code = 0; code < 0xa0; code++) {
      if ((code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13 || code === 0x85) continue
      expect(plainText(`<p>Py${String.fromCharCode(code)}Torch</p>`)).toBe('PyTorch')
    }
    expect(plainText('Py\u200bTo\ufeffr\u202ech \ud800')).toBe('PyTorch')
    expect(plainText('Mu\u0308nchen')).toBe('München')
  })

  test('tells lines within a class of interest apart', () => {
    const blocks = blocksOf('<div class="a intro"><p>Us</p></div><p>Role</p>', ['intro'])
    expect(blocks.map(({ text, mark }) => [text, mark])).toEqual([
      ['Us', 'intro'],
      ['Role', null],
    ])
  })

  test('reads tags nested a hundred thousand deep, closed or not', () => {
    expect(plainText('<div>'.repeat(100_000) + 'deep' + '</div>'.repeat(100_000))).toBe('deep')
    expect(plainText('<table><tr><td>'.repeat(100_000) + 'deep')).toBe('deep')
    expect(plainText('<ul><li>a'.repeat(1000)).split('\n')).toHaveLength(1000)
  })

  test('never fails, and never lets a line break or markup of a known tag through inside a line', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<ul>',
        '<li>',
        '</li>',
        '<br>',
        '<b>',
        '</b>',
        '<h2>',
        '</h2>',
        '<!--',
        '-->',
        '<script>',
        '</script>',
        '&lt;p&gt;',
        '&amp;',
        '&#39;',
        '<',
        '>',
        '"',
        "='",
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const { text } of blocksOf(pieces.join(''))) {
          expect(text).not.toMatch(/[\n\r\u0000-\u0008]/)
          expect(text.trim()).toBe(text)
          expect(text).not.toBe('')
        }
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  test('keeps every word of an advert whose text holds no markup', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9+#.]{1,10}$/)
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        (paragraphs) => {
          const html = paragraphs.map((words) => `<p>x ${words.join(' ')}</p>`).join('')
          expect(plainText(html)).toBe(paragraphs.map((words) => `x ${words.join(' ')}`).join('\n'))
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })
})
