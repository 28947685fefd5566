/** What each measure is called and means; one list for tables, pages, the dictionary and the templates. */
import type { Figure } from '../domain.ts'

export interface Measure {
  id: string
  /** As a row of a table names it. */
  label: string
  about: string
}

export const measures: readonly Measure[] = [
  { id: 'open', label: 'Open now', about: 'Vacancies open now that name the skill.' },
  { id: 'open.required', label: 'Open now, required', about: 'Vacancies open now that require the skill.' },
  { id: 'open.preferred', label: 'Open now, preferred', about: 'Vacancies open now that would like the skill.' },
  {
    id: 'open.mentioned',
    label: 'Open now, mentioned',
    about: 'Vacancies open now that name it without asking for it.',
  },
  { id: 'open.postings', label: 'Postings', about: 'Postings behind these vacancies: copies and cross-posts counted.' },
  {
    id: 'open.stale',
    label: 'Open over 6 months',
    about: 'Of the open ones, those first seen more than 180 days ago.',
  },
  {
    id: 'open.besides',
    label: 'Besides',
    about: 'Open vacancies naming it that only agencies or lists of copied adverts show; in no other figure.',
  },
  { id: 'share', label: 'Share of open jobs', about: 'Share of open vacancies that name the skill.' },
  { id: 'employers', label: 'Employers naming it', about: 'Employers with an open vacancy that names the skill.' },
  { id: 'opened', label: 'Newly opened', about: 'Vacancies naming the skill that opened in the period.' },
  { id: 'closed', label: 'Closed', about: 'Vacancies naming the skill that were gone in the period.' },
  {
    id: 'opened.share',
    label: 'Share of new jobs',
    about: 'Share of the vacancies opened in the period that name it.',
  },
  { id: 'level.required', label: 'Required', about: 'Share of the naming vacancies that require it.' },
  { id: 'level.preferred', label: 'Preferred', about: 'Share of the naming vacancies that would like it.' },
  { id: 'level.mentioned', label: 'Mentioned', about: 'Share of the naming vacancies that only name it.' },
  {
    id: 'without_frameworks',
    label: 'Without a framework',
    about:
      'Share of the naming vacancies that name no framework of deep learning; for tools of classical machine learning.',
  },
  { id: 'rank', label: 'Rank', about: 'Rank by vacancies opened in the last 13 weeks.' },
  { id: 'ratio', label: 'Against it', about: 'How many vacancies name one skill for each that names the other.' },
  { id: 'both', label: 'Naming both', about: 'Vacancies that name both skills.' },
  { id: 'change', label: 'Change in a year', about: 'Change of the share at the same employers, in percent a year.' },
  { id: 'trajectory', label: 'Hiring trajectory', about: 'The published rule’s word for the direction.' },
  { id: 'index', label: 'Index, same employers', about: 'Share at the same employers, last period as measured.' },
  { id: 'pay.median', label: 'Median pay', about: 'Median of the stated yearly pay.' },
  { id: 'pay.p25', label: 'Lower quartile of pay', about: 'A quarter of the stated pays lie below it.' },
  { id: 'pay.p75', label: 'Upper quartile of pay', about: 'A quarter of the stated pays lie above it.' },
  { id: 'pay.stated', label: 'Jobs stating pay', about: 'Share of the naming vacancies that state pay.' },
  { id: 'years.median', label: 'Years asked for', about: 'Median of the least years of experience asked for.' },
  { id: 'years.p25', label: 'Lower quartile of years', about: 'A quarter of the least years asked for lie below it.' },
  { id: 'years.p75', label: 'Upper quartile of years', about: 'A quarter of the least years asked for lie above it.' },
  { id: 'days_open.median', label: 'Days open', about: 'Median days that a vacancy stays open.' },
  { id: 'role', label: 'Role', about: 'Share of the naming vacancies with that role.' },
  { id: 'pattern', label: 'Use', about: 'Share of the naming vacancies with that use.' },
  {
    id: 'pattern_required',
    label: 'Use, required',
    about: 'Share of the vacancies requiring the skill with that use.',
  },
  { id: 'seniority', label: 'Seniority', about: 'Share of the naming vacancies of that seniority.' },
  { id: 'workplace', label: 'Workplace', about: 'Share of the naming vacancies that are remote, hybrid or on site.' },
  { id: 'country', label: 'Country', about: 'Share of the naming vacancies in that country.' },
  { id: 'employment', label: 'Employment', about: 'Share of the naming vacancies of that kind of employment.' },
  { id: 'sub_skill', label: 'Part of it', about: 'Share of the naming vacancies that name that part of the skill.' },
  {
    id: 'lead',
    label: 'Ahead',
    about: 'The most frequent role or use against the next, of all or within one use: whether it leads beyond luck.',
  },
  { id: 'co_named', label: 'Named with it', about: 'Share of the naming vacancies that also name the other skill.' },
]

const byId = new Map(measures.map((measure) => [measure.id, measure]))

/** The measure's label; a part of a family (`ratio.tensorflow`, `role.research`) takes the family's with its own word. */
export function labelOf(measure: string): string {
  const known = byId.get(measure)
  if (known) return known.label
  const dot = measure.indexOf('.')
  const family = dot < 0 ? undefined : byId.get(measure.slice(0, dot))
  return family
    ? `${family.label}: ${measure.slice(dot + 1).replaceAll(/[._]/g, ' ')}`
    : measure.replaceAll(/[._]/g, ' ')
}

export const figureOf = (figures: readonly Figure[], measure: string): Figure | null =>
  figures.find((figure) => figure.measure === measure) ?? null
