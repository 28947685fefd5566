import type { Session } from './session.ts'

/** What is packed of the open postings says nothing any more: a list, a board, a job or what words say has changed. */
export const forgetOpen = async (session: Session): Promise<void> => void (await session.run('delete from packed_open'))
