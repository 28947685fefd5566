/** What a command is: a declaration, from which help, completions and docs are made, and one function that returns text. */

import type { App } from '../app.ts'
import { UserError } from '../domain.ts'

export interface Option {
  /** As commander writes it: `--by <period>`. */
  flags: string
  about: string
  choices?: readonly string[]
  default?: string | boolean
  /** May be given several times. */
  many?: boolean
}

export interface Argument {
  /** `<skill>` must be given, `[skill]` may be, `<skills...>` takes several. */
  name: string
  about: string
  /** What it may be, for completions; the command itself refuses the rest, in its own words. */
  choices?: readonly string[]
}

export interface Given {
  /** Positional arguments in order; several of one name as an array. */
  args: (string | string[] | undefined)[]
  options: Record<string, string | boolean | string[] | undefined>
}

export interface Output {
  /** For standard output; a line end is added where it lacks one. */
  text: string
  exitCode?: number
}

export interface Command {
  name: string
  summary: string
  /** What it does beyond the summary, for its own help. */
  about?: string
  arguments?: Argument[]
  options?: Option[]
  examples: { line: string; about: string }[]
  run(app: App, given: Given): Promise<Output>
}

export const defineCommand = (command: Command): Command => command

export const textOption = (given: Given, name: string): string | undefined => {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}
export const flagOption = (given: Given, name: string): boolean => given.options[name] === true
export const listOption = (given: Given, name: string): string[] => {
  const value = given.options[name]
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}
export const textArgument = (given: Given, at: number): string | undefined => {
  const value = given.args[at]
  return typeof value === 'string' ? value : undefined
}
export const listArgument = (given: Given, at: number): string[] => {
  const value = given.args[at]
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}

/** A folder to write into; standard output is none, nor is what looks like another option. */
export function folderOption(given: Given, name: string): string | undefined {
  const value = textOption(given, name)
  if (value?.startsWith('-')) {
    throw new UserError(
      `--${name} takes a folder: several files are written, so "${value}" cannot be it (./${value} can).`,
    )
  }
  return value
}

/** A whole number within bounds, or an error that names the option and what it takes. */
export function wholeOption(given: Given, name: string, least: number, most: number): number | undefined {
  const value = textOption(given, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new UserError(`--${name} takes a whole number from ${least} to ${most}, not "${value}"`)
  }
  return number
}
