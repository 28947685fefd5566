/** The config file: its schema, and errors that name the line and the nearest right key. */
import { isMap, parseDocument } from 'yaml'
import { z } from 'zod'
import { jobNames } from '../jobs/timetable.ts'
import { UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'
import type { Tree } from './settings.ts'

const text = () => z.string().min(1)
const atLeast = (least: number) => z.number().int().min(least)

const boardEntry = z.union([
  text(),
  z.strictObject({
    board: text(),
    employer: z.string().optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  }),
])

const webhook = z
  .strictObject({
    url: z
      .string()
      .regex(/^https?:\/\/\S+$/, 'write it as https://host/path')
      .optional(),
    /** The secret that holds the address: `slack` is SKILLTIDE_KEY_SLACK. */
    key: z.string().regex(/^\w+$/, 'letters, digits and _').optional(),
    shape: z.enum(['json', 'slack', 'ntfy']).optional(),
  })
  .refine(({ url, key }) => (url === undefined) !== (key === undefined), 'give it either url or key')

const jobTime = z.union([text(), z.literal(false)], { error: 'takes a cron expression such as "12 5 * * *", or false' })
const timetable = z
  .strictObject(Object.fromEntries([...jobNames, 'zone'].map((name) => [name, jobTime.optional()])))
  .transform((jobs) => jobs as Partial<Record<(typeof jobNames)[number], string | false>> & { zone?: string })

export const configSchema = z.strictObject({
  contact: text().optional(),
  store: text().optional(),
  out: text().optional(),
  chromium: text().optional(),
  population: z
    .string()
    .regex(
      /^(?:all|ai|(?:role|country|source):[\w-]+)$/,
      'takes all, ai, role:ml_engineer, country:DE or source:hackernews',
    )
    .optional(),
  skills: z.strictObject({ follow: z.array(text()).optional(), file: text().optional() }).optional(),
  boards: z
    .strictObject({
      defaults: z.boolean().optional(),
      add: z.array(boardEntry).optional(),
      without: z.array(text()).optional(),
      file: text().optional(),
    })
    .optional(),
  sources: z
    .strictObject({
      enable: z.array(text()).optional(),
      disable: z.array(text()).optional(),
      adzunaConsent: text().optional(),
    })
    .optional(),
  page: z
    .strictObject({
      folder: text().optional(),
      address: text().optional(),
      skills: z.array(text()).optional(),
      licence: text().optional(),
    })
    .optional(),
  collect: z.strictObject({ hosts: atLeast(1).max(64).optional() }).optional(),
  archive: z
    .strictObject({
      folder: text().optional(),
      megabytes: z.number().min(0).optional(),
      perBoard: atLeast(1).optional(),
    })
    .optional(),
  retention: z
    .strictObject({ eventDays: atLeast(35).optional(), packTextsAfterDays: atLeast(1).optional() })
    .optional(),
  timetable: timetable.optional(),
  notices: z
    .strictObject({
      webhooks: z.array(webhook).optional(),
      command: z.array(text()).min(1).optional(),
      mail: z
        .strictObject({
          to: text(),
          from: text(),
          server: z.string().regex(/^smtps?:\/\/[^\s/]+$/, 'write it as smtp://host:587 or smtps://host:465'),
          user: text().optional(),
        })
        .optional(),
      overdueHours: z.number().positive().optional(),
      freeMegabytes: z.number().min(0).optional(),
    })
    .optional(),
  backups: z
    .strictObject({
      folder: text().optional(),
      keep: atLeast(1).optional(),
      weekly: atLeast(0).optional(),
      monthly: atLeast(0).optional(),
    })
    .optional(),
  metrics: z.strictObject({ file: text().optional() }).optional(),
  log: z
    .strictObject({
      format: z.enum(['auto', 'json', 'text']).optional(),
      level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
    })
    .optional(),
})

export type ConfigFile = z.infer<typeof configSchema>

/** The text of a config file as a tree of values, not checked yet. Every error names the file and the line. */
export function parseConfigFile(text: string, file: string): Tree {
  const document = parseDocument(text, { prettyErrors: true })
  const [syntax] = document.errors
  if (syntax) throw new UserError(`${file}: ${syntax.message.split('\n')[0]!.replace(/:$/, '')}`)
  let tree: unknown
  try {
    tree = document.toJS() ?? {}
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message}`)
  }
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) {
    throw new UserError(`${file}: a config file is a list of settings such as "out: folder", not a lone value`)
  }
  const checked = configSchema.safeParse(tree)
  if (checked.success) return tree as Tree
  const { path, problem } = problemOf(checked.error.issues[0]!)
  throw new UserError(`${file}${lineOf(text, document, path)}: ${problem}`)
}

/** The settings, checked once more with what the environment and the flags have changed. */
export function checkSettings(tree: Tree, placeOf: (path: string) => string): ConfigFile {
  const checked = configSchema.safeParse(tree)
  if (checked.success) return checked.data
  const { path, problem } = problemOf(checked.error.issues[0]!)
  throw new UserError(`${placeOf(path.join('.'))}: ${problem}`)
}

function problemOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; problem: string } {
  if (issue.code !== 'unrecognized_keys') {
    const path = issue.path
    return { path, problem: `${path.join('.')}: ${issue.message.replace(/^Invalid input: /, '')}` }
  }
  const unknown = issue.keys[0]!
  const path = [...issue.path, unknown]
  const known = keysAt(issue.path)
  const nearest = didYouMean(unknown, known) || (known.length > 0 ? ` There are ${known.join(', ')}.` : '')
  return { path, problem: `there is no setting "${path.join('.')}".${nearest}` }
}

/** The keys that may stand at a path; inside a list, those of its entries. */
function keysAt(path: PropertyKey[]): string[] {
  let schema = bare(configSchema)
  for (const step of path) {
    const inner =
      schema instanceof z.ZodArray
        ? schema.element
        : schema instanceof z.ZodObject
          ? schema.shape[String(step)]
          : undefined
    if (inner === undefined) return []
    schema = bare(inner as z.ZodType)
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return bare(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodPipe) return bare(schema.in as z.ZodType)
  return schema
}

function lineOf(text: string, document: ReturnType<typeof parseDocument>, path: PropertyKey[]): string {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  if (!isMap(parent)) return path.length > 1 ? lineOf(text, document, path.slice(0, -1)) : ''
  const pair = parent.items.find((item) => String(item.key) === String(path.at(-1)))
  const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range
  return range ? `:${text.slice(0, range[0]).split('\n').length}` : ''
}
