import { expect, test } from 'vitest'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { type Labelled, postings } from './postings.ts'
import { blind } from './postings-blind.ts'
import { wider } from './postings-wider.ts'

const tagger = createTagger(catalog)

/** Labels speak of the frameworks wherever they stand; of other skills where they are labelled. */
const always = ['pytorch', 'tensorflow', 'jax', 'keras', 'ray', 'spark', 'go', 'r', 'torch-lua']

function read({ title, text, skills, multi }: Labelled) {
  const { mentions, traits } = tagger.tag({ title, text: { role: text, company: '' }, posted: '2026-06' })
  const asked = new Set([...Object.keys(skills), ...always])
  const found = Object.fromEntries(
    mentions.filter(({ skill }) => asked.has(skill)).map(({ skill, level }) => [skill, level]),
  )
  const { years, seniority, salary, remote, role, ai } = traits
  return { skills: found, years, seniority, salary, remote, role, multi: traits.multi, ai: multi ? ai : traits.ai }
}

const wanted = ({ title: _, text: __, ...labels }: Labelled) => labels

// What the rules cannot tell yet, so that it is seen when they can.
const unread = new Map([
  ['Software Engineer, Compilers', 'work on the compiler of models is not told from other compilers'],
  ['Robotics Software Engineer', 'learned policies are named in no words of the rule'],
  ['Brindlecraft', 'a product of the company and the work of the candidate stand in one sentence'],
  ['Coldharbor AI', '"is fine too" is said of much else'],
  ['Hi! I run engineering at Sablefin', '"at least one of them" points back at a sentence before'],
  ['Backend Engineer, Payments', 'another team stands below the requirements'],
  ['Technical Recruiter – Machine Learning', 'the engineers are whom the candidate hires'],
  ['Software Engineer (LLM Applications)', '"Anywhere in" may be said of customers too'],
  ['Nightjar Bio', 'two professions in one title: the first counts'],
])
const nameOf = ({ title, text }: Labelled) => title || text.slice(0, text.search(/[|(\n]| is | - /)).trim()

const all = [...postings, ...wider, ...blind]

test.each(all.filter((posting) => !unread.has(nameOf(posting))).map((posting) => [nameOf(posting), posting] as const))(
  'reads all that %s says',
  (_, posting) => {
    expect(read(posting)).toEqual(wanted(posting))
  },
)

test.each([...unread])('does not yet read all that %s says: %s', (name) => {
  const posting = all.find((one) => nameOf(one) === name)!
  expect(read(posting)).not.toEqual(wanted(posting))
})
