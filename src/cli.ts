#!/usr/bin/env node
/** The door: reads the words, runs one command, prints its text, and turns errors into one line and an exit code. */
import { exit, UserError } from './domain.ts'

const interrupted = new AbortController()
let stopCode: number | null = null

/** From here on the command stops itself. Until one asks for this a signal ends it at once, as the system does by itself. */
function hearSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', exit.interrupted],
    ['SIGTERM', exit.terminated],
  ] as const) {
    process.on(signal, () => {
      if (stopCode !== null) process.exit(code)
      stopCode = code
      interrupted.abort()
    })
  }
}

async function main(words: string[]): Promise<number> {
  if (words[0] === '--version' || words[0] === '-V') {
    console.log((await import('./version.ts')).version)
    return exit.done
  }
  const { runWords } = await import('./words.ts')
  const { text, exitCode } = await runWords(words, {
    signal: interrupted.signal,
    hearSignals,
    stdin: process.stdin,
    terminal: {
      width: process.stdout.columns ?? 100,
      colour: process.stdout.isTTY === true,
      interactive: process.stderr.isTTY === true,
    },
    write: (text) => void process.stdout.write(text),
    say: (line) => console.error(line),
    progress: showProgress,
  })
  clearProgress()
  if (text !== '') await print(text.endsWith('\n') ? text : `${text}\n`)
  return stopCode ?? exitCode
}

let shown = false
function showProgress(line: string): void {
  if (process.stderr.isTTY !== true) return
  const width = process.stderr.columns ?? 80
  process.stderr.write(`\r\x1b[2K${line.slice(0, width - 1)}`)
  shown = true
}
function clearProgress(): void {
  if (shown) process.stderr.write('\r\x1b[2K')
  shown = false
}

const print = (text: string) => new Promise<void>((resolve) => void process.stdout.write(text, () => resolve()))

// Nothing is left to wait for, and yet nobody has said how it ended.
let ended = false
process.on('exit', () => {
  if (ended || stopCode !== null) return
  console.error('skilltide: this is a bug of ours: the work ended before it was done. Please report the command.')
  process.exitCode = exit.bug
})

// A reader that closed the pipe early ("report | head") has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  ended = true
  process.exit(stopCode ?? exit.done)
})

main(process.argv.slice(2)).then(
  (code) => {
    ended = true
    process.exitCode = code
  },
  (error: unknown) => {
    ended = true
    clearProgress()
    if (error instanceof UserError) {
      console.error(`skilltide: ${error.message}`)
      process.exitCode = stopCode ?? error.exitCode
      return
    }
    console.error('skilltide: this is a bug of ours; please report it with the lines below.')
    console.error(error instanceof Error ? error.stack : error)
    process.exitCode = exit.bug
  },
)
