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

/** Whether new jobs are enough, of enough employers, for a share of them. */
export const carriesShare = ({ n, employers }: { n: number; employers: number }): boolean =>
  n >= minimum.share.n && employers >= minimum.share.employers

/** How the word for a direction is found and kept; ratios are of a share now to one a year ago. */
export const labelRule = {
  /** A change worth a word, and the earlier share from which on it is a rise and not an emergence. */
  moves: 1.1,
  common: 0.01,
  /** The share of finds that may be false in a run. */
  falseFinds: 0.05,
  /** Stable: the 90% interval lies within this factor either way. */
  stable: 1.25,
  /** A word that is in force stays while the evidence leans its way: p below, ratio above, interval within. */
  keeps: { p: 0.2, moves: 1.05, stable: 1.35 },
  runsToAdopt: 4,
  /** After so many weeks without a run nothing is said any more. */
  weeksToForget: 8,
} as const

/** A board counts among those that should have been read for so many weeks after it last was. */
export const rememberedWeeks = 4

/** None found is not believed where on the last good day so many were open at so many employers. */
export const vanishes = { open: 14, employers: 5 } as const

/** A figure in which one employer has so large a part of so many naming jobs is flagged. */
export const concentrated = { part: 0.25, n: 20 } as const

/** Parts of the jobs counted by which boards that come or go make a break. */
export const breaksAt = { open: 0.02, opened: 0.05 } as const

/** A year's pay in dollars that can be believed, the widest range, and the closed ranges that place open ones. */
export const payRule = { low: 20_000, high: 1_500_000, widest: 3, closedNeeded: 5 } as const

/** Vacancies of a level of experience that must name a part of a skill before that level can be its own. */
export const tierNaming = 10

/** How far back a board's last whole list still speaks: carried unchanged, never imputed. */
export const carryDays = 7
/** How old the last good value may be where today's cannot be printed. */
export const lastGoodDays = 28
/** Weeks whose late postings still come in. */
export const preliminaryWeeks = 2
