import { join } from 'node:path'
import { loadHistory, writeHistory } from '../../jobs/history.ts'
import type { App } from '../app.ts'
import { packageRoot } from '../config.ts'
import { UserError } from '../domain.ts'
import { boardOf, known, scrapersById } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, type Given, textArgument } from './command.ts'

const actions = ['load', 'write']
const provenance =
  'Top-level posts of the monthly "Ask HN: Who is hiring?" threads of Hacker News: item id, month, employer and what skilltide found in each, without their text. https://news.ycombinator.com/item?id=ID opens a post.'

export default defineCommand({
  name: 'history',
  summary: 'Load the fifteen years of hiring posts that come with skilltide, or write such a pack',
  about:
    'The pack holds facts of Hacker News hiring posts (item, month, employer, skills with levels, traits) and none of their sentences, so that a new store has a past to compare with. Months that the store has read itself stay as they are.',
  arguments: [
    { name: '[action]', about: 'load (the default) or write' },
    { name: '[file]', about: 'the pack; the shipped one unless named' },
  ],
  examples: [
    { line: 'skilltide history', about: 'load the shipped pack; a second time changes nothing' },
    { line: 'skilltide history write facts.jsonl.gz', about: 'make a pack from the posts in the store' },
  ],
  async run(app, given) {
    const action = textArgument(given, 0) ?? 'load'
    if (action === 'load') return load(app, given)
    if (action === 'write') return write(app, given)
    throw new UserError(`"history ${action}" is nothing to do: it takes load or write.${didYouMean(action, actions)}`)
  },
})

const packFile = (given: Given) => textArgument(given, 1) ?? join(packageRoot(), 'history', 'hackernews.jsonl.gz')

async function load(app: App, given: Given) {
  const { source } = scrapersById.get('hackernews')!
  const store = await app.store('write')
  const loaded = await loadHistory({
    store,
    board: known(boardOf('hackernews'), source),
    file: packFile(given),
    today: app.today(),
    now: app.now,
    signal: app.signal,
    onPost: (posts, month) => app.progress(`${month}: ${posts.toLocaleString('en-US')} posts`),
  })
  if (loaded.months === 0) return { text: `The store has every month of the pack already (${loaded.known}).` }
  const text = `${loaded.posts.toLocaleString('en-US')} hiring posts of ${loaded.months} months loaded, as catalog ${loaded.edition} read them.`
  await store.record({
    at: app.now(),
    run: app.run,
    kind: 'history',
    subject: 'hackernews',
    outcome: 'done',
    message: text,
    data: loaded.knows,
  })
  return { text: `${text}\nNext: "skilltide refresh" merges and counts them.` }
}

async function write(app: App, given: Given) {
  const { skillsInForce } = await import('../catalog-in-force.ts')
  const file = packFile(given)
  const { posts, months } = await writeHistory({
    store: await app.store(),
    board: 'hackernews',
    file,
    skills: (await skillsInForce(app.config)).map(({ id }) => id),
    provenance,
    today: app.today(),
    signal: app.signal,
    onPost: (count) => app.progress(`${count.toLocaleString('en-US')} posts`),
  })
  return { text: `${posts.toLocaleString('en-US')} posts of ${months} months written to ${file}.` }
}
