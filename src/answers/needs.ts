/** What a figure needs before it is printed, and the sentence that stands in its place until then. */
import { count } from '../report/wording.ts'

export interface Need {
  what: string
  have: number
  need: number
}

/** The need as a list: empty where it is met. */
export const needs = (what: string, have: number, need: number): Need[] => (have >= need ? [] : [{ what, have, need }])

/** `31 of 50 naming jobs, 7 of 10 employers`. */
export const needsText = (unmet: readonly Need[]): string =>
  unmet
    .map(({ what, have, need }) => `${Number.isInteger(have) ? count(have) : have.toFixed(1)} of ${need} ${what}`)
    .join(', ')

/** `Not enough data: 31 of 50 naming jobs, 7 of 10 employers.` */
export const notEnough = (unmet: readonly Need[]): string => `Not enough data: ${needsText(unmet)}.`
