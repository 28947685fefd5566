/** Which IP addresses are public unicast: the special-purpose tables of IANA, and IPv4 wherever IPv6 can carry it. */
import { isIPv4, isIPv6 } from 'node:net'

/** [network, prefix length, what it is]. https://www.iana.org/assignments/iana-ipv4-special-registry */
const special4: [string, number, string][] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared by a carrier'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'for protocols'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.88.99.0', 24, 'a retired relay'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarking'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
]

/** Only 2000::/3 is public at all; these are the parts of it that are not. */
const special6: [string, number, string][] = [
  ['2001::', 23, 'for protocols'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, 'a retired relay'],
  ['2620:4f:8000::', 48, 'a special anycast service'],
  ['3fff::', 20, 'documentation'],
]

/** Where the IPv4 address lies within an IPv6 address of this form: [prefix, length, reader]. */
const carriers: [string, number, (groups: number[]) => number][] = [
  ['::ffff:0:0', 96, (groups) => join(groups[6]!, groups[7]!)],
  ['::ffff:0:0:0', 96, (groups) => join(groups[6]!, groups[7]!)],
  ['64:ff9b::', 96, (groups) => join(groups[6]!, groups[7]!)],
  ['64:ff9b:1::', 48, local64],
]

/** RFC 6052 puts the address around bits 64 to 71, which stay zero, as does all behind it; other forms carry nothing public. */
function local64([, , , high, around, low, ...rest]: number[]): number {
  const plain = around! >> 8 === 0 && (low! & 0xff) === 0 && rest.every((group) => group === 0)
  return plain ? join(high!, (around! << 8) | (low! >> 8)) : 0
}

const join = (high: number, low: number) => high * 65_536 + low

/** What makes the address unsafe to dial ("loopback"), or null for a public unicast address. */
export function unsafeBecause(address: string): string | null {
  if (isIPv4(address)) return unsafe4(number4(address))
  if (!isIPv6(address)) return 'not an address'
  const groups = groups6(address)
  const carrier = carriers.find(([prefix, length]) => within6(groups, groups6(prefix), length))
  if (carrier !== undefined) return unsafe4(carrier[2](groups))
  if (groups.every((group, index) => group === 0 || (index === 7 && group === 1))) return 'loopback or unspecified'
  if (groups[0]! >> 13 !== 1) return groups[0]! >> 8 === 0xff ? 'multicast' : 'not public'
  return special6.find(([prefix, length]) => within6(groups, groups6(prefix), length))?.[2] ?? null
}

/** Addresses of this machine, which tests and mirrors may be allowed. */
export const isLoopback = (address: string): boolean =>
  isIPv4(address) ? address.startsWith('127.') : isIPv6(address) && groups6(address).join() === '0,0,0,0,0,0,0,1'

function unsafe4(number: number): string | null {
  const found = special4.find(([network, length]) => {
    const size = 2 ** (32 - length)
    return Math.floor(number / size) === Math.floor(number4(network) / size)
  })
  return found?.[2] ?? null
}

const number4 = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

/** The eight groups of an IPv6 address, which must be valid; a zone is left aside. */
function groups6(address: string): number[] {
  const plain = address.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    return `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`
  })
  const [head = '', tail] = plain.split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const left = read(head)
  const right = tail === undefined ? [] : read(tail)
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function within6(groups: number[], prefix: number[], length: number): boolean {
  const whole = Math.floor(length / 16)
  const rest = 16 - (length % 16)
  return (
    groups.slice(0, whole).every((group, index) => group === prefix[index]) &&
    (rest === 16 || groups[whole]! >> rest === prefix[whole]! >> rest)
  )
}
