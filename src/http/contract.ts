/** What the rest of the program sees of HTTP: one question, and answers named by what happens next. */
import type { HostTurns } from '../domain.ts'

export interface HttpRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** Whose archive keeps the raw answer. */
  board?: string
  /** Whose pace and robots stance apply. */
  source: { id: string; robots: 'obey' | 'documented-api'; minDelaySeconds?: number | undefined }
  /** Validators of the last answer to this request, where a 304 would serve. */
  validators?: { etag?: string; lastModified?: string }
  /** Hosts beyond the request's own that a redirect may lead to. */
  redirectHosts?: string[]
  /** Render the page in a browser and wait for this selector. */
  browser?: { waitFor?: string }
  signal?: AbortSignal
}

export interface HttpAnswer {
  /** The address that answered, after redirects. */
  url: string
  status: number
  headers: Record<string, string>
  /** Decoded text, proven whole as far as the transfer can prove it. */
  body: string
  /** Bytes on the wire and after decompression. */
  wireBytes: number
  bodyBytes: number
  /**
   * The transfer, the compression or the text's own end shows that nothing is missing. False for plain text and lines of JSON
   * that ended with the connection, and for rendered pages whose transfer had no length.
   */
  provenWhole: boolean
  validators: { etag?: string; lastModified?: string }
}

/** Named by what happens next. `reason` says what and where in words a person can act on. */
export type Verdict =
  | { kind: 'answer'; answer: HttpAnswer }
  /** 304 to our validators: what we have is what there is. */
  | { kind: 'unchanged'; url: string }
  /** It may work at once or soon; tries were used up. */
  | { kind: 'again'; reason: string; status?: number }
  /** The host asked to be left alone until then. */
  | { kind: 'later'; until: Date; reason: string; status?: number }
  /** It will not serve us: 401, 403, robots.txt, a challenge page, an unsafe address. */
  | { kind: 'refused'; reason: string; status?: number }
  /** 404, 410, or what this source answers for a board that is not there. */
  | { kind: 'gone'; reason: string; status?: number; redirectedTo?: string }
  /** An answer that is not what it claims to be: cut, too large, of another type. */
  | { kind: 'changed'; reason: string; status?: number }

export type Get = (request: HttpRequest) => Promise<Verdict>

/** Where hosts' next allowed moments, robots.txt files and validators are kept over restarts. Instants in ms since 1970. */
export interface HttpMemory {
  host(host: string): Promise<{ nextAt: number; failures: number } | null>
  rememberHost(host: string, state: { nextAt: number; failures: number }): Promise<void>
  robots(origin: string): Promise<{ fetchedAt: number; status: number; body: string } | null>
  rememberRobots(origin: string, state: { fetchedAt: number; status: number; body: string }): Promise<void>
  /** Where several processes ask the same hosts: whose turn it is. */
  turns?: HostTurns
}
