import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { configSchema, parseConfigFile } from '../src/config-file.ts'
import { configTemplate } from '../src/config-template.ts'
import { UserError } from '../src/domain.ts'
import { settings, variableOf } from '../src/settings.ts'
import { scratchFolder } from './support/store.ts'

function fileWith(text: string): string {
  const file = join(scratchFolder(), 'skilltide.yaml')
  writeFileSync(file, text)
  return file
}

const read = (text: string, environment: Record<string, string> = {}, flags: { db?: string; set?: string[] } = {}) =>
  readConfig({ config: fileWith(text), ...flags }, environment)

describe('a flag beats the environment, the environment beats the file, the file beats the default', () => {
  const cases: [string, string, Record<string, string>, string[], number, string][] = [
    ['default', '', {}, [], 8, 'default'],
    ['file', 'collect: {hosts: 3}', {}, [], 3, 'file'],
    ['environment', 'collect: {hosts: 3}', { SKILLTIDE_COLLECT_HOSTS: '4' }, [], 4, 'environment'],
    ['flag', 'collect: {hosts: 3}', { SKILLTIDE_COLLECT_HOSTS: '4' }, ['collect.hosts=5'], 5, 'flag'],
  ]
  test.each(cases)('%s', async (_, text, environment, set, value, origin) => {
    const config = await read(text, environment, { set })
    expect(config.settings.collect?.hosts).toBe(value)
    expect(config.origins['collect.hosts']).toBe(origin)
  })

  test('every setting of the file has a variable, and the two lists are one', () => {
    const leaves = (schema: z.ZodType, path: string): string[] => {
      const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
      const table = ['timetable', 'notices.mail'].includes(path)
      if (!(inner instanceof z.ZodObject) || table) return [path]
      return Object.entries(inner.shape).flatMap(([key, value]) =>
        leaves(value as z.ZodType, path === '' ? key : `${path}.${key}`),
      )
    }
    expect(settings.map(({ path }) => path).sort()).toEqual(leaves(configSchema, '').sort())
    expect(new Set(settings.map(({ path }) => variableOf(path))).size).toBe(settings.length)
    expect(variableOf('sources.adzunaConsent')).toBe('SKILLTIDE_SOURCES_ADZUNA_CONSENT')
  })

  test('every default passes the check that the file is held to', () => {
    const text = settings.flatMap(({ path, fallback }) => (fallback === undefined ? [] : [`--set ${path}=${fallback}`]))
    expect(text.length).toBeGreaterThan(15)
    const set = settings.flatMap(({ path, fallback }) => (fallback === undefined ? [] : [`${path}=${fallback}`]))
    return expect(read('', {}, { set })).resolves.toMatchObject({ contact: 'https://github.com/skilltide/skilltide' })
  })

  test('lists may be plain words, and tables are YAML', async () => {
    const config = await read('', { SKILLTIDE_SKILLS_FOLLOW: 'pytorch, jax', SKILLTIDE_TIMETABLE: '{exports: false}' })
    expect(config.settings.skills?.follow).toEqual(['pytorch', 'jax'])
    expect(config.settings.timetable).toEqual({ exports: false })
  })

  test('relative paths start at the config file', async () => {
    const file = fileWith('store: here/store.sqlite')
    const config = await readConfig({ config: file }, { SKILLTIDE_OUT: 'there' })
    expect([config.store, config.out]).toEqual([join(file, '../here/store.sqlite'), join(file, '../there')])
  })
})

describe('secrets come from the environment or from a file', () => {
  test('a file is read and trimmed, and a variable beside it is not lost', async () => {
    const secret = join(scratchFolder(), 'secret')
    writeFileSync(secret, 'from the file\n')
    const config = await read('', { SKILLTIDE_KEY_SLACK_FILE: secret, SKILLTIDE_KEY_ADZUNA_ID: 'plain' })
    expect(config.secrets).toEqual({ SKILLTIDE_KEY_SLACK: 'from the file', SKILLTIDE_KEY_ADZUNA_ID: 'plain' })
  })

  test.each([['/nowhere/secret', 'SKILLTIDE_KEY_SLACK_FILE names /nowhere/secret, which cannot be read (ENOENT).']])(
    'a file that cannot be read is named: %s',
    async (path, message) => {
      await expect(read('', { SKILLTIDE_KEY_SLACK_FILE: path })).rejects.toThrow(message)
    },
  )
})

const wrong: [string, string, string][] = [
  ['an unknown key', 'bords: {defaults: true}', ':1: there is no setting "bords". Did you mean "boards"?'],
  ['an unknown key further in', 'collect:\n  host: 3', ':2: there is no setting "collect.host". Did you mean "hosts"?'],
  [
    'an unknown job',
    'timetable:\n  colect: "1 * * * *"',
    ':2: there is no setting "timetable.colect". Did you mean "collect"?',
  ],
  ['an unknown key of a list', 'notices:\n  webhooks:\n    - {urll: "https://x.example/"}', ':3: '],
  ['a wrong type', 'collect: {hosts: many}', ':1: collect.hosts: expected number, received string'],
  ['a number out of bounds', 'collect: {hosts: 0}', ':1: collect.hosts: Too small: expected number to be >=1'],
  ['a wrong word', 'log: {format: xml}', ':1: log.format: Invalid option: expected one of "auto"|"json"|"text"'],
  ['a population that is none', 'population: everyone', ':1: population: takes all, ai, role:ml_engineer'],
  [
    'an address that is none',
    'notices: {webhooks: [{url: "slack"}]}',
    ':1: notices.webhooks.0.url: write it as https://host/path',
  ],
  [
    'a webhook with neither address nor key',
    'notices: {webhooks: [{shape: slack}]}',
    ':1: notices.webhooks.0: give it either url or key',
  ],
  [
    'a mail server that is none',
    'notices: {mail: {to: a, from: b, server: mail}}',
    ':1: notices.mail.server: write it as smtp://host:587',
  ],
  ['a list', '- a', ': a config file is a list of settings'],
  ['a lone word', 'hello', ': a config file is a list of settings'],
  ['broken YAML', 'a: [1', ': Flow sequence in block collection must be sufficiently indented'],
  ['a key twice', 'out: a\nout: b', ': Map keys must be unique at line 2, column 1'],
  [
    'a bomb of aliases',
    `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`,
    ': Excessive alias count',
  ],
]

test.each(wrong)('a config with %s ends in one line that names the file and the place', async (_, text, message) => {
  const file = fileWith(text)
  const error = await readConfig({ config: file }, {}).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  expect((error as UserError).message).toContain(file + message)
  expect((error as UserError).message).not.toContain('\n')
  expect((error as UserError).exitCode).toBe(2)
})

test.each([
  [{ SKILLTIDE_CONFIG: '/nowhere/skilltide.yaml' }, {}, 'No config file at /nowhere/skilltide.yaml'],
  [{ SKILLTIDE_COLLECT_HOSTS: 'many' }, {}, 'SKILLTIDE_COLLECT_HOSTS: collect.hosts: expected number, received string'],
  [
    { SKILLTIDE_COLECT_HOSTS: '3' },
    {},
    'The environment sets SKILLTIDE_COLECT_HOSTS, which is no setting. Did you mean "SKILLTIDE_COLLECT_HOSTS"?',
  ],
  [{ SKILLTIDE_TIMETABLE: '{collect' }, {}, 'SKILLTIDE_TIMETABLE: Flow map'],
  [{ SKILLTIDE_TIMETABLE: '{x: false}' }, {}, 'SKILLTIDE_TIMETABLE: there is no setting "timetable.x".'],
  [{ SKILLTIDE_TODAY: '2026-02-30' }, {}, 'SKILLTIDE_TODAY is "2026-02-30"; write a day as 2026-11-24'],
  [
    { SKILLTIDE_MIRROR: 'http://example.com' },
    {},
    'SKILLTIDE_MIRROR is "http://example.com"; it takes a loopback address',
  ],
  [{ SKILLTIDE_MIRROR: 'nonsense' }, {}, 'SKILLTIDE_MIRROR is "nonsense"; it takes a loopback address'],
  [{}, { set: ['collect.host=3'] }, '--set: there is no setting "collect.host". Did you mean "collect.hosts"?'],
  [{}, { set: ['collect.hosts'] }, '--set takes setting=value, such as collect.hosts=4, not "collect.hosts"'],
  [{}, { set: ['collect.hosts=x'] }, '--set collect.hosts: collect.hosts: expected number, received string'],
])('the environment %j with flags %j ends in one line', async (environment, flags, message) => {
  const error = await readConfig(flags, environment as Record<string, string>).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  expect((error as UserError).message).toContain(message)
  expect((error as UserError).exitCode).toBe(2)
})

test('a folder in place of the config file is named', async () => {
  const folder = join(scratchFolder(), 'skilltide.yaml')
  mkdirSync(folder)
  await expect(readConfig({ config: folder }, {})).rejects.toThrow(`The config file ${folder} cannot be read (EISDIR).`)
})

test('whatever stands in a config file, it is read or refused in one line', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('boards', 'store', '[', '{', '&a', '*a', '!!js'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc
          .dictionary(fc.constantFrom(...settings.map(({ path }) => path.split('.')[0]!)), scalar)
          .map((tree) => JSON.stringify(tree)),
      ),
      (text) => {
        try {
          parseConfigFile(text, 'skilltide.yaml')
        } catch (error) {
          if (!(error instanceof UserError) || error.message.includes('\n')) throw error
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('the file that init writes is good, also with every example taken out of its comment', () => {
  const text = configTemplate('https://example.com/"bot": #1')
  expect(parseConfigFile(text, 'f')).toMatchObject({
    contact: 'https://example.com/"bot": #1',
    boards: { defaults: true },
  })
  const examples = text.replace(/^# (?=[a-z]+:| {2})/gm, '').replace(/^ {2}# (?=[a-z]+:| {2}-)/gm, '  ')
  expect(Object.keys(parseConfigFile(examples, 'f'))).toEqual(
    expect.arrayContaining([
      'timetable',
      'notices',
      'backups',
      'skills',
      'log',
      'metrics',
      'sources',
      'archive',
      'retention',
    ]),
  )
})
