/** What reviews say that job postings cannot bear out: refused with the reason, so that nobody looks for a figure. */
export const outside = {
  papers: 'Not asked of postings: which framework papers and models use is told by no job advert.',
  'pay-premium':
    'Not made: the pay of jobs that name a skill differs from that of others by role, country and level too, and a raw difference would be told as the skill’s.',
  'talent-pool': 'Not asked of postings: how many people know a skill is told by no job advert.',
  ratings: 'Not asked of postings: stars and ratings are other people’s numbers, to be quoted with their day.',
} as const

export type Outside = keyof typeof outside
