import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { BoardState, EventRow, LabelRow } from '../../db/store.ts'
import { conditionsOf, type Standing, tellings, toldSoFar } from '../../jobs/notices.ts'
import { timetableOf } from '../../jobs/timetable.ts'
import { day, type Week } from '../../src/days.ts'
import { channelsOf } from '../../src/notices/channels.ts'
import { type Notice, noticeText, noticeTitle } from '../../src/notices/notice.ts'
import { board, scratchFolder } from '../support/store.ts'

const now = Date.parse('2026-11-24T12:00:00Z')
const hour = 3_600_000

const standing = (over: Partial<Standing> = {}): Standing => ({
  now,
  boards: [],
  alarms: [],
  timetable: timetableOf({}),
  jobs: [],
  labels: [],
  disks: [{ what: 'store', freeBytes: 50e9 }],
  freeMegabytes: 1024,
  overdueHours: 6,
  ...over,
})

const boardState = (
  id: string,
  outcome: 'complete' | 'suspect' | 'blocked' | 'failed',
  over: Partial<BoardState> = {},
): BoardState => ({
  ...board(id),
  state: 'active',
  addedOn: day('2026-01-01'),
  nextDueAt: 0,
  lastComplete: day('2026-11-24'),
  open: 3,
  lastSnapshot: {
    board: id,
    startedAt: now,
    day: day('2026-11-24'),
    outcome,
    reason: outcome === 'complete' ? null : 'the list halved',
    listed: 0,
    total: null,
    withText: 0,
    rejects: 0,
    fills: {},
    origin: 'collected',
    clearedAt: null,
  },
  ...over,
})

const job = (subject: string, outcome: string, hoursAgo: number, message = ''): EventRow => ({
  at: now - hoursAgo * hour,
  run: `${subject}-1`,
  kind: 'job',
  subject,
  outcome,
  message,
})

const label = (skill: string, week: string, word: string): LabelRow => ({
  skill,
  population: 'ai',
  week: week as Week,
  edition: 'e1',
  method: 'm1',
  raw: word,
  label: word,
  state: null,
})

const texts = (over: Partial<Standing>) => conditionsOf(standing(over)).map(({ key, text }) => `${key}: ${text}`)

describe('what is worth telling', () => {
  test('nothing, when all is well', () => {
    expect(
      conditionsOf(
        standing({
          boards: [boardState('ashby:calm', 'complete')],
          jobs: [job('collect', 'done', 1), job('collect', 'started', 1)],
        }),
      ),
    ).toEqual([])
  })

  test('a suspect, a blocked and a gone board, and one that fails for days; a single bad day is not', () => {
    expect(
      texts({
        boards: [
          boardState('ashby:halved', 'suspect'),
          boardState('ashby:walled', 'blocked'),
          boardState('ashby:moved', 'complete', { state: 'gone' }),
          boardState('ashby:down', 'failed', { lastComplete: day('2026-11-19') }),
          boardState('ashby:hiccup', 'failed', { lastComplete: day('2026-11-23') }),
        ],
      }),
    ).toEqual([
      'board:ashby:halved: ashby:halved is suspect since 2026-11-24: the list halved. Its figures stand as they were.',
      'board:ashby:walled: ashby:walled is blocked since 2026-11-24: the list halved. Its figures stand as they were.',
      'board:ashby:moved: ashby:moved is gone: its address no longer has a board.',
      'board:ashby:down: ashby:down was last read whole on 2026-11-19: the list halved.',
    ])
  })

  test('a failed backup, a job that overran, and one that is overdue by more than the hours of the config', () => {
    expect(
      texts({
        jobs: [
          job('backup', 'failed', 7, 'the disk is full'),
          job('backup', 'started', 7),
          job('refresh', 'overran', 4, 'stopped after 180 minutes'),
          job('refresh', 'started', 6.75),
          job('collect', 'started', 9),
        ],
      }),
    ).toEqual([
      'overdue:collect: The collect job is overdue: it was due at 2026-11-24 03:17 UTC.',
      'job:refresh: The refresh job overran: stopped after 180 minutes',
      'job:backup: The backup job failed: the disk is full',
    ])
  })

  test('what the monitors have raised, with what to do', () => {
    const alarm = {
      about: 'greenhouse',
      what: 'fall',
      message: 'its boards list a third less.',
      todo: 'look at the source',
    }
    expect(texts({ alarms: [alarm] })).toEqual([
      'alarm:greenhouse:fall: greenhouse: its boards list a third less. To do: look at the source.',
    ])
  })

  test('a disk with less room than the config asks for', () => {
    expect(texts({ disks: [{ what: 'store', freeBytes: 100 * 1_048_576 }] })).toEqual([
      'disk:store: The disk of the store is nearly full: 100 MB are free.',
    ])
  })

  test('a label that changed, as news of its week', () => {
    expect(
      texts({
        labels: [
          label('jax', '2026-W46', 'steady'),
          label('pytorch', '2026-W46', 'steady'),
          label('jax', '2026-W47', 'growing'),
          label('pytorch', '2026-W47', 'steady'),
        ],
      }),
    ).toEqual(['label:jax:ai:2026-W47: jax is now "growing" (week 2026-W47); it was "steady".'])
  })
})

describe('once when it begins, once when it is over', () => {
  const condition = { key: 'disk:store', severity: 'problem' as const, text: 'The disk is nearly full.' }
  const event = (outcome: string, data: object): EventRow => ({
    at: now,
    run: null,
    kind: 'notice',
    subject: 'disk:store',
    outcome,
    message: condition.text,
    data,
  })
  const kinds = (conditions: (typeof condition)[], events: EventRow[]) =>
    tellings(conditions, toldSoFar(events)).map(({ kind, channels }) => ({ kind, channels }))

  test('begun, told, quiet, over, told, quiet, begun again', () => {
    const began = event('began', { severity: 'problem', owed: [], tries: 1 })
    const ended = event('ended', { severity: 'problem', owed: [], tries: 1 })
    expect(kinds([condition], [])).toEqual([{ kind: 'began', channels: null }])
    expect(kinds([condition], [began])).toEqual([])
    expect(kinds([], [began])).toEqual([{ kind: 'ended', channels: null }])
    expect(kinds([], [ended, began])).toEqual([])
    expect(kinds([condition], [ended, began])).toEqual([{ kind: 'began', channels: null }])
  })

  test('news is told once and never ends', () => {
    const news = { ...condition, severity: 'news' as const }
    const told = [event('began', { severity: 'news', owed: [], tries: 1 })]
    expect(tellings([news], new Map())).toHaveLength(1)
    expect(tellings([news], toldSoFar(told))).toEqual([])
    expect(tellings([], toldSoFar(told))).toEqual([])
  })

  test('a channel that did not take it is told again, the others are not, and not for ever', () => {
    expect(kinds([condition], [event('began', { severity: 'problem', owed: ['mail'], tries: 3 })])).toEqual([
      { kind: 'began', channels: ['mail'] },
    ])
    expect(kinds([condition], [event('began', { severity: 'problem', owed: ['mail'], tries: 20 })])).toEqual([])
  })
})

const notices: Notice[] = [
  {
    key: 'job:backup',
    severity: 'problem',
    kind: 'began',
    text: 'The backup job failed: <full> & "done"\x1b]0;owned\x07',
  },
  { key: 'board:a', severity: 'warning', kind: 'ended', text: 'ashby:a is suspect.' },
]

test('a notice is one line, and what others wrote steers no terminal', () => {
  expect(noticeTitle(notices)).toBe('skilltide: 1 problem, 1 recovery')
  expect(noticeText(notices)).toBe(
    '!!  The backup job failed: <full> & "done"\\x1b]0;owned\\x07\nok  over: ashby:a is suspect.',
  )
})

async function receiver(status = 200) {
  const got: { headers: Record<string, unknown>; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    got.push({ headers: request.headers, body })
    response.writeHead(status).end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

describe('the channels', () => {
  test('webhooks get JSON, the shape of Slack, and that of ntfy', async () => {
    const { got, url } = await receiver()
    const channels = channelsOf({
      settings: { notices: { webhooks: [{ url }, { key: 'slack', shape: 'slack' }, { url, shape: 'ntfy' }] } },
      secrets: { SKILLTIDE_KEY_SLACK: url },
    })
    for (const channel of channels) await channel.send(notices, now)
    expect(JSON.parse(got[0]!.body)).toEqual({
      program: 'skilltide',
      at: '2026-11-24T12:00:00.000Z',
      title: 'skilltide: 1 problem, 1 recovery',
      notices,
    })
    expect(JSON.parse(got[1]!.body)).toEqual({
      text: '*skilltide: 1 problem, 1 recovery*\n!!  The backup job failed: &lt;full&gt; &amp; "done"\\x1b]0;owned\\x07\nok  over: ashby:a is suspect.',
    })
    expect(got[2]).toMatchObject({
      headers: { title: 'skilltide: 1 problem, 1 recovery', priority: 'high' },
      body: noticeText(notices),
    })
  })

  test('a webhook that refuses or is not there says so, without its address', async () => {
    const { url } = await receiver(500)
    const send = (address: string) =>
      channelsOf({ settings: { notices: { webhooks: [{ url: address }] } }, secrets: {} })[0]!.send(notices, now)
    await expect(send(url)).rejects.toThrow(/^it answered 500$/)
    await expect(send('http://127.0.0.1:9/secret-token')).rejects.toThrow(/^ECONNREFUSED$/)
  })

  test('a secret that is not set is named, and the file that may hold it', () => {
    expect(() => channelsOf({ settings: { notices: { webhooks: [{ key: 'slack' }] } }, secrets: {} })).toThrow(
      'notices.webhooks wants SKILLTIDE_KEY_SLACK (or SKILLTIDE_KEY_SLACK_FILE) in the environment, and it is not set.',
    )
  })

  test('a program of the user gets the text on its standard input, without a shell between', async () => {
    const file = join(scratchFolder(), 'told $(id)')
    const write = `require('node:fs').writeFileSync(process.argv[1], require('node:fs').readFileSync(0))`
    const send = (command: string[]) =>
      channelsOf({ settings: { notices: { command } }, secrets: {} })[0]!.send(notices, now)
    await send([process.execPath, '-e', write, file])
    expect(readFileSync(file, 'utf8')).toBe(`skilltide: 1 problem, 1 recovery\n${noticeText(notices)}\n`)
    await expect(send([process.execPath, '-e', 'process.exit(3)'])).rejects.toThrow('it ended with code 3')
    await expect(send(['/nowhere/page-me'])).rejects.toThrow('it could not be started (ENOENT)')
  })

  test('a mail goes through the server of the config', async () => {
    const { port, said } = await mailServer()
    const mail = { to: 'you@example.com', from: 'skilltide@example.com', server: `smtp://127.0.0.1:${port}` }
    await channelsOf({ settings: { notices: { mail } }, secrets: {} })[0]!.send(notices, now)
    expect(said.join('\n')).toContain('MAIL FROM:<skilltide@example.com>')
    expect(said.join('\n')).toContain('RCPT TO:<you@example.com>')
    expect(said).toContain('Subject: skilltide: 1 problem, 1 recovery')
    expect(said).toContain('ok  over: ashby:a is suspect.')
  })
})

/** The least of SMTP that takes one mail. */
async function mailServer(): Promise<{ port: number; said: string[] }> {
  const said: string[] = []
  const server = createTcp((socket) => {
    let inBody = false
    let rest = ''
    socket.write('220 loopback\r\n')
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n')
      rest = lines.pop()!
      for (const line of lines) {
        said.push(line)
        if (inBody && line === '.') {
          inBody = false
          socket.write('250 taken\r\n')
        } else if (!inBody) {
          inBody = line === 'DATA'
          socket.write(inBody ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, said }
}
