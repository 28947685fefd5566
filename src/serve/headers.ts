/** What every answer tells a browser it may do with it: as little as the answer needs. */
import { createHash } from 'node:crypto'
import { embedStyle } from '../report/embed/block.ts'

/** Who may read an answer from where: our own pages, anybody's script, or anybody's frame. */
export type Reach = 'own' | 'anyone' | 'framed'

const styleHash = `'sha256-${createHash('sha256').update(embedStyle).digest('base64')}'`

const policies: Record<'page' | 'framed' | 'data', string> = {
  page: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  framed: `default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'; frame-ancestors *`,
  data: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
}

export function headersFor(type: string, reach: Reach): Record<string, string> {
  const policy = reach === 'framed' ? 'framed' : type.startsWith('text/html') ? 'page' : 'data'
  return {
    'Content-Type': type,
    'Content-Security-Policy': policies[policy],
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), interest-cohort=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': reach === 'own' ? 'same-origin' : 'cross-origin',
    ...(reach === 'framed' ? {} : { 'X-Frame-Options': 'DENY' }),
    ...(reach === 'own' ? {} : { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' }),
  }
}
