/** Every setting of the config file as plain data: what it is for, its environment variable and its default. */

export type Kind = 'text' | 'number' | 'yes or no' | 'list' | 'table'

export interface Setting {
  /** As in the config file: `collect.hosts`. */
  path: string
  kind: Kind
  about: string
  fallback?: string | number | boolean
}

export const settings: Setting[] = [
  {
    path: 'contact',
    kind: 'text',
    about: 'where operators of the sources reach you; part of the User-Agent',
    fallback: 'https://github.com/skilltide/skilltide',
  },
  {
    path: 'store',
    kind: 'text',
    about: 'the store: a file of SQLite, or postgres://…',
    fallback: 'data/skilltide.sqlite',
  },
  { path: 'out', kind: 'text', about: 'folder for exports and digests', fallback: 'out' },
  { path: 'chromium', kind: 'text', about: 'the browser for pages that need one' },
  { path: 'population', kind: 'text', about: 'whose vacancies shares are over', fallback: 'ai' },
  { path: 'skills.follow', kind: 'list', about: 'skills that exports, digests and rankings cover; all when left out' },
  { path: 'skills.file', kind: 'text', about: 'a YAML file with skills of your own' },
  { path: 'boards.defaults', kind: 'yes or no', about: 'read the built-in list of AI employers', fallback: true },
  { path: 'boards.add', kind: 'list', about: 'more boards, as source:token or with employer and settings' },
  { path: 'boards.without', kind: 'list', about: 'boards of the built-in list to leave out' },
  { path: 'boards.file', kind: 'text', about: 'a file with one board a line' },
  { path: 'sources.enable', kind: 'list', about: 'sources that are off unless asked for' },
  { path: 'sources.disable', kind: 'list', about: 'sources to leave out' },
  { path: 'sources.adzunaConsent', kind: 'text', about: 'where Adzuna gave written consent to store aggregates' },
  {
    path: 'page.folder',
    kind: 'text',
    about: 'where the site goes; the folder "site" of the out folder when left out',
  },
  { path: 'page.address', kind: 'text', about: 'where the site stands: https://example.com/skills/' },
  { path: 'page.skills', kind: 'list', about: 'skills with a page; those followed when left out' },
  {
    path: 'page.licence',
    kind: 'text',
    about: 'licence of the published figures and its address; CC BY 4.0 when left out',
  },
  { path: 'collect.hosts', kind: 'number', about: 'hosts asked at the same time', fallback: 8 },
  { path: 'archive.folder', kind: 'text', about: 'where the last raw answers are kept', fallback: 'data/archive' },
  { path: 'archive.megabytes', kind: 'number', about: 'how much of them is kept; 0 keeps none', fallback: 512 },
  { path: 'archive.perBoard', kind: 'number', about: 'raw answers kept of each board', fallback: 20 },
  { path: 'retention.eventDays', kind: 'number', about: 'days for which events of runs are kept', fallback: 400 },
  {
    path: 'retention.packTextsAfterDays',
    kind: 'number',
    about: 'days after which texts off show are packed tighter',
    fallback: 90,
  },
  { path: 'timetable', kind: 'table', about: 'when each job runs, as cron expressions; false turns one off' },
  { path: 'backups.folder', kind: 'text', about: 'where copies of the store go', fallback: 'data/backups' },
  { path: 'backups.keep', kind: 'number', about: 'daily copies kept', fallback: 7 },
  { path: 'backups.weekly', kind: 'number', about: 'weekly copies kept beyond these', fallback: 4 },
  { path: 'backups.monthly', kind: 'number', about: 'monthly copies kept beyond these', fallback: 12 },
  { path: 'notices.webhooks', kind: 'list', about: 'addresses that notices are posted to' },
  {
    path: 'notices.command',
    kind: 'list',
    about: 'a program and its arguments; the notice comes on its standard input',
  },
  { path: 'notices.mail', kind: 'table', about: 'to, from, server (smtp://host:587) and user' },
  {
    path: 'notices.overdueHours',
    kind: 'number',
    about: 'hours after its time at which a job counts as overdue',
    fallback: 6,
  },
  { path: 'notices.freeMegabytes', kind: 'number', about: 'free disk below which a notice goes out', fallback: 1024 },
  { path: 'metrics.file', kind: 'text', about: 'where Prometheus metrics are written, for a textfile collector' },
  { path: 'log.format', kind: 'text', about: 'lines of the schedule: auto, json or text', fallback: 'auto' },
  { path: 'log.level', kind: 'text', about: 'least that is logged: debug, info, warn or error', fallback: 'info' },
]

/** Shorter names that stood before the rule did. */
const named: Record<string, string> = { store: 'SKILLTIDE_DB', 'archive.folder': 'SKILLTIDE_ARCHIVE' }

/** `collect.hosts` is SKILLTIDE_COLLECT_HOSTS. */
export const variableOf = (path: string): string =>
  named[path] ??
  `SKILLTIDE_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`

/** Variables that are no setting of the file. */
export const otherVariables = ['SKILLTIDE_CONFIG', 'SKILLTIDE_MIRROR', 'SKILLTIDE_TODAY', 'SKILLTIDE_RUN']

/** Secrets are `SKILLTIDE_KEY_NAME`, or `SKILLTIDE_KEY_NAME_FILE` with the file that holds one. */
export const secretPrefix = 'SKILLTIDE_KEY_'

export type Tree = { [key: string]: unknown }

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

export const valueAt = (tree: Tree, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree)

/** The tree with one value set; what it shares with the old one is not changed. */
export function withValue(tree: Tree, path: string, value: unknown): Tree {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...tree, [key]: value }
  const inner = tree[key]
  return { ...tree, [key]: withValue(isTree(inner) ? inner : {}, rest.join('.'), value) }
}
