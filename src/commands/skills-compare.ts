/** `skills diff` and `skills audit`: what another edition would move, and how often the mentions are right. */
import { readFileSync } from 'node:fs'
import type { DrawnMention } from '../../db/store.ts'
import { compareEditions } from '../../jobs/editions.ts'
import type { App } from '../app.ts'
import { skillNamed, skillsInForce } from '../catalog-in-force.ts'
import { UserError } from '../domain.ts'
import { type Judgement, judgementsIn, precisionOf, sheetOf } from '../skills/audit.ts'
import { catalog } from '../skills/catalog/index.ts'
import { createTagger } from '../skills/tagger.ts'
import { readUserSkills } from '../skills/user-skills.ts'
import { taggerInForce } from '../tagger-in-force.ts'
import { flagOption, type Given, type Output, textOption, wholeOption } from './command.ts'

const auditEvent = 'audit'
const count = (value: number) => value.toLocaleString('en-US')

export async function skillsDiff(app: App, given: Given): Promise<Output> {
  const file = textOption(given, 'with')
  const inForce = await skillsInForce(app.config)
  const own = inForce.slice(catalog.length)
  const tagger =
    file === undefined
      ? await taggerInForce(app.config)
      : createTagger(catalog, [...own, ...readUserSkills(readText(file), inForce, file)])
  const store = await app.store()
  const compared = await compareEditions(store, tagger, app.signal, (done) =>
    app.progress(`${count(done)} texts compared`),
  )
  if (flagOption(given, 'json')) return { text: JSON.stringify(compared, null, 2) }
  if (compared.before === compared.after)
    return { text: `Edition ${compared.after} is the one in force: nothing differs.` }
  if (compared.before === null) return { text: 'No edition is in force yet: "skilltide refresh" adopts the first.' }
  const { moved } = compared
  const width = Math.max(5, ...moved.map(({ skill }) => skill.length))
  const rows = moved.map(({ skill, before, after }) => {
    const change = after - before
    return `${skill.padEnd(width)} ${count(before).padStart(9)} ${count(after).padStart(9)} ${`${change > 0 ? '+' : ''}${count(change)}`.padStart(9)}`
  })
  return {
    text: [
      `${compared.before} (in force) against ${compared.after}, over ${count(compared.texts)} texts${compared.finished ? '' : ' (stopped early)'}: ${moved.length} skills move.`,
      ...(rows.length === 0
        ? []
        : [`${'skill'.padEnd(width)} ${'before'.padStart(9)} ${'after'.padStart(9)} ${'change'.padStart(9)}`, ...rows]),
      ...compared.examples
        .slice(0, 30)
        .map(({ skill, title, words }) => `  ${skill}: ${plain(title)}: …${plain(words)}…`),
      'Nothing was changed; "skilltide refresh" adopts the edition in force by the settings.',
    ].join('\n'),
  }
}

export async function skillsAudit(app: App, given: Given, word: string | undefined): Promise<Output> {
  const sheet = textOption(given, 'record')
  if (sheet !== undefined) return recordVerdicts(app, sheet)
  if (word === undefined) return auditTable(app, flagOption(given, 'json'))
  const skill = skillNamed(word, await skillsInForce(app.config))
  const store = await app.store()
  const edition = await store.edition()
  if (edition === null) throw new UserError('No text is tagged yet: run "skilltide refresh" first')
  const limit = wholeOption(given, 'sample', 1, 1000) ?? 20
  const seed = wholeOption(given, 'seed', 0, 1_000_000) ?? 1
  const drawn = await store.drawMentions({ edition, skill: skill.id, seed, limit })
  if (drawn.length === 0) return { text: `No text names ${skill.name}.` }
  return { text: sheetOf(drawn.map(withWords)) }
}

const withWords = ({ text, ...mention }: DrawnMention) => ({
  ...mention,
  text: { no: text.no, title: text.title, words: mention.field === 'title' ? text.title : text.text[mention.field] },
})

async function recordVerdicts(app: App, file: string): Promise<Output> {
  const judged = judgementsIn(readText(file), file)
  if (judged.length === 0) throw new UserError(`${file} holds no verdict: each line still begins with "?"`)
  const store = await app.store('write')
  for (const { skill, level, place, verdict } of judged) {
    await store.record({
      at: app.now(),
      run: app.run,
      kind: auditEvent,
      subject: skill,
      outcome: verdict,
      message: `${level} ${place}`,
    })
  }
  return { text: `${count(judged.length)} verdicts recorded. "skilltide skills audit" shows what they come to.` }
}

async function auditTable(app: App, json: boolean): Promise<Output> {
  const store = await app.store()
  const events = await store.events({ kind: auditEvent, limit: 1_000_000 })
  const judgements = events.reverse().map((event): Judgement => {
    const [level = '', place = ''] = (event.message ?? '').split(' ')
    return {
      skill: event.subject ?? '',
      verdict: event.outcome as Judgement['verdict'],
      level: level as Judgement['level'],
      place,
    }
  })
  const rows = precisionOf(judgements)
  if (json) return { text: JSON.stringify(rows, null, 2) }
  if (rows.length === 0)
    return { text: 'No verdict is recorded yet: "skilltide skills audit pytorch > sheet.txt" draws mentions to judge.' }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const width = Math.max(5, ...rows.map(({ skill }) => skill.length))
  return {
    text: [
      `${'skill'.padEnd(width)}  judged  right  at its level  precision (95 % interval)`,
      ...rows.map(
        ({ skill, judged, right, atLevel, low, high }) =>
          `${skill.padEnd(width)} ${String(judged).padStart(7)} ${String(right).padStart(6)} ${String(atLevel).padStart(13)}  ${percent(right / judged)} (${percent(low)} to ${percent(high)})`,
      ),
    ].join('\n'),
  }
}

const plain = (text: string) => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`)
  }
}
