/** The process behind the server: holds the store read-only, answers one question after another, and opens it anew when it was put in another's place. */
import { statSync } from 'node:fs'
import { isPostgres, openStore } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { type App, createApp } from '../src/app.ts'
import { editionInForce, skillNamed, skillsInForce } from '../src/catalog-in-force.ts'
import { type Flags, readConfig } from '../src/config.ts'
import { UserError } from '../src/domain.ts'
import type { Licence } from '../src/report/page/site.ts'
import { type Answerer, createAnswerer } from '../src/serve/answerer.ts'
import type { Call, Reply } from '../src/serve/asker.ts'
import type { Standing } from '../src/serve/cache.ts'
import { seal } from '../src/serve/sealed.ts'
import { methodText, reviewTemplate, siteAssets } from '../src/site-assets.ts'
import { statusOf } from './standing.ts'

export interface AnsweringData {
  flags: Flags
  base: string | null
  licence: Licence
}

interface Opened {
  store: Store
  /** Which file it is: another one under the same name is another store. */
  file: string
  answerer: Answerer
  version: string
}

// Whoever runs the server stops it, and it lets go of us; a Ctrl-C in a terminal reaches both.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
// Nothing is left to wait for then, and the process ends.
process.on('disconnect', () => void letGo())

const { flags, base, licence } = JSON.parse(process.argv[2]!) as AnsweringData
const app = await appOf(flags)
const skills = await skillsInForce(app.config)
const edition = await editionInForce(app.config)
const idsOf = (words: readonly string[]) => words.map((word) => skillNamed(word, skills).id)
const { follow = [] } = app.config.settings.skills ?? {}
const followed = follow.length > 0 ? idsOf(follow) : skills.map(({ id }) => id)
const { skills: paged = [] } = app.config.settings.page ?? {}
const shown = paged.length > 0 ? idsOf(paged) : followed
const site = { licence, pages: shown, method: methodText(), assets: siteAssets(), reviewTemplate }
let opened: Opened | null = null
let turn: Promise<void> = Promise.resolve()

process.on('message', (call: Call) => {
  turn = turn.then(async () => {
    const reply = await replyTo(call)
    if (process.connected) process.send?.(reply)
  })
})

async function replyTo({ no, question }: Call): Promise<Reply> {
  let current: Opened
  let standing: Standing
  try {
    current = await openedNow()
    standing = { version: await versionOf(current.store), stamp: stampOf() }
  } catch (error) {
    await letGo()
    return { no, kind: 'unreadable', message: (error as Error).message }
  }
  if (question.kind === 'standing') return { no, kind: 'answered', answer: null, standing }
  if (standing.version !== current.version) {
    current.version = standing.version
    current.answerer = answererOf(current.store)
  }
  try {
    const made = await current.answerer.answer(question)
    // Somebody wrote meanwhile: the answer may be of two states, and is not kept for long.
    const stamp = stampOf() === standing.stamp ? standing.stamp : ''
    return { no, kind: 'answered', answer: made === null ? null : seal(made), standing: { ...standing, stamp } }
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return { no, kind: 'refused', message: error.message }
    const message = (error as Error).stack ?? String(error)
    const readable = await versionOf(current.store).catch(() => null)
    if (readable !== null) return { no, kind: 'failed', message }
    await letGo()
    return { no, kind: 'unreadable', message }
  }
}

async function openedNow(): Promise<Opened> {
  const file = fileOf()
  if (opened !== null && opened.file !== file) await letGo()
  if (opened === null) {
    const store = await openStore(app.config.store, { readOnly: true, now: app.now })
    opened = { store, file, answerer: answererOf(store), version: '' }
  }
  return opened
}

async function letGo(): Promise<void> {
  const gone = opened
  opened = null
  // One that is damaged may not even close; what matters is that it is not asked again.
  await gone?.store.close().catch(() => undefined)
}

const answererOf = (store: Store): Answerer =>
  createAnswerer({
    ...{ store, skills, followed, edition, base, site },
    population: app.config.settings.population ?? 'ai',
    today: app.today,
    status: () => statusOf(app, store),
  })

/** What was last recorded as done, on which day: with either, every answer may be another one. */
async function versionOf(store: Store): Promise<string> {
  const [last] = await store.events({ limit: 1, order: 'written' })
  return `${app.today()} ${last === undefined ? '' : `${last.at} ${last.kind}`}`
}

const fileOf = (): string => {
  if (isPostgres(app.config.store)) return app.config.store
  const { dev, ino } = statSync(app.config.store)
  return `${dev}:${ino}`
}

/** Changes with every write to the file or its log. */
function stampOf(): string {
  // What is written to a database shows in no file: no answer is kept for long.
  if (isPostgres(app.config.store)) return ''
  const parts = [app.config.store, `${app.config.store}-wal`].map((path) => statSync(path, { throwIfNoEntry: false }))
  return parts.map((stat) => (stat === undefined ? '-' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`)).join(' ')
}

async function appOf(given: Flags): Promise<App> {
  const nothing = () => undefined
  return createApp({
    config: await readConfig(given),
    command: 'serve',
    stdin: process.stdin,
    signal: new AbortController().signal,
    terminal: { width: 100, colour: false, interactive: false },
    ...{ write: nothing, say: nothing, progress: nothing },
  })
}
