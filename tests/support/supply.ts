/** What a lockfile may bring in: packages by their hash from one registry, one install script of the product's, nothing known to be unsafe. */

export interface Lockfile {
  packages: Record<
    string,
    { version?: string; integrity?: string; resolved?: string; hasInstallScript?: boolean; dev?: boolean }
  >
}

export interface Advisory {
  /** `node` for the runtime itself. */
  name: string
  /** Versions before this one are affected. */
  below: string
  id: string
}

/** Each trouble in a line; none for a lockfile that may be installed. `built` may run scripts, `tools` only where nobody installs them with the product. */
export function supplyTroubles(
  { packages }: Lockfile,
  allowed: { built: readonly string[]; tools: readonly string[] },
  advisories: readonly Advisory[],
  node: string,
): string[] {
  const troubles = advisories
    .filter(({ name, below }) => name === 'node' && isBefore(node, below))
    .map(({ below, id }) => `node ${node}: ${id}, mended in ${below}`)
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '') continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const { version = '', integrity = '', resolved, hasInstallScript = false, dev = false } = entry
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)) troubles.push(`${name}: has no sha512 hash`)
    if (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      troubles.push(`${name}: comes from ${resolved}`)
    if (hasInstallScript && !allowed.built.includes(name) && !(dev && allowed.tools.includes(name)))
      troubles.push(`${name}: has an install script that nobody allowed`)
    for (const advisory of advisories)
      if (advisory.name === name && isBefore(version, advisory.below))
        troubles.push(`${name} ${version}: ${advisory.id}, mended in ${advisory.below}`)
  }
  return troubles
}

function isBefore(version: string, other: string): boolean {
  const numbers = (of: string) => of.split(/[.+-]/).slice(0, 3).map(Number)
  const [left, right] = [numbers(version), numbers(other)]
  const at = left.findIndex((each, place) => each !== right[place])
  return at >= 0 && left[at]! < right[at]!
}
