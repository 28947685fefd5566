/** The files of the site by their paths, made of the live store as `page` makes them for a folder. */
import { type Asking, skillName } from '../answers/asking.ts'
import { skillReport } from '../answers/skill-report.ts'
import { atomFeed } from '../report/embed/feed.ts'
import { embedFiles } from '../report/embed/files.ts'
import { changesOf } from './changes.ts'
import type { Ground, Made } from './ground.ts'

/** Null where the site has no such file. */
export async function siteFile(path: string, ground: Ground, asking: () => Asking): Promise<Made | null> {
  if (path === 'feed.xml') return { type: 'application/atom+xml; charset=utf-8', body: await feedOf(ground, asking()) }
  const embed = /^(?:badge|figure|embed)\/([^/]+)$/.exec(path)
  if (embed !== null) return embedded(path, embed[1]!, ground, asking())
  return null
}

async function embedded(path: string, file: string, ground: Ground, asking: Asking): Promise<Made | null> {
  const skill = ground.skills.find(({ id }) => file.startsWith(`${id}.`))
  if (skill === undefined) return null
  const found = embedFiles(await skillReport(asking, skill.id), ground.base).find((each) => each.path === path)
  return found === undefined ? null : { type: found.type, body: found.body }
}

async function feedOf(ground: Ground, asking: Asking): Promise<string> {
  const { changes, revisions } = await changesOf(asking, await ground.status())
  return atomFeed({
    ...{ base: ground.base, asOf: asking.asOf, changes, revisions },
    nameOf: (skill) => (ground.skills.some(({ id }) => id === skill) ? skillName(asking, skill).name : skill),
  })
}
