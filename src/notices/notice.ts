/** A notice and its words: what anyone is told of what began, what ended, and what is news. */
import { visible } from '../report/terminal-text.ts'

/** Something that holds now and is worth telling. It is told once, and once more when it no longer holds. */
export interface Condition {
  /** Names it over time: `board:ashby:openai`, `job:backup`, `disk`. */
  key: string
  severity: 'problem' | 'warning' | 'news'
  /** One whole sentence. What came from outside is made safe here, at the edge. */
  text: string
}

export interface Notice extends Condition {
  kind: 'began' | 'ended'
}

const marks = { problem: '!!', warning: '!', news: '*' } as const

/** One line a notice. */
export const noticeLine = ({ kind, severity, text }: Notice): string =>
  kind === 'ended' ? `ok  over: ${visible(text)}` : `${marks[severity].padEnd(3)} ${visible(text)}`

/** What a subject line says: counts, and nothing of what others wrote. */
export function noticeTitle(notices: readonly Notice[]): string {
  const began = notices.filter(({ kind }) => kind === 'began')
  const parts = [
    counted(began.filter(({ severity }) => severity === 'problem').length, 'problem'),
    counted(began.filter(({ severity }) => severity === 'warning').length, 'warning'),
    counted(began.filter(({ severity }) => severity === 'news').length, 'piece of news', 'pieces of news'),
    counted(notices.length - began.length, 'recovery', 'recoveries'),
  ].filter((part) => part !== null)
  return `skilltide: ${parts.join(', ')}`
}

const counted = (number: number, one: string, many = `${one}s`): string | null =>
  number === 0 ? null : `${number} ${number === 1 ? one : many}`

export const noticeText = (notices: readonly Notice[]): string => notices.map(noticeLine).join('\n')
