/** How long the public site takes, from a store that is there: processor time by the process, wall time beside it. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import { publicationsOf } from '../jobs/publications.ts'
import { siteFiles } from '../jobs/site.ts'
import { statusView } from '../src/answers/status.ts'
import { maybeDay } from '../src/days.ts'
import { UserError } from '../src/domain.ts'
import { writeFolderWhole } from '../src/report/write-folder.ts'
import { methodText, reviewTemplate, siteAssets } from '../src/site-assets.ts'
import { catalog } from '../src/skills/catalog/index.ts'
import { newFolder, removeFolder } from '../tests/support/server.ts'

/** `npm run bench site STORE DAY [skills]`: the store is copied, and answers with the edition that it was read with. */
export default async function measure([path, on, most = '300']: string[]): Promise<string> {
  const asOf = maybeDay(on ?? '')
  if (path === undefined || asOf === null)
    throw new UserError('bench site takes a store and a day: STORE 2026-06-30 [300]')
  const folder = newFolder()
  cpSync(path, join(folder, 'store.sqlite'))
  const now = Date.parse(`${asOf}T12:00:00Z`)
  const store = await openStore(join(folder, 'store.sqlite'), { now: () => now })
  const asking = { store, skills: catalog, edition: (await store.edition()) ?? 'none', population: 'ai', asOf }
  const skills = catalog.slice(0, Number(most))
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  let figures = 0
  const written = await writeFolderWhole(
    join(folder, 'site'),
    siteFiles({
      ...{ asking, skills, base: 'https://example.com/', licence: { name: 'CC BY 4.0', url: null } },
      ...{ method: methodText(), assets: siteAssets(), reviewTemplate },
      status: await statusView({ store, asOf, now, sources: new Map(), timetable: [] }),
      progress: () => undefined,
      told: (view) => {
        figures += publicationsOf(view).length
      },
    }),
    { program: 'bench', asOf, population: 'ai' },
  )
  const { user, system } = process.cpuUsage(cpu)
  const span = await store.questions.span(asOf)
  await store.close()
  removeFolder(folder)
  return [
    `${skills.length} skills since ${span?.first ?? 'nothing'}: ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB, ${figures} figures told`,
    `processor ${((user + system) / 1e6).toFixed(1)} s, wall ${((performance.now() - wall) / 1000).toFixed(1)} s; the goal is 30 s`,
  ].join('\n')
}
