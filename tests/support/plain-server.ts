/** A good server in a process of its own, for measurements: says its port, then answers every request with the same JSON. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const row = JSON.stringify({ id: 1, title: 'ML Engineer', text: 'Builds careful models of rivers – and ships them.' })
const rows = Math.ceil((Number(process.argv[2]) * 1000) / (row.length + 1))
const body = Buffer.from(`[${Array<string>(rows).fill(row).join(',')}]`)
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
