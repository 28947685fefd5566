/** What is refused before anything is read of it: foreign hosts, other methods, bodies, addresses of unusual length. */

export interface Asking {
  method: string
  host: string | undefined
  url: string
  headers: { 'content-length'?: string | undefined; 'transfer-encoding'?: string | undefined }
}

export interface Refusal {
  status: 400 | 405 | 413 | 414 | 421
  title: string
}

const longestUrl = 2000

/** The name in a Host header without its port, in lower case; null for what is no name. */
export function hostName(header: string | undefined): string | null {
  const found = /^(\[[\da-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/i.exec(header ?? '')
  return found === null ? null : found[1]!.toLowerCase()
}

export const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** A page of someone else's could have its own name point at this machine: only names that were told are answered. */
export function refusalOf({ method, host, url, headers }: Asking, hosts: ReadonlySet<string>): Refusal | null {
  const name = hostName(host)
  if (name === null) return { status: 400, title: 'A request needs one Host.' }
  if (!hosts.has(name)) return { status: 421, title: 'This server does not answer for that host.' }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, title: 'Only GET and HEAD are answered.' }
  if (url.length > longestUrl) return { status: 414, title: `An address has at most ${longestUrl} characters here.` }
  const length = headers['content-length']
  if (headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')) {
    return { status: 413, title: 'A request has no body here.' }
  }
  return null
}
