/** The head of every view: how much was read, how many jobs are open in all, and what is missing. */
import type { Coverage } from '../report/views.ts'
import { type Asking, shared } from './asking.ts'
import { openNowOf } from './open-figures.ts'
import { readingOf } from './reading.ts'
import { unreadTexts } from './tracked.ts'

export const coverageOf = shared(async (asking: Asking): Promise<Coverage> => {
  const reading = await readingOf(asking)
  // Any skill answers for the whole: only the totals are read here.
  const isUnread = await unreadTexts(asking)
  const found = reading.read === 0 ? null : await openNowOf(asking, asking.skills[0]!.id)
  // Which jobs a population has is told by the texts: none among those not read, or read with another catalog, is not none.
  const isBlind = isUnread || (await asking.store.edition()) !== asking.edition
  const open = isBlind && found?.vacancies === 0 ? null : found
  const unread = isUnread ? ['Some adverts have not been read for skills yet: "skilltide refresh" does it.'] : []
  return {
    asOf: asking.asOf,
    boardsRead: reading.read,
    boardsActive: reading.active,
    employers: open === null ? null : open.clusters.length,
    vacancies: open === null ? null : open.vacancies,
    postings: open === null ? null : open.postings,
    missing: [...reading.missing, ...unread],
  }
})
