/** The rules' version and every minimum in one place: docs/method.md explains them, a test holds the two together. */

/** Goes up when any rule of docs/method.md changes what is printed; stamped on every figure. */
export const methodVersion = '1.0'

/** The least that must stand behind a figure before it is printed. `n` counts vacancies. */
export const minimum = {
  /** Part of the AI vacancies, on the last lists of all boards, that stand on lists at most 7 days old. */
  coverage: 0.8,
  share: { n: 200, employers: 20 },
  level: { n: 30, employers: 10 },
  rank: { n: 20, employers: 5 },
  ratio: { n: 20, employers: 5, effectiveEmployers: 5 },
  change: { weeks: 26, n: 50, employers: 10, employersEachWindow: 3, effectiveEmployers: 5 },
  /** Where fewer than three employers name a skill in one of the windows: what the other must hold. */
  nearZero: { n: 20, employers: 10 },
  pay: { n: 30, employers: 10 },
  quartiles: { n: 50, employers: 10 },
  daysOpen: { n: 30, employers: 10 },
  /** A row of a breakdown: a role, a use, a skill named beside. */
  part: { n: 10, employers: 5 },
  chart: { sharedEmployers: 10 },
} as const

/** How far back a board's last whole list still speaks: carried unchanged, never imputed. */
export const carryDays = 7
/** How old the last good value may be where today's cannot be printed. */
export const lastGoodDays = 28
/** Weeks whose late postings still come in. */
export const preliminaryWeeks = 2
