/** What exports, digests and the site have in common: what went out is kept, so that a later change of it can be told. */
import { recordPublished } from '../../jobs/publications.ts'
import type { Asking } from '../answers/asking.ts'
import type { App } from '../app.ts'
import type { Figure, SkillId } from '../domain.ts'

/** Short writes beside whoever holds the store's lock. */
export async function keepPublished(
  app: App,
  asking: Asking,
  published: readonly { skill: SkillId; figures: readonly Figure[] }[],
): Promise<void> {
  const { openStore } = await import('../../db/open.ts')
  const store = await openStore(app.config.store, { lock: 'brief', now: app.now })
  try {
    for (const { skill, figures } of published) await recordPublished(store, asking, skill, figures, app.now())
  } finally {
    await store.close()
  }
}
