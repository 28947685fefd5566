/** Serves bombs from a process of its own: /gzip, /br, … inflate to 10 GB each; /patient-gzip stays below any ratio; /good is a board. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { seeded } from './scripts.ts'

const blocks = 10_000
const zeros = Buffer.alloc(1_000_000, '0')
/** Decimal noise for a hundredth of the block: such text shrinks about a hundredfold. */
const random = seeded(1)
const noisy = Buffer.from(zeros)
for (let at = 0; at < 15_000; at++) noisy[at] = 33 + Math.floor(random() * 90)

const packers: Record<string, { coding: string; block: Buffer; make: () => Transform[] }> = {
  gzip: { coding: 'gzip', block: zeros, make: () => [zlib.createGzip({ level: 1 })] },
  deflate: { coding: 'deflate', block: zeros, make: () => [zlib.createDeflate({ level: 1 })] },
  br: { coding: 'br', block: zeros, make: () => [brotli()] },
  'gzip-in-gzip': {
    coding: 'gzip, gzip',
    block: zeros,
    make: () => [zlib.createGzip({ level: 1 }), zlib.createGzip({ level: 1 })],
  },
  'gzip-in-gzip-declared-once': {
    coding: 'gzip',
    block: zeros,
    make: () => [zlib.createGzip({ level: 1 }), zlib.createGzip({ level: 0 })],
  },
  'gzip-in-br': { coding: 'gzip, br', block: zeros, make: () => [zlib.createGzip({ level: 1 }), brotli()] },
  'patient-gzip': { coding: 'gzip', block: noisy, make: () => [zlib.createGzip({ level: 1 })] },
}
const zstd = (zlib as unknown as { createZstdCompress?: () => Transform }).createZstdCompress
if (zstd !== undefined) packers['zstd'] = { coding: 'zstd', block: zeros, make: () => [zstd()] }

function brotli() {
  return zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })
}

const server = createServer((asked, response) => {
  const packer = packers[asked.url?.slice(1) ?? '']
  if (packer === undefined) return void response.end('[]')
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': packer.coding })
  let stream: NodeJS.ReadableStream = Readable.from(
    (function* () {
      for (let block = 0; block < blocks; block++) yield packer.block
    })(),
    { objectMode: false },
  )
  for (const transform of packer.make()) stream = stream.pipe(transform)
  stream.pipe(response)
  response.on('close', () => (stream as unknown as Transform).destroy())
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port, bombs: Object.keys(packers) }),
)
