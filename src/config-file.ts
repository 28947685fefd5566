/** The config file: its schema, and errors that name the line and the nearest right key. */
import { isMap, parseDocument } from 'yaml'
import { z } from 'zod'
import { UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'

const boardEntry = z.union([
  z.string(),
  z.strictObject({
    board: z.string(),
    employer: z.string().optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  }),
])

export const configSchema = z.strictObject({
  contact: z
    .string()
    .describe('A web page or address that source operators can write to; part of the User-Agent.')
    .optional(),
  store: z.string().describe('The store: a file of SQLite.').optional(),
  out: z.string().describe('Folder for exports, digests and pages.').optional(),
  chromium: z.string().describe('The browser for pages that need one.').optional(),
  population: z.string().describe('Whose vacancies shares are over: ai, all, role:ml_engineer, country:DE.').optional(),
  skills: z
    .strictObject({
      follow: z
        .array(z.string())
        .describe('Skills that exports, digests and pages cover; all when left out.')
        .optional(),
      file: z.string().describe('A YAML file with skills of your own.').optional(),
    })
    .optional(),
  boards: z
    .strictObject({
      defaults: z.boolean().describe('Read the built-in list of AI employers.').optional(),
      add: z.array(boardEntry).describe('More boards, as source:token or with employer and settings.').optional(),
      without: z.array(z.string()).describe('Boards of the built-in list to leave out.').optional(),
      file: z.string().describe('A file with one board a line.').optional(),
    })
    .optional(),
  sources: z
    .strictObject({
      enable: z.array(z.string()).describe('Sources that are off unless asked for.').optional(),
      disable: z.array(z.string()).optional(),
      adzunaConsent: z.string().describe('Where Adzuna gave written consent to store aggregates.').optional(),
    })
    .optional(),
  collect: z
    .strictObject({ hosts: z.number().int().min(1).max(64).describe('Hosts asked at the same time.').optional() })
    .optional(),
  archive: z
    .strictObject({ folder: z.string().optional(), megabytes: z.number().positive().optional() })
    .describe('The last raw answers, kept for evidence.')
    .optional(),
  timetable: z
    .record(z.string(), z.union([z.string(), z.literal(false)]))
    .describe('When each job of the schedule runs, as a cron expression in UTC; false turns it off.')
    .optional(),
  notices: z
    .strictObject({
      webhooks: z
        .array(z.strictObject({ url: z.string(), shape: z.enum(['json', 'slack', 'ntfy']).optional() }))
        .optional(),
      command: z
        .array(z.string())
        .describe('A program and its arguments; the notice comes on its standard input.')
        .optional(),
      mail: z
        .strictObject({ to: z.string(), from: z.string(), server: z.string(), user: z.string().optional() })
        .optional(),
    })
    .optional(),
  backups: z.strictObject({ folder: z.string().optional(), keep: z.number().int().min(1).optional() }).optional(),
})

export type ConfigFile = z.infer<typeof configSchema>

/** Checks the text of a config file. Every error says the line, the key, what is allowed there and the nearest name. */
export function readConfigFile(text: string, file: string): ConfigFile {
  const document = parseDocument(text, { prettyErrors: true })
  const [syntax] = document.errors
  if (syntax) throw new UserError(`${file}: ${syntax.message.split('\n')[0]}`)
  const checked = configSchema.safeParse(document.toJS() ?? {})
  if (checked.success) return checked.data
  const issue = checked.error.issues[0]!
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0]! : null
  const path = [...issue.path, ...(unknown === null ? [] : [unknown])]
  const place = `${file}${lineOf(text, document, path)}`
  if (unknown === null) throw new UserError(`${place}: ${path.join('.')}: ${issue.message}`)
  throw new UserError(`${place}: there is no setting "${path.join('.')}".${didYouMean(unknown, keysAt(issue.path))}`)
}

function keysAt(path: PropertyKey[]): string[] {
  let schema: z.ZodType = configSchema
  for (const step of path) {
    const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
    if (!(inner instanceof z.ZodObject)) return []
    schema = inner.shape[String(step)] as z.ZodType
  }
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}

function lineOf(text: string, document: ReturnType<typeof parseDocument>, path: PropertyKey[]): string {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  if (!isMap(parent)) return ''
  const pair = parent.items.find((item) => String(item.key) === String(path.at(-1)))
  const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range
  return range ? `:${text.slice(0, range[0]).split('\n').length}` : ''
}
