import { type Backfilled, type BackfillJob, backfill, type MonthOfPosts, monthsOfFolder } from '../../jobs/backfill.ts'
import { readThread, threadsSince } from '../../jobs/backfill-threads.ts'
import type { App } from '../app.ts'
import { firstOfMonth, type Month, maybeMonth, monthOf } from '../days.ts'
import { exit, UserError } from '../domain.ts'
import { boardOf, known, scrapersById } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, textArgument, textOption } from './command.ts'

/** The first month of which threads are known. */
const firstMonth = '2011-01' as Month

export default defineCommand({
  name: 'backfill',
  summary: 'Read the past of a source that keeps it: old hiring threads of Hacker News',
  about:
    'Each post is a posting seen in its month. Threads are asked one after the other, and months that the store has whole are not asked again, so a walk that was stopped goes on where it was. From a folder (YYYY.jsonl.gz files, one post a line) all months land or none.',
  arguments: [{ name: '<source>', about: 'hackernews' }],
  options: [
    { flags: '--since <month>', about: `from this month on (${firstMonth} is the first there is)` },
    { flags: '--from <folder>', about: 'read an archive of threads instead of the network' },
  ],
  examples: [
    { line: 'skilltide backfill hackernews --since 2011-01', about: 'every thread there is; about ten minutes' },
    { line: 'skilltide backfill hackernews --from archive/hn', about: 'from files, without a network' },
  ],
  async run(app, given) {
    const name = textArgument(given, 0)!
    if (name !== 'hackernews') {
      const known = scrapersById.has(name)
      throw new UserError(
        known
          ? `${name} keeps no past to read: only hackernews does.`
          : `There is no source "${name}".${didYouMean(name, ['hackernews'])} Only hackernews keeps its past.`,
      )
    }
    const since = sinceMonth(textOption(given, 'since'))
    const folder = textOption(given, 'from')
    const { source } = scrapersById.get('hackernews')!
    const job: BackfillJob = {
      store: await app.store('write'),
      source,
      board: known(boardOf('hackernews'), source),
      now: app.now,
      today: app.today(),
      signal: app.signal,
      onPost: (posts, month) => app.progress(`${month}: ${posts.toLocaleString('en-US')} posts`),
    }
    const output =
      folder === undefined
        ? await fromThreads(app, job, since)
        : await fromFolder(job, folder, textOption(given, 'since') === undefined ? null : since)
    await job.store.record({
      at: app.now(),
      run: app.run,
      kind: 'backfill',
      subject: 'hackernews',
      outcome: output.exitCode === exit.done ? 'done' : 'flagged',
      message: output.text.split('\n')[0]!,
    })
    return output
  },
})

function sinceMonth(text: string | undefined): Month {
  const month = maybeMonth(text ?? firstMonth)
  if (month === null) throw new UserError(`--since takes a month such as 2019-01, not "${text}"`)
  return month
}

async function fromFolder(job: BackfillJob, folder: string, since: Month | null) {
  const done = await backfill(monthsOfFolder(folder, since), job)
  if (job.signal.aborted) throw new UserError('Stopped; nothing was stored.', exit.terminated)
  return { text: `${told(done)}\nNext: "skilltide refresh" tags and counts them.`, exitCode: exit.done }
}

/** Each month lands by itself, so that a walk of hours can be stopped and taken up again. */
async function fromThreads(app: App, job: BackfillJob, since: Month) {
  const walk = { scraper: scrapersById.get('hackernews')!, get: app.get, signal: app.signal }
  const whole = new Set(
    (await job.store.snapshots(job.board.id, 100_000))
      .filter(({ outcome }) => outcome === 'complete')
      .map(({ day }) => day),
  )
  const threads = (await threadsSince(since, walk)).filter(
    // The month in hand is the collector's.
    ({ month }) => month < monthOf(job.today) && !whole.has(firstOfMonth(month as Month)),
  )
  const done: Backfilled = { posts: 0, newPostings: 0, skipped: 0, months: 0 }
  const troubles: string[] = []
  for (const thread of threads) {
    if (app.signal.aborted) break
    const read = await readThread(thread, walk)
    if ('reason' in read) {
      if (!app.signal.aborted) troubles.push(`  ${thread.month}: ${read.reason}`)
      continue
    }
    if (!read.whole) troubles.push(`  ${thread.month}: not all posts could be read; the month stays a gap`)
    const month = await backfill(only(read), {
      ...job,
      onPost: (posts) => job.onPost?.(done.posts + posts, thread.month),
    })
    for (const key of Object.keys(done) as (keyof Backfilled)[]) done[key] += month[key]
  }
  const lines = [
    threads.length === 0 ? 'Every month asked for is in the store already.' : told(done),
    ...(troubles.length === 0
      ? []
      : ['These months could not be read whole; the next run asks them again:', ...troubles]),
    ...(app.signal.aborted ? ['Stopped; the next run goes on with the rest.'] : []),
    ...(done.months === 0 ? [] : ['Next: "skilltide refresh" tags and counts them.']),
  ]
  const nothing = threads.length > 0 && done.months === 0
  return { text: lines.join('\n'), exitCode: nothing ? exit.nothing : troubles.length > 0 ? exit.flagged : exit.done }
}

async function* only(month: MonthOfPosts) {
  yield month
}

const told = ({ posts, newPostings, skipped, months }: Backfilled) =>
  `${posts.toLocaleString('en-US')} posts of ${months} months read, ${newPostings.toLocaleString('en-US')} of them new${skipped > 0 ? `; ${skipped.toLocaleString('en-US')} stood there twice and count once` : ''}.`
