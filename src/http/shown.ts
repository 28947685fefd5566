/** An address as it may be printed, logged and kept: without the keys that some sources want in it. */

const secret = /^(?:.*[_-])?(?:key|apikey|token|secret|auth|signature|sig|password|pass|app_?id|credential|session)$/i
const secretInCamelCase = /[a-z\d](?:Key|Token|Secret|Signature|Password)$/
const isSecret = (name: string) => secret.test(name) || secretInCamelCase.test(name)

/** The address without credentials, and without the values of query parameters that are named like keys. */
export const masked = (address: string): string =>
  address
    .replace(/^([a-z][a-z0-9+.-]*:[\\/]{0,2})[^/?#\\]*@/i, '$1***@')
    .replace(/([?&;])([^=&#;]*)=([^&#;]*)/g, (whole, mark, name) => (isSecret(name) ? `${mark}${name}=***` : whole))

/** The values of query parameters that are named like keys. */
export const secretsOf = (url: URL): string[] =>
  [...url.searchParams].filter(([name, value]) => value !== '' && isSecret(name)).map(([, value]) => value)

/** The same on one line, and short enough to read. */
export function shown(address: string): string {
  const line = masked(address).replace(/[\u0000-\u0020\u007f-\u009f]/g, ' ')
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
