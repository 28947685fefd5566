/** The settings of a board from the config, held to what its source declares. */
import type { Setting, Source } from '../scrapers/kit/scraper.ts'
import { UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'

const isAddress = (value: unknown) =>
  typeof value === 'string' && URL.canParse(value) && /^https:$/.test(new URL(value).protocol)
const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''

const wants: Record<Setting['kind'], [expected: string, holds: (value: unknown) => boolean]> = {
  text: ['a text', isText],
  address: ['an address that begins with https://', isAddress],
  texts: ['a text or a list of texts', (value) => [value].flat().length > 0 && [value].flat().every(isText)],
  number: ['a whole number above 0', (value) => Number.isInteger(value) && (value as number) > 0],
  selectors: [
    'a text for each of its fields',
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText),
  ],
}

/** Throws a UserError that names the board, the setting, what it takes and the nearest name. */
export function checkSettings(board: string, source: Source, settings: Record<string, unknown>): void {
  const declared = source.settings ?? {}
  const names = Object.keys(declared)
  for (const [name, value] of Object.entries(settings)) {
    const setting = declared[name]
    if (setting === undefined) {
      const known = names.length === 0 ? `Boards of ${source.id} take none.` : `It takes ${names.join(', ')}.`
      throw new UserError(`${board}: there is no setting "${name}" for it.${didYouMean(name, names)} ${known}`)
    }
    const [expected, holds] = wants[setting.kind]
    if (!holds(value)) throw new UserError(`${board}: "${name}" takes ${expected}, not ${JSON.stringify(value)}`)
    const { choices } = setting
    if (choices === undefined) continue
    const given = setting.kind === 'selectors' ? Object.keys(value as object) : [String(value)]
    const odd = given.find((each) => !choices.includes(each))
    if (odd !== undefined) {
      throw new UserError(
        `${board}: "${name}" has no "${odd}".${didYouMean(odd, choices)} It takes ${choices.join(', ')}.`,
      )
    }
  }
  const missing = names.find((name) => declared[name]?.required === true && settings[name] === undefined)
  if (missing !== undefined) {
    throw new UserError(`${board} needs the setting "${missing}": ${declared[missing]!.about}`)
  }
}
