/** The daemon's log: JSON lines for machines, plain lines for a person at a terminal, the same words in both. */
import { pino } from 'pino'
import { visible } from '../report/terminal-text.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'

export type Log = (level: Level, message: string, about?: Record<string, string | number | undefined>) => void

export interface LogOptions {
  format: 'json' | 'text'
  level: Level
  now(): number
  /** Takes one line without its end. */
  write(line: string): void
}

const ranks: Record<Level, number> = { debug: 20, info: 30, warn: 40, error: 50 }

/** A log that writes each line at once; nothing is lost when the process ends. */
export function createLog({ format, level: least, now, write }: LogOptions): Log {
  if (format === 'text') {
    return (level, message, about = {}) => {
      if (ranks[level] < ranks[least]) return
      const time = new Date(now()).toISOString().slice(0, 19).replace('T', ' ')
      const mark = level === 'info' || level === 'debug' ? '' : ` ${level}:`
      write(`${time}${mark} ${visible(message)}${about['run'] === undefined ? '' : `  (${about['run']})`}`)
    }
  }
  const logger = pino(
    {
      level: least,
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      messageKey: 'message',
    },
    { write: (line: string) => write(line.trimEnd()) },
  )
  return (level, message, about = {}) => logger[level](about, message)
}
