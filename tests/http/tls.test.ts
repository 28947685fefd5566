/** Row A22: certificates and versions that are not to be trusted; the authority is a fixture of our own. */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer, type Server, type TlsOptions } from 'node:tls'
import { buildConnector } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import { inShort, loopbackClient, openSource } from '../support/http.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', `${name}.pem`), 'utf8')
const key = pem('key-for-tests')

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

/** A client that trusts the fixture's authority, led to a TLS server with these settings. */
async function client(options: TlsOptions, ca: string | undefined = pem('authority')) {
  const server: Server = createServer({ key, ...options }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]'))
  })
  server.on('tlsClientError', (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const { port } = server.address() as AddressInfo
  const connect = buildConnector({
    allowH2: false,
    ...(ca === undefined ? {} : { ca }),
    lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }] as never),
  })
  const get = loopbackClient({
    lookup: async () => ['9.9.9.9'],
    dial: (_, asked, callback) => connect({ ...asked, port: String(port) }, callback),
  })
  open.push(get)
  return get
}
const ask = async (...settings: Parameters<typeof client>) =>
  inShort((await client(...settings))({ url: 'https://boards.example/', source: openSource }))

describe('A22: TLS that is not to be trusted', () => {
  test('A22: a good certificate is trusted', async () => {
    expect(await ask({ cert: pem('good') })).toBe('answer: []')
  })
  test.each<[string, TlsOptions, string]>([
    ['an expired certificate', { cert: pem('expired') }, 'CERT_HAS_EXPIRED'],
    ['one that is not valid yet', { cert: pem('not-yet') }, 'CERT_NOT_YET_VALID'],
    ['one for another name', { cert: pem('wrong-name') }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['one signed by itself', { cert: pem('self-signed') }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['one of an unknown authority', { cert: pem('stranger') }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['one for another purpose', { cert: pem('wrong-purpose') }, 'INVALID_PURPOSE'],
    ['TLS 1.1', { cert: pem('good'), maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, ''],
    ['a cipher without a key', { cert: pem('good'), maxVersion: 'TLSv1.2', ciphers: 'NULL@SECLEVEL=0' }, ''],
  ])('A22: %s is refused with its cause, without another try', async (_, options, code) => {
    const said = await ask(options)
    expect(said).toMatch(
      /^changed: https:\/\/boards\.example\/: boards\.example: its certificate or TLS is not to be trusted \(/,
    )
    expect(said).toContain(code)
    expect(said).not.toContain('tries')
  })
  test('A22: without the fixture’s authority nothing of it is trusted', async () => {
    expect(await ask({ cert: pem('good') }, pem('self-signed'))).toContain('is not to be trusted')
  })
})
