/** Addresses and file names made from outside words. */

/** The address where a browser may be sent, or null: only http and https, without a user name, on one line. */
export function linkable(url: string | null): string | null {
  if (url === null || /[\0-\x20\x7f-\x9f]/.test(url)) return null
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null
  return parsed.username === '' && parsed.password === '' ? parsed.href : null
}

/** Windows keeps these names for devices, whatever follows a dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/**
 * A file name of a-z, 0-9 and hyphens, at most 60 long: no dot, no separator, no hyphen first. Two different names may
 * come to one, so names that must differ add something of ours.
 */
export function fileName(words: string): string {
  const plain = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'unnamed' : devices.test(plain) ? `${plain}-` + 'x' : plain
}
