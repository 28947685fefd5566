/** Atom feed of what a reader would want to be told of: labels that changed, and published figures that were revised. */
import { createHash } from 'node:crypto'
import { addDays, type Day, maybeMonday } from '../../days.ts'
import { escapeHtml } from '../html-text.ts'
import { labelOf } from '../measures.ts'
import type { LabelChange, Revision } from '../views.ts'

export interface Feed {
  /** Absolute address of the site with a slash at its end; null where the site does not know its own. */
  base: string | null
  asOf: Day
  changes: readonly LabelChange[]
  revisions: readonly Revision[]
  nameOf(skill: string): string
}

interface Entry {
  id: string
  title: string
  summary: string
  on: Day
  page: string | null
}

const longest = 100

/** The newest entries first, at most a hundred. Ids rest on what is told alone, so that readers see nothing twice. */
export function atomFeed(feed: Feed): string {
  const entries = [
    ...feed.changes.map((change) => changed(change, feed)),
    ...feed.revisions.map((each) => revised(each, feed)),
  ]
    .sort((left, right) => (left.on < right.on ? 1 : left.on > right.on ? -1 : left.id < right.id ? -1 : 1))
    .slice(0, longest)
  const { base } = feed
  const self =
    base === null
      ? ''
      : `\n  <link rel="self" type="application/atom+xml" href="${escapeHtml(base)}feed.xml"/>\n  <link href="${escapeHtml(base)}"/>`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>skilltide: labels that changed and figures that were revised</title>
  <id>${uuid(`feed ${base ?? ''}`)}</id>
  <updated>${entries[0]?.on ?? feed.asOf}T00:00:00Z</updated>
  <author><name>skilltide</name></author>${self}
${entries.map((entry) => entryXml(entry, base)).join('')}</feed>
`
}

const entryXml = ({ id, title, summary, on, page }: Entry, base: string | null) => `  <entry>
    <id>${id}</id>
    <title>${escapeHtml(title)}</title>
    <updated>${on}T00:00:00Z</updated>${base === null || page === null ? '' : `\n    <link href="${escapeHtml(base + page)}"/>`}
    <summary>${escapeHtml(summary)}</summary>
  </entry>
`

function changed({ skill, population, week, before, after }: LabelChange, feed: Feed): Entry {
  const name = feed.nameOf(skill)
  return {
    id: uuid(`label ${skill} ${population} ${week} ${after}`),
    title: `${name}: ${after}`,
    summary: `The weekly run of ${week} gives ${name} the label ${after} (population ${population}); before it was ${before}.`,
    // The run judges a week once it is over.
    on: addDays(maybeMonday(week)!, 7),
    page: pageOf(skill),
  }
}

function revised({ on, skill, measure, period, before, after, reason }: Revision, feed: Feed): Entry {
  const name = skill === null ? 'All skills' : feed.nameOf(skill)
  const label = labelOf(measure).toLowerCase()
  return {
    id: uuid(`revision ${on} ${skill ?? ''} ${measure} ${period} ${after}`),
    title: `${name}: ${label} of ${period} revised`,
    summary: `Published as ${before}; now ${after}. Reason: ${reason}.`,
    on,
    page: skill === null ? null : pageOf(skill),
  }
}

export const pageOf = (skill: string) => `skills/${encodeURIComponent(skill)}/`

/** A name-based id (RFC 9562, version 8): the same words give the same one. */
function uuid(words: string): string {
  const hex = createHash('sha256').update(`skilltide ${words}`).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
