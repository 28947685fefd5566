/** Answers to questions from the store, through the same views that every report draws. Runs beside the server, not in it. */
import type { Asking } from '../answers/asking.ts'
import { compare } from '../answers/compare.ts'
import { ranking } from '../answers/ranking.ts'
import { skillReport } from '../answers/skill-report.ts'
import { trend } from '../answers/trend.ts'
import { UserError } from '../domain.ts'
import { jsonText } from '../report/json-text.ts'
import { metricsText } from '../report/metrics-text.ts'
import { changesOf } from './changes.ts'
import { type Asked, apiVersion } from './endpoints.ts'
import type { Ground, Made } from './ground.ts'
import type { Question } from './question.ts'
import { siteFile } from './site-file.ts'

export interface Answerer {
  /** Null where there is nothing at that path. Throws a UserError for a question that cannot be answered. */
  answer(question: Question): Promise<Made | null>
}

/** Askings whose shared answers are kept; each holds rows of a whole population. */
const askingsKept = 3
/** Periods of a series at most: 30 years of weeks, and more days than the store's history has been counted. */
const mostPoints = 6000

/** One answerer speaks of one state of the store: whoever holds it makes a new one when the store has changed. */
export function createAnswerer(ground: Ground): Answerer {
  const askings = new Map<string, Asking>()
  const asking = ({ population = ground.population, asOf = ground.today() }: Asked = {}): Asking => {
    const key = `${population} ${asOf}`
    const known = askings.get(key)
    if (known !== undefined) return known
    const { store, skills, edition } = ground
    const made = { store, skills, edition, population, asOf }
    if (askings.size >= askingsKept) askings.delete(askings.keys().next().value!)
    askings.set(key, made)
    return made
  }

  const viewOf = async (question: Extract<Question, { asked: Asked }>): Promise<object> => {
    const { kind, asked } = question
    const skill = question.skill ?? ''
    switch (kind) {
      case 'report':
        return skillReport(asking(asked), skill)
      case 'ranking':
        return ranking(asking(asked), ground.followed, asked.most ?? 100)
      case 'trend': {
        const { by, since } = asked
        const view = await trend(asking(asked), skill, {
          ...(by === undefined ? {} : { by }),
          ...(since === undefined ? {} : { since }),
        })
        const points = view.series.reduce((most, each) => Math.max(most, each.points.length), 0)
        if (points > mostPoints)
          throw new UserError(
            `That is ${points} periods, and at most ${mostPoints} are answered: give "since", or a longer "by".`,
          )
        return view
      }
      case 'compare':
        return compare(asking(asked), asked.skills ?? [])
      case 'changes':
        return changesOf(asking(asked), await ground.status())
      case 'status':
        return ground.status()
    }
  }

  return {
    async answer(question) {
      if (question.kind === 'metrics') {
        return { type: 'text/plain; version=0.0.4; charset=utf-8', body: metricsText(await ground.status()) }
      }
      if (question.kind === 'file') return siteFile(question.path, ground, asking())
      return { type: 'application/json', body: `${jsonText({ version: apiVersion, ...(await viewOf(question)) })}\n` }
    },
  }
}
