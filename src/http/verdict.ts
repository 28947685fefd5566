/** What an exchange came to, named by what happens next. */
import { obstacle } from './challenge.ts'
import { decodeText } from './charset.ts'
import type { Verdict } from './contract.ts'
import { BadBody } from './decode.ts'
import { UnsafeAddress } from './guard.ts'
import { NotNow } from './pace.ts'
import { shown } from './shown.ts'
import { type Received, TransportError } from './transport.ts'
import { wholeByContent } from './whole.ts'

/** Worth another try at once: the request was not at fault. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529])

const refusing: Record<number, string> = {
  401: 'it asks for credentials',
  402: 'it asks to be paid',
  403: 'it forbids access',
  407: 'a proxy asks for credentials',
  451: 'it may not serve this for legal reasons',
}

/** Bytes that are no text in the charset that was declared: above this share the body is not what it claims to be. */
const mostReplaced = 0.001

export interface Asked {
  /** The address as the caller named it, and the one that answered after redirects. */
  url: URL
  conditional: boolean
  accept: string | undefined
  /** A browser wrote the text anew, with every closing tag, so that its end proves nothing. */
  rendered: boolean
}

export function verdictOf(received: Received, { url, conditional, accept, rendered }: Asked): Verdict {
  const { status, headers } = received
  const where = shown(url.href)
  if (status === 304) {
    return conditional
      ? { kind: 'unchanged', url: url.href }
      : { kind: 'changed', status, reason: `${where} answered 304 to a request that named no earlier answer` }
  }
  if (status === 404 || status === 410) return { kind: 'gone', status, reason: `${where} answered ${status}` }
  if (refusing[status] !== undefined) {
    return { kind: 'refused', status, reason: `${where} answered ${status}: ${refusing[status]}` }
  }
  const { text, replaced, charset } = decodeText(received.bytes, headers['content-type'] ?? '')
  const standing = obstacle(headers, text)
  if (standing !== null) return { kind: 'refused', status, reason: `${where} shows ${standing}` }
  if (status >= 500 || passing.has(status)) return { kind: 'again', status, reason: `${where} answered ${status}` }
  if (status !== 200) return { kind: 'changed', status, reason: `${where} answered ${status}, not 200` }
  if (text.trim() === '') return { kind: 'changed', status, reason: `${where} answered 200 without a body` }
  if (replaced > Math.max(0, text.length * mostReplaced)) {
    return { kind: 'changed', status, reason: `${where} holds ${replaced} characters that are not ${charset}` }
  }
  if (text.slice(0, 1024).includes('\u0000')) {
    return { kind: 'changed', status, reason: `${where} holds binary data where text belongs` }
  }
  if (accept !== undefined && /json/.test(accept) && !/html|\*\/\*/.test(accept) && /^\s*</.test(text)) {
    return { kind: 'refused', status, reason: `${where} shows a page where JSON was asked for` }
  }
  const end = received.provenWhole || rendered ? 'proven' : wholeByContent(text, headers['content-type'] ?? '')
  if (end === 'cut') return { kind: 'again', status, reason: `${where} was cut off, or does not say where it ends` }
  return {
    kind: 'answer',
    answer: {
      url: url.href,
      status,
      headers,
      body: text,
      wireBytes: received.wireBytes,
      bodyBytes: received.bytes.length,
      provenWhole: received.provenWhole || end === 'whole',
      validators: validatorsOf(headers),
    },
  }
}

function validatorsOf(headers: Record<string, string>) {
  return {
    ...(headers['etag'] === undefined ? {} : { etag: headers['etag'] }),
    ...(headers['last-modified'] === undefined ? {} : { lastModified: headers['last-modified'] }),
  }
}

/** A failure as a verdict, and whether trying again may help; rethrows what is not HTTP's. */
export function verdictOfFailure(error: unknown, address: string): { verdict: Verdict; retry: boolean } {
  const where = shown(address)
  if (error instanceof NotNow) {
    const verdict: Verdict = error.broken
      ? { kind: 'again', reason: error.message }
      : { kind: 'later', until: error.until, reason: error.message }
    return { verdict, retry: false }
  }
  if (error instanceof UnsafeAddress) return { verdict: { kind: 'refused', reason: error.message }, retry: false }
  if (error instanceof TransportError) {
    return {
      verdict: { kind: error.retry ? 'again' : 'changed', reason: `${where}: ${error.message}` },
      retry: error.retry,
    }
  }
  if (error instanceof BadBody) {
    return {
      verdict: { kind: error.cut ? 'again' : 'changed', reason: `${where}: ${error.message}` },
      retry: error.cut,
    }
  }
  throw error
}
