/** What `render --check` reads of a document: its own sentences, the numbers typed in them, and what they claim. */
import { describe, expect, test } from 'vitest'
import { placeOf, sentencesOf } from '../../../src/report/check/prose.ts'
import { skillsNamed } from '../../../src/report/check/skills-named.ts'
import { typedNumbers } from '../../../src/report/check/typed-numbers.ts'

const told = (source: string, format: 'markdown' | 'html' | 'text' = 'markdown') =>
  sentencesOf(source, format).map(({ text }) => text)

describe('the sentences of a document', () => {
  test('are the author’s own: no code, quote, address, live figure or comment is among them', () => {
    const source = `---
title: 40% of jobs
---
# PyTorch

{% comment %}99 jobs{% endcomment %}
It is {{ pytorch.open }} **jobs** now.
\`50 jobs\` and [60 links](https://example.com/70-jobs).

\`\`\`
80 jobs
\`\`\`

> 90 jobs, somebody said.

- One. Two.
| a | b |
`
    expect(told(source).map((text) => text.replace(/ +/g, ' '))).toEqual([
      ...['PyTorch', 'It is jobs now. and [60 links] .', 'One.', 'Two.', 'a', 'b'],
    ])
  })

  test('are those of an HTML page by its blocks, without script, style and markup', () => {
    const page = '<style>p{}</style><h1>Keras</h1><p>One <b>two</b>.</p><script>1 jobs</script><ul><li>Three</ul>'
    expect(told(page, 'html').map((text) => text.replace(/ +/g, ' '))).toEqual(['Keras', 'One two .', 'Three'])
  })

  test('stand where the author sees them', () => {
    const source = 'First.\n\nA {{ x }}\nsecond, and more jobs name Keras.\r\n'
    const places = sentencesOf(source, 'text').map(({ at }) => placeOf(source, at))
    expect(places).toEqual([
      { line: 1, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 7 },
    ])
  })

  test('know a number that carries its footnote, and a paragraph that the author vouches for', () => {
    const [carried, plain, vouched] = sentencesOf(
      '214[^2] jobs.\n\n214 jobs.\n\n215 jobs. <!-- by hand -->\n',
      'markdown',
    )
    expect([carried?.carried, plain?.carried, plain?.vouched, vouched?.vouched]).toEqual([true, false, false, true])
  })
})

describe('numbers typed by hand', () => {
  test.each([
    ['350 jobs name PyTorch.', '350 jobs', 'open', 349.5, 350.5],
    ['1,350 open AI jobs require PyTorch.', '1,350 open AI jobs', 'open.required', 1349.5, 1350.5],
    ['12k postings name it.', '12k postings', 'open.postings', 11_500, 12_500],
    ['83 employers ask for it.', '83 employers', 'employers', 82.5, 83.5],
    ['More than 300 jobs name it.', '300 jobs', 'open', 299.5, Number.POSITIVE_INFINITY],
    ['Fewer than 300 jobs name it.', '300 jobs', 'open', Number.NEGATIVE_INFINITY, 300.5],
    ['About 300 jobs name it.', '300 jobs', 'open', 270, 330],
    ['41 new jobs named it last week.', '41 new jobs', 'opened', 40.5, 41.5],
    ['26.3% of AI jobs name PyTorch.', '26.3%', 'share', 0.2625, 0.2635],
    ['61 per cent of the jobs that name PyTorch require it.', '61 per cent', 'level.required', 0.605, 0.615],
    ['26% of AI jobs require PyTorch.', '26%', null, 0.255, 0.265],
    ['34% of jobs state their pay.', '34%', 'pay.stated', 0.335, 0.345],
    ['Demand fell by 12%.', '12%', 'change', -12.5, -11.5],
    ['Demand rose 46 %.', '46 %', 'change', 45.5, 46.5],
    ['One in four jobs names it.', 'One in four jobs', 'share', 0.225, 0.275],
    ['PyTorch ranks 3rd among skills.', '3rd', 'rank', 3, 3],
    ['It is the third most wanted skill.', 'third', 'rank', 3, 3],
    ['The median salary is $182,000.', '$182,000', 'pay.median', 181_999.5, 182_000.5],
    ['It pays $150k to $220k.', '$150k to $220k', 'pay.median', 149_500, 220_000],
    ['Jobs ask for 2-5 years of experience.', '2-5 years', 'years.median', 1.5, 5],
    ['Twice as many jobs name PyTorch as JAX.', 'Twice', 'ratio', 1.8, 2.2],
  ])('%s', (sentence, words, measure, low, high) => {
    expect(typedNumbers(sentence)).toEqual([
      { at: sentence.indexOf(words), words, measure, low: expect.closeTo(low, 9), high: expect.closeTo(high, 9) },
    ])
  })

  test.each([
    'PyTorch 2.5 came out in 2024.',
    'It cuts training time by 30%.',
    'A GPU costs $0.50 to $5 an hour.',
    'Chapter 3 has 12 examples.',
    'It took 3 years to write.',
  ])('are no figures of the market: %s', (sentence) => {
    expect(typedNumbers(sentence)).toEqual([])
  })
})

describe('the skills that a sentence names', () => {
  const named = skillsNamed([
    { id: 'pytorch', names: ['PyTorch'] },
    { id: 'pytorch-lightning', names: ['PyTorch Lightning'] },
    { id: 'jax', names: ['JAX'] },
    { id: 'go', names: ['Go'] },
    { id: 'r', names: ['R'] },
    { id: 'c', names: ['C'] },
    { id: 'c++', names: ['C++'] },
    { id: 'spark', names: ['Spark'] },
    { id: 'machine-learning', names: ['Machine learning'] },
  ])
  test.each([
    ['pytorch and JAX', ['pytorch', 'jax']],
    ['PyTorch Lightning, PyTorch', ['pytorch-lightning', 'pytorch']],
    ['they go, we spark, R&D, jax', []],
    ['Go, R and C++', ['go', 'r', 'c++']],
    ['Machine learning engineer jobs', []],
    ['Machine learning jobs', []],
    ['Machine learning', ['machine-learning']],
    ['https://x.example/PyTorch', []],
  ])('%s', (text, ids) => {
    expect(named(text).map(({ skill }) => skill)).toEqual(ids)
  })
})
