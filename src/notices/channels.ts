/** The ways by which notices leave: webhooks in three shapes, mail, a program of the user's. */
import { spawn } from 'node:child_process'
import type { Config } from '../config.ts'
import { UserError } from '../domain.ts'
import { deliver } from '../http/deliver.ts'
import { type Notice, noticeText, noticeTitle } from './notice.ts'

export interface Channel {
  /** As it is named in the log and kept in the store; holds no secret. */
  name: string
  send(notices: readonly Notice[], at: number): Promise<void>
}

/** The channels that the config names. A missing secret is an error that names it. */
export function channelsOf(config: Pick<Config, 'settings' | 'secrets'>): Channel[] {
  const { webhooks = [], command, mail } = config.settings.notices ?? {}
  return [
    ...webhooks.map(({ url, key, shape = 'json' }, index): Channel => {
      const address = url ?? secretNamed(config, key!, 'notices.webhooks')
      return { name: `webhook ${index + 1}`, send: (notices, at) => deliver(address, shapes[shape](notices, at)) }
    }),
    ...(command === undefined
      ? []
      : [{ name: 'command', send: (notices: readonly Notice[]) => tell(command, notices) }]),
    ...(mail === undefined
      ? []
      : [
          {
            name: 'mail',
            send: async (notices: readonly Notice[]) =>
              (await import('./mail.ts')).post(mail, password(config, mail.user), notices),
          },
        ]),
  ]
}

function secretNamed({ secrets }: Pick<Config, 'secrets'>, key: string, where: string): string {
  const variable = `SKILLTIDE_KEY_${key.toUpperCase()}`
  const secret = secrets[variable]
  if (secret !== undefined) return secret
  throw new UserError(`${where} wants ${variable} (or ${variable}_FILE) in the environment, and it is not set.`)
}

const password = (config: Pick<Config, 'secrets'>, user: string | undefined): string | undefined =>
  user === undefined ? undefined : secretNamed(config, 'smtp', 'notices.mail')

const shapes = {
  json: (notices: readonly Notice[], at: number) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      program: 'skilltide',
      at: new Date(at).toISOString(),
      title: noticeTitle(notices),
      notices,
    }),
  }),
  slack: (notices: readonly Notice[]) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      text: `*${noticeTitle(notices)}*\n${noticeText(notices).replace(/[&<>]/g, (sign) => entities[sign]!)}`,
    }),
  }),
  ntfy: (notices: readonly Notice[]) => ({
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      title: noticeTitle(notices),
      priority: notices.some(({ kind, severity }) => kind === 'began' && severity === 'problem') ? 'high' : 'default',
    },
    body: noticeText(notices),
  }),
}

/** The three signs by which Slack's markup links and mentions. */
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Runs the user's program without a shell, with the notices on its standard input. */
function tell([program = '', ...args]: string[], notices: readonly Notice[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: 30_000 })
    child.once('error', (error: NodeJS.ErrnoException) => reject(new Error(`it could not be started (${error.code})`)))
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(code === null ? `it was ended by ${signal}` : `it ended with code ${code}`))
    })
    // A program that does not read what it is told may have ended before.
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${noticeTitle(notices)}\n${noticeText(notices)}\n`)
  })
}
