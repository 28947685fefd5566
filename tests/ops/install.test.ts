import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseCron } from '../../jobs/cron.ts'
import { timetableOf } from '../../jobs/timetable.ts'
import { withBlock, withoutBlock } from '../../src/install/crontab.ts'
import { containerFiles } from '../../src/install/docker.ts'
import { propertyList } from '../../src/install/launchd.ts'
import type { Place } from '../../src/install/place.ts'
import { unit } from '../../src/install/systemd.ts'
import { checkXml } from '../../src/text/xml.ts'
import { scratchFolder } from '../support/store.ts'

/** A place whose names are as awkward as names of folders get. */
const place = (over: Partial<Place> = {}): Place => ({
  node: process.execPath,
  cli: "/opt/tide's 100% $HOME/dist/src/cli.js",
  words: ['--config', '/etc/tide "x"/skilltide.yaml'],
  folder: '/tmp',
  writes: ['/var/lib/skilltide', '/var/lib/skill tide/out'],
  home: '/home/tide',
  user: 'tide',
  root: false,
  owner: { uid: 0, gid: 0 },
  version: '1.2.3',
  timetable: timetableOf({}),
  ...over,
})

const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const systemd = has('systemd-analyze')

describe('the unit of systemd', () => {
  test.each([true, false])('gives each word to the program as it is, for the machine: %s', (root) => {
    const text = unit(place({ root }))
    expect(text).toContain(
      `ExecStart="${process.execPath}" "/opt/tide's 100%% $$HOME/dist/src/cli.js" "schedule" "--log" "json" "--config" "/etc/tide \\"x\\"/skilltide.yaml"`,
    )
    expect(text).toContain(`WantedBy=${root ? 'multi-user.target' : 'default.target'}`)
    expect(text.includes('ProtectSystem=strict')).toBe(root)
    expect(unit(place({ root, owner: { uid: 1000, gid: 1001 } })).includes('User=1000\nGroup=1001\n')).toBe(root)
  })

  test.runIf(systemd)(`is found good by systemd-analyze${systemd ? '' : ' (skipped: there is none here)'}`, () => {
    const folder = scratchFolder()
    for (const root of [true, false]) {
      const file = join(folder, 'skilltide.service')
      writeFileSync(file, unit(place({ root, cli: '/opt/skilltide/cli.js' })))
      const { status, stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
        encoding: 'utf8',
      })
      expect({ status, said: (stderr + stdout).split('\n').filter((line) => line.includes('skilltide')) }).toEqual({
        status: 0,
        said: [],
      })
    }
  })
})

describe('the lines for a crontab', () => {
  const others = '# mine\n5 4 * * * /home/tide/tidy\n'

  test('stand beside those of others, replace older ones of ours, and go without a trace', () => {
    const once = withBlock(others, place()).text
    expect(once.startsWith(others)).toBe(true)
    expect(withBlock(once, place()).text).toBe(once)
    expect(withoutBlock(once)).toBe(others)
    expect(withoutBlock(withBlock('# no end of line', place()).text)).toBe('# no end of line\n')
    expect(withoutBlock(others)).toBe(others)
  })

  test('hold one line a job, in the fields of cron, which the shell reads as words', () => {
    const lines = withBlock('', place())
      .block.split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('CRON_TZ'))
    expect(lines).toHaveLength(timetableOf({}).length)
    for (const line of lines) expect(() => parseCron(line.split(' ').slice(0, 5).join(' '), 'crontab')).not.toThrow()
    // cron turns \% into %, and gives the rest to the shell.
    const command = lines[0]!
      .split(' ')
      .slice(5)
      .join(' ')
      .replaceAll('\\%', '%')
      .replace('cd /tmp && ', `printf '%s\\n' `)
      .replace(' >/dev/null', '')
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    expect(stdout.trimEnd().split('\n')).toEqual([
      process.execPath,
      "/opt/tide's 100% $HOME/dist/src/cli.js",
      'run',
      'collect',
      '--skip-if-running',
      '--config',
      '/etc/tide "x"/skilltide.yaml',
    ])
  })

  test('write out a day field that cron would read otherwise, and name the one zone', () => {
    const block = (changes: object) => withBlock('', place({ timetable: timetableOf(changes) })).block
    expect(block({ prune: '50 4 */10 * 0' })).toContain('50 4 1-31/10 * 0 cd ')
    expect(block({ zone: 'Europe/Oslo' })).toContain('CRON_TZ=Europe/Oslo\n')
    expect(() => block({ collect: 'TZ=Asia/Tokyo 1 * * * *' })).toThrow('A crontab has one time zone')
  })

  test('with a first mark and no last one are left to a hand', () => {
    expect(() => withoutBlock('# >>> skilltide >>> x\n1 * * * * y\n')).toThrow('mend it by hand')
  })
})

test('the property list for launchd is well-formed and holds each word as it is', () => {
  const text = propertyList(place({ words: ['--set', 'contact=<a&b>'] }))
  const strings = [...text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, word]) =>
    word!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  )
  expect(strings).toEqual(
    expect.arrayContaining(['skilltide', "/opt/tide's 100% $HOME/dist/src/cli.js", 'schedule', 'contact=<a&b>']),
  )
  expect(() => checkXml(text.replace(/<!DOCTYPE[^>]*>\n/, ''))).not.toThrow()
})

describe('the files for a container', () => {
  const [docker, compose] = containerFiles(place())
  const service = (parse(compose!.text) as { services: { skilltide: Record<string, unknown> } }).services.skilltide

  test('run it as no root, on a root that is read-only, with a health check and a name that outlives the container', () => {
    expect(docker!.text).toMatch(/^USER node$/m)
    expect(docker!.text).toMatch(
      /^HEALTHCHECK .*\n {2}CMD \["node", "\/app\/dist\/src\/cli\.js", "schedule", "--check"\]$/m,
    )
    expect(service).toMatchObject({
      read_only: true,
      user: 'node',
      cap_drop: ['ALL'],
      hostname: 'skilltide',
      init: true,
      stop_grace_period: '30s',
    })
  })

  test('say nothing but what a Dockerfile may say, with nothing copied that is not built before', () => {
    const steps = docker!.text
      .replace(/\\\n/g, ' ')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    const words = steps.map((line) => line.split(' ')[0])
    expect(new Set(words)).toEqual(
      new Set(['FROM', 'RUN', 'WORKDIR', 'COPY', 'LABEL', 'ENV', 'USER', 'VOLUME', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD']),
    )
    expect(words.filter((word) => word === 'CMD' || word === 'ENTRYPOINT')).toHaveLength(2)
    expect(words.lastIndexOf('RUN')).toBeLessThan(words.indexOf('USER'))
  })
})

test('an install shows first, writes when asked, leaves the file of another hand alone, and is removed again', () => {
  const folder = scratchFolder()
  const home = join(folder, 'home')
  mkdirSync(join(home, '.config'), { recursive: true })
  // launchd's file goes to the home folder and not to the machine, whoever runs the tests.
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, ...words], {
      encoding: 'utf8',
      env: { ...process.env, HOME: home },
      cwd: join(import.meta.dirname, '../..'),
    })
  const script = `
    const [, way, yes] = process.argv
    process.argv[1] = '/opt/cli.js'
    const { install, uninstall } = await import('./src/install/install.ts')
    const { readConfig } = await import('./src/config.ts')
    const app = { config: await readConfig({}, {}) }
    try { console.log(await (way === 'in' ? install : uninstall)(app, 'launchd', yes === 'yes')) } catch (error) { console.log('error: ' + error.message) }`
  const file = join(home, 'Library/LaunchAgents/skilltide.plist')
  expect(run('in', 'no').stdout).toContain(
    'Nothing was written. The same with --yes writes it; then:\n  launchctl load -w ',
  )
  expect(run('out', 'no').stdout).toBe(`Nothing is installed: there is no ${file}.\n`)
  expect(run('in', 'yes').stdout).toContain(`Wrote ${file}.`)
  expect(run('out', 'no').stdout).toContain('This would be removed with --yes:')
  expect(run('out', 'yes').stdout).toContain(`Removed ${file}.`)
  writeFileSync(file, 'mine')
  expect(run('in', 'yes').stdout).toBe(
    `error: ${file} is there already and was not written by skilltide; it was left as it is.\n`,
  )
})
