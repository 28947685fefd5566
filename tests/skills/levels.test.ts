import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'

const tagger = createTagger(catalog)
const levelsIn = (text: string, title = 'ML Engineer', company = '') =>
  Object.fromEntries(
    tagger
      .tag({ title, text: { role: text, company }, posted: '2026-05' })
      .mentions.filter(({ skill }) =>
        ['pytorch', 'tensorflow', 'jax', 'keras', 'theano', 'cuda', 'spark'].includes(skill),
      )
      .map(({ skill, level }) => [skill, level]),
  )

describe('a skill is required', () => {
  test.each([
    'Proficiency in PyTorch.',
    'Experience with deep learning frameworks (e.g. PyTorch)',
    'You are familiar with PyTorch.',
    'We need someone who knows PyTorch: PyTorch experience is a must.',
    'We are hiring AI Engineers (PyTorch, Kubernetes).',
    '# Requirements\n- PyTorch',
    "WHAT YOU'LL BRING\n\n - PyTorch, in production",
    'Who you are:\n* At home in PyTorch',
    'You might thrive in this role if you:\n- have shipped models in PyTorch',
    'Requirements: Python, PyTorch',
    '# Responsibilities\n- 3+ years of hands-on experience with PyTorch',
    '# Anforderungen\n- PyTorch',
    '# Votre profil\n- PyTorch',
    '# Requisitos\n- PyTorch',
    '# Jouw profiel\n- PyTorch',
    '# O que procuramos\n- PyTorch',
    'Sehr gute Kenntnisse in PyTorch',
    '# Requirements\n- Experience with some or all of our tech stack: PyTorch, Airflow',
    '# Requirements\n- Proficiency with PyTorch (preferred) or TensorFlow',
    '- Experience with deep learning frameworks (PyTorch preferred)',
    'Strong PyTorch.',
    'We run models in our main app and have done so for eleven years now, in six cities. We are looking for someone who:\n- can fiddle with PyTorch',
    '- ML Engineer: Python, PyTorch',
    'Technical skills • PyTorch • Linux • PHP is a nice-to-have',
    'Someone with five years in industry, ideally in Rust, good knowledge of PyTorch and Kafka.',
    'Requirements: strong Python with PyTorch or JAX, C++ helpful.',
    'Essential\n- A project in PyTorch',
    'Who are you?\n- At home in PyTorch',
    'Pay: 90k\n\nWe read letters. Must have: PyTorch.',
    'Full Stack Engineer - proficient in PyTorch, devops experience a plus',
    'Looking for experience in any of the following:\n* Infra: Python, PyTorch',
    'You have..\n- Shipped with PyTorch',
    'Engineer (Python, PyTorch, bonus if you have raced pigeons)',
    'PyTorch is a must. As a bonus, if you know Gensim, tell us.',
    '🐑 YOUR SKILLSET – WHAT YOU BRING TO THE TABLE\n- Herded models with PyTorch',
  ])('%j', (text) => {
    expect(levelsIn(text)).toMatchObject({ pytorch: 'required' })
  })

  test('where its title names it', () => {
    expect(levelsIn('We build.', 'PyTorch Engineer')).toEqual({ pytorch: 'required' })
  })
})

describe('a skill is preferred', () => {
  test.each([
    '# Nice to have\n- PyTorch',
    '# Requirements\n- PyTorch is a plus',
    'Bonus points: CUDA, PyTorch',
    'Ideally you have used PyTorch.',
    '# Requirements\n- Knowledge of CUDA, LLVM, PyTorch and/or OpenGL a major plus.',
    '# Preferred qualifications\n- Experience with PyTorch',
    'Helpful technologies to know:\n* PyTorch',
    'What sets you apart:\n- PyTorch',
    'PyTorch experience is strongly preferred',
    '# Wünschenswert\n- PyTorch',
    '# Atouts\n- PyTorch',
    '# Deseable\n- PyTorch',
    'PyTorch is een pré',
    'Proficiency in SQL (PyTorch experience a plus, but not required)',
    'Experience with Django, SQL, and PyTorch preferred but not required',
    'PyTorch would be nice, but is not required',
    'PyTorch and CUDA are nice-to-haves.',
    '- Typescript, SQL, PyTorch, CUDA experience a plus',
    'Kennis van PyTorch is mooi meegenomen',
    'Erfahrung mit Python, gerne mit PyTorch',
    '# Nice-to-haves\n- Experience with PyTorch',
    'NICE TO HAVES:\n- Familiarity with PyTorch',
    'Great-to-have:\n- Expertise in PyTorch',
    'Very strong candidates can also have\n- PyTorch.',
    'Ideally you will have...\n- Experience with PyTorch',
    'Icing on the cake\n- Exposure to PyTorch',
    'Extra-credit\n- Experience with PyTorch',
    'Desired experience\nModel training:\n- Deep experience with PyTorch\nServing:\n- Experience with ONNX',
    'It would be nice if you had experience with any of these (they are by no means mandatory): OpenCL, PyTorch.',
    'Ideally, they bring experience across planning, knowledge representation and kernels (PyTorch).',
    '# Los deseables\n- Experiencia con PyTorch',
    'Les petits plus :\n- Connaissance de PyTorch',
  ])('%j', (text) => {
    expect(levelsIn(text)).toMatchObject({ pytorch: 'preferred' })
  })
})

describe('a skill is mentioned', () => {
  test.each([
    'Our stack: Python, PyTorch, AWS',
    '# What you’ll do\n- Train models using PyTorch',
    'You will work with PyTorch every day.',
    'We are the creators of PyTorch.',
    'Keywords: Python, PyTorch',
    '# Tech stack\n- PyTorch',
    '# Deine Aufgaben\n- Modelle in PyTorch trainieren',
    'Tech: python scientific stack (pandas, PyTorch)',
    'We are looking for an engineer to help build tools around PyTorch.',
    'Our open source framework, PyTorch, has users and helps companies grow.',
    'Work on knowledge graphs and PyTorch.',
    'Tech stack: Typescript, Solid PyTorch',
    '- Reliability Engineer - use Ansible, PyTorch and Kubernetes',
  ])('%j', (text) => {
    expect(levelsIn(text)).toEqual({ pytorch: 'mentioned' })
  })

  test('where only the company speaks of it', () => {
    expect(levelsIn('You answer the phone.', 'Receptionist', 'Proficiency in PyTorch is our trade.')).toEqual({
      pytorch: 'mentioned',
    })
  })
})

describe('a skill is negated', () => {
  test.each([
    ['no PyTorch experience needed', 'pytorch'],
    ['We moved off Theano', 'theano'],
    ['TensorFlow is not required', 'tensorflow'],
    ['We use Ruby, but PyTorch expertise is not required', 'pytorch'],
  ])('%j', (text, skill) => {
    expect(levelsIn(text)).toEqual({ [skill]: 'negated' })
  })
})

describe('the wording that governs', () => {
  test('is the closest', () => {
    expect(levelsIn('# Requirements\n- PyTorch preferred; JAX a plus\n- TensorFlow')).toEqual({
      pytorch: 'preferred',
      jax: 'preferred',
      tensorflow: 'required',
    })
  })

  test('and the strongest mention stands', () => {
    expect(levelsIn('Our stack: PyTorch.\n# Requirements\n- PyTorch')).toEqual({ pytorch: 'required' })
  })

  test('is kept with its place and words as evidence', () => {
    const role = 'About us.\nBonus points: CUDA'
    const [mention] = tagger
      .tag({ title: '', text: { role, company: '' } })
      .mentions.filter(({ skill }) => skill === 'cuda')
    expect(mention).toEqual({
      skill: 'cuda',
      level: 'preferred',
      field: 'role',
      offset: 24,
      length: 4,
      cue: 'Bonus points',
    })
    expect(role.slice(24, 28)).toBe('CUDA')
  })

  test('survives any text, and every mention lies within it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'PyTorch',
        'JAX',
        'a plus',
        'required',
        '# Requirements\n',
        '\n- ',
        '(',
        ')',
        ': ',
        '5+ years',
        '$100k - ',
        'remote',
        'we use ',
        'Engineer',
        '|',
        'machine learning',
        'no ',
        'as a senior ',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.string({ maxLength: 40 }), (pieces, title) => {
        const text = { role: pieces.join(''), company: pieces.slice(0, 5).join('') }
        for (const { field, offset, length } of tagger.tag({ title, text }).mentions) {
          const whole = field === 'title' ? title : text[field]
          expect(offset >= 0 && offset + length <= whole.length).toBe(true)
        }
      }),
      { numRuns: 1500 },
    )
  })
})
