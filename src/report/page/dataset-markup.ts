/** What search engines of datasets read of a skill's page (schema.org Dataset): nothing that the page does not show. */
import { labelOf } from '../measures.ts'
import { jobsOf } from '../populations.ts'
import type { SkillReportView } from '../views.ts'
import { isTold } from './figure-html.ts'
import { type Site, skillPath } from './site.ts'

export function datasetOf(view: SkillReportView, site: Site): object {
  const { skill, vintage } = view
  const address = site.base === null ? null : site.base + skillPath(skill.id).replace(/index\.html$/, '')
  const months = view.series.flatMap(({ points }) => points.filter(({ value }) => value !== null)).map((p) => p.period)
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: `${skill.name} in ${jobsOf(view.population)}`,
    description: `How many ${jobsOf(view.population)} name ${skill.name}, how many require it, its share and rank, and which way demand moves, measured from job boards.`,
    ...(address === null ? {} : { url: address, identifier: address }),
    ...(site.licence.url === null ? {} : { license: site.licence.url }),
    isAccessibleForFree: true,
    creator: { '@type': 'Organization', name: 'skilltide', ...(site.base === null ? {} : { url: site.base }) },
    dateModified: vintage.asOf,
    version: `${vintage.asOf} catalog ${vintage.edition} method ${vintage.method} panel ${vintage.panel}`,
    measurementTechnique: 'Job postings read from the boards of a published list; see the method.',
    ...(months.length === 0 ? {} : { temporalCoverage: `${months[0]}/${months.at(-1)}` }),
    variableMeasured: view.figures.filter(isTold).map((figure) => ({
      '@type': 'PropertyValue',
      name: labelOf(figure.measure),
      description: figure.text,
      ...(figure.value === null ? { value: figure.text } : { value: figure.value }),
      ...(figure.interval === null ? {} : { minValue: figure.interval.low, maxValue: figure.interval.high }),
    })),
    ...(site.base === null
      ? {}
      : {
          distribution: [
            {
              '@type': 'DataDownload',
              encodingFormat: 'application/json',
              contentUrl: `${site.base}figure/${skill.id}.json`,
            },
          ],
        }),
  }
}
