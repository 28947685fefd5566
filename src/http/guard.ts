/** Says which addresses may be dialled. A name is looked up once, and what was checked is what is dialled. */
import { promises as dns } from 'node:dns'
import { isIP } from 'node:net'
import { isLoopback, unsafeBecause } from './address.ts'
import { shown } from './shown.ts'

/** All addresses of a name; throws as the system's resolver does. */
export type Lookup = (hostname: string) => Promise<string[]>

export interface Guard {
  /** Reads an address; throws an UnsafeAddress for other schemes, credentials within it, and literal private addresses. */
  check(url: string): URL
  /** The addresses of a host that may be dialled. Throws an UnsafeAddress when the host has none of that kind. */
  resolve(hostname: string): Promise<string[]>
}

/** We will not connect there, whatever is there. */
export class UnsafeAddress extends Error {
  constructor(problem: string) {
    super(`unsafe address: ${problem}`)
    this.name = 'UnsafeAddress'
  }
}

const systemLookup: Lookup = async (hostname) =>
  (await dns.lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)

export function createGuard({
  allowLoopback = false,
  lookup = systemLookup,
}: {
  allowLoopback?: boolean
  lookup?: Lookup
}): Guard {
  const trouble = (address: string) => (allowLoopback && isLoopback(address) ? null : unsafeBecause(address))

  return {
    check(text) {
      if (!URL.canParse(text)) throw new UnsafeAddress(`${shown(text)} cannot be read`)
      const url = new URL(text)
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new UnsafeAddress(`${shown(text)} is neither http nor https`)
      }
      if (url.username !== '' || url.password !== '') throw new UnsafeAddress(`${shown(text)} holds credentials`)
      const host = bare(url.hostname)
      const problem = isIP(host) === 0 ? null : trouble(host)
      if (problem !== null) throw new UnsafeAddress(`${host} is ${problem}`)
      return url
    },

    async resolve(hostname) {
      const host = bare(hostname)
      const addresses = isIP(host) === 0 ? await lookup(host) : [host]
      const safe = addresses.filter((address) => trouble(address) === null)
      if (safe.length > 0) return safe
      if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' })
      throw new UnsafeAddress(`${host} is ${addresses[0]}, ${trouble(addresses[0]!)}`)
    },
  }
}

/** A host as resolvers take it: without the brackets of IPv6 and the final dot. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
