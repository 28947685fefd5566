/** What need not be kept as it is: old texts are packed tighter, old events of runs are let go. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type Day, dayNumber } from '../../src/days.ts'
import type { Store } from '../store.ts'
import type { Session } from './session.ts'

/** Slower to pack than at collecting, no slower to read: for what nobody lists any more. */
const tightly = { level: 9, windowBits: 15, memLevel: 9 }

/** How the bytes of a text lie: as they are, deflated in passing, deflated for good. */
export const packings = { plain: 0, fast: 1, tight: 2 } as const

export const packTightly = (plain: Buffer): Buffer => deflateRawSync(plain, tightly)

/** One portion of texts, in one short transaction; where more is left, `packed` equals `limit`. */
export function packOldTexts(
  session: Session,
  goneBefore: Day,
  limit: number,
): Promise<{ packed: number; savedBytes: number }> {
  return session.write(async (session) => {
    const rows = await session.all<{ no: number; body: Buffer; packed: number }>(
      `select t.no, t.body, t.packed from texts t
       where t.packed <> ${packings.tight} and t.wordless = 0
         and not exists (select 1 from postings p join spells s on s.posting_no = p.no
           where p.text_no = t.no and (s.ended_on is null or s.ended_on >= ?))
       order by t.no limit ?`,
      ...[dayNumber(goneBefore), limit],
    )
    let savedBytes = 0
    for (const { no, body, packed } of rows) {
      const tight = packTightly(packed === packings.plain ? body : inflateRawSync(body))
      savedBytes += body.length - tight.length
      await session.run('update texts set body = ?, packed = ? where no = ?', tight, packings.tight, no)
    }
    return { packed: rows.length, savedBytes }
  })
}

/** Lets go of events from before an instant, but for the newest of each subject: by it notices and jobs know where they stand. */
export async function forgetEvents(session: Session, before: number): Promise<number> {
  return (
    await session.run(
      `delete from events where at < ? and no not in (
       select max(no) from events group by kind, subject, coalesce(outcome, ''))`,
      before,
    )
  ).changes
}

export const createRetention = (session: Session): Pick<Store, 'packOldTexts' | 'forgetEvents'> => ({
  packOldTexts: async (goneBefore, limit) => packOldTexts(session, goneBefore, limit),
  forgetEvents: async (before) => forgetEvents(session, before),
})
