/** A text of the store as the tagger takes it. */
import type { StoredText } from '../db/store.ts'
import type { TagInput } from '../src/domain.ts'

export const tagInput = ({ title, text, era, isPost }: StoredText): TagInput => ({ title, text, posted: era, isPost })
