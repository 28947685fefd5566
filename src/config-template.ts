/** The config file that `init` writes: every setting with its reason; what stands behind a # is an example or the default. */
import { defaultTimetable } from '../jobs/timetable.ts'

export const configTemplate = (contact: string): string => `# skilltide's settings. Every one may be left out.
# A flag (--set collect.hosts=4) beats the environment (SKILLTIDE_COLLECT_HOSTS=4), which beats this file.
# "skilltide config" shows what is in force and where it came from. Paths are relative to this file.

# Where the operators of the sources can reach you; part of every request's User-Agent.
contact: ${JSON.stringify(contact)}

# The store, and the folder for exports and digests.
store: data/skilltide.sqlite
out: out

# Whose vacancies shares are over: ai, all, role:ml_engineer, country:DE, source:hackernews.
population: ai

boards:
  # The built-in list of AI employers; "skilltide boards" prints it.
  defaults: true
  # add:
  #   - greenhouse:example
  #   - {board: "jsonld:example", employer: Example, settings: {sitemap: "https://example.com/sitemap.xml"}}
  # without: [ashby:example]

# Sources that wait to be asked; "skilltide sources" says why each is off, and which needs a key.
# Keys come from the environment: SKILLTIDE_KEY_NAME, or SKILLTIDE_KEY_NAME_FILE with a file that holds it.
# sources:
#   enable: [himalayas, remoteok]

# skills:
#   # Skills that exports, digests and rankings cover; all when left out.
#   follow: [pytorch, tensorflow, jax]
#   # Skills of your own.
#   file: skills.yaml

# The public site of "skilltide page". With its address it has a feed and previews that know their place.
# page: {folder: out/site, address: "https://example.com/skills/", skills: [pytorch, jax], licence: "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"}

# When each job of "skilltide schedule" runs: cron expressions, in UTC unless a zone is named; false turns one off.
# timetable:
#   zone: UTC
${defaultTimetable.map(({ job, cron, about }) => `#   ${job}: ${JSON.stringify(cron)}`.padEnd(34) + `# ${about}`).join('\n')}

# Who is told when a board looks broken, a job failed or is overdue, the disk fills up, or a label changes:
# once when it begins, once when it is over.
# notices:
#   webhooks:
#     - {key: slack, shape: slack}             # the address is SKILLTIDE_KEY_SLACK
#     - {url: "https://ntfy.example.com/skilltide", shape: ntfy}
#   command: [/usr/local/bin/page-me]           # the notices come on its standard input
#   mail: {to: you@example.com, from: skilltide@example.com, server: "smtp://mail.example.com:587", user: skilltide}
#                                               # the password is SKILLTIDE_KEY_SMTP

# backups: {folder: data/backups, keep: 7, weekly: 4, monthly: 12}
# archive: {folder: data/archive, megabytes: 512, perBoard: 20}
# retention: {eventDays: 400, packTextsAfterDays: 90}
# metrics: {file: /var/lib/node_exporter/skilltide.prom}
# log: {format: auto, level: info}
`
