import { join } from 'node:path'
import type { App } from '../app.ts'
import { exit, type Figure, type SkillId, UserError } from '../domain.ts'
import type { Licence } from '../report/page/site.ts'
import { count, counted } from '../report/wording.ts'
import { askedOf, figureOptions, followedSkills, withoutStore } from './asked.ts'
import { defineCommand, flagOption, folderOption, listOption, textOption } from './command.ts'
import { keepPublished } from './publishing.ts'

export default defineCommand({
  name: 'page',
  summary: 'Write the public site: a ranking, a page for each skill, method, status and data',
  about:
    'Static files that any web server can send, or a browser open from the disk: no script is needed, and nothing is asked of other servers. The folder is replaced as a whole, and only where an earlier run wrote it; files that you added to it stay. Figures that the data cannot carry stand as their reason.',
  options: [
    { flags: '--out <folder>', about: 'where to (otherwise page.folder, or the folder "site" of the out folder)' },
    { flags: '--skill <skill>', about: 'only this skill; several times for several', many: true },
    { flags: '--address <url>', about: 'where the site will stand, for the feed, previews and canonical links' },
    ...figureOptions,
  ],
  examples: [
    { line: 'skilltide page --out site', about: 'then open site/index.html' },
    {
      line: 'skilltide page --address https://example.com/skills/',
      about: 'with a feed and previews that know their place',
    },
    { line: 'skilltide page --as-of 2026-06-30 --out site-june', about: 'as it stood on that day' },
  ],
  async run(app, given) {
    const base = addressOf(textOption(given, 'address') ?? app.config.settings.page?.address)
    const folder = folderOption(given, 'out') ?? folderOf(app)
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const [
      { siteFiles },
      { publicationsOf },
      { statusOf },
      { methodText, reviewTemplate, siteAssets },
      { writeFolderWhole },
      { version },
    ] = await Promise.all([
      import('../../jobs/site.ts'),
      import('../../jobs/publications.ts'),
      import('../../jobs/standing.ts'),
      import('../site-assets.ts'),
      import('../report/write-folder.ts'),
      import('../version.ts'),
    ])
    const asking = await askedOf(app, given)
    const published: { skill: SkillId; figures: readonly Figure[] }[] = []
    const named = listOption(given, 'skill')
    const skills = await followedSkills(
      app,
      asking,
      named.length > 0 ? named : (app.config.settings.page?.skills ?? []),
    )
    const files = siteFiles({
      ...{ asking, skills, base, licence: licenceOf(app), method: methodText(), assets: siteAssets() },
      reviewTemplate,
      status: await statusOf(app, asking.store),
      progress: app.progress,
      told: (view) => published.push({ skill: view.skill.id, figures: publicationsOf(view) }),
    })
    const about = { program: `skilltide ${version}`, asOf: asking.asOf, population: asking.population }
    const written = await writeFolderWhole(folder, files, about)
    await keepPublished(app, asking, published)
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText({ ...about, ...written, skills: skills.length }, 2), exitCode: exit.done }
    }
    const kept = written.kept.length === 0 ? '' : ` Kept of your own: ${written.kept.join(', ')}.`
    return {
      text: `${join(folder, 'index.html')}: ${counted(skills.length, 'skill')}, ${counted(written.files, 'file')}, ${count(Math.ceil(written.bytes / 1024))} kB.${kept}`,
    }
  },
})

const folderOf = ({ config }: App) => {
  const own = config.settings.page?.folder
  return own === undefined ? join(config.out, 'site') : join(config.root, own)
}

/** The address with a slash at its end, so that paths can be put after it. */
export function addressOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new UserError(`The site's address is written as https://example.com/skills/, not "${text}"`)
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

const defaultLicence: Licence = { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' }

/** The default, or what the owner of the site wrote: a name, an address, or a name and an address. */
export function licenceOf({ config }: App): Licence {
  const text = config.settings.page?.licence
  if (text === undefined) return defaultLicence
  const parts = /^(.*?)\s*(https?:\/\/\S+)?$/.exec(text)
  const [name, url] = [parts?.[1] ?? text, parts?.[2] ?? null]
  return { name: name === '' ? url! : name, url }
}
