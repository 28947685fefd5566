/** Notices by mail, through the user's own server. */
import { createTransport } from 'nodemailer'
import { type Notice, noticeText, noticeTitle } from './notice.ts'

export interface MailSettings {
  to: string
  from: string
  /** `smtp://host:587` (STARTTLS where it is offered) or `smtps://host:465`. */
  server: string
  user?: string | undefined
}

/** Throws an Error that says why the server did not take it. */
export async function post(
  { to, from, server, user }: MailSettings,
  password: string | undefined,
  notices: readonly Notice[],
): Promise<void> {
  const { hostname, port, protocol } = new URL(server)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A password never goes over the wire in the clear.
    requireTLS: user !== undefined && !secure,
    connectionTimeout: 15_000,
    socketTimeout: 30_000,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  })
  try {
    await transport.sendMail({ to, from, subject: noticeTitle(notices), text: `${noticeText(notices)}\n` })
  } finally {
    transport.close()
  }
}
