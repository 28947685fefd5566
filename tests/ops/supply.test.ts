/** What installing the product may bring along, held against its lockfile; the list of advisories is read offline. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Advisory, type Lockfile, supplyTroubles } from '../support/supply.ts'

const file = (name: string): string => readFileSync(resolve(import.meta.dirname, '../..', name), 'utf8')
const lock = JSON.parse(file('package-lock.json')) as Lockfile
const { allowScripts } = JSON.parse(file('package.json')) as { allowScripts: Record<string, boolean> }
// esbuild's script only makes sure that its own binary runs; it comes with the tools, not with the product.
const allowed = { built: Object.keys(allowScripts), tools: ['esbuild'] }

/** Each mended in the version named. */
const advisories: Advisory[] = [
  { name: 'undici', below: '7.2.3', id: 'GHSA-c76h-2ccp-4975' },
  { name: 'nodemailer', below: '7.0.7', id: 'GHSA-mm7p-fcc7-pg87' },
  { name: 'playwright', below: '1.55.1', id: 'GHSA-7mvr-c777-76hp' },
  { name: 'hono', below: '4.6.5', id: 'GHSA-2234-fmw7-43wr' },
  { name: 'yaml', below: '2.2.2', id: 'GHSA-f9xv-q969-pqx4' },
  { name: 'zod', below: '3.22.3', id: 'GHSA-m95q-7qp3-xv42' },
  { name: 'node', below: '18.19.1', id: 'CVE-2024-22019' },
]
const troubles = (of: Lockfile, node = process.versions.node) => supplyTroubles(of, allowed, advisories, node)
const altered = (name: string, over: Lockfile['packages'][string]): Lockfile => ({
  packages: { ...lock.packages, [`node_modules/${name}`]: { ...lock.packages[`node_modules/${name}`], ...over } },
})

test('H15: the lockfile has a hash for every package, one registry, and no install script but the one allowed', () => {
  expect(allowed.built).toEqual(['better-sqlite3'])
  expect(file('.npmrc')).toContain('audit=false')
  expect(file('tools/setup.mjs')).toContain("['ci',")
  expect(troubles(lock)).toEqual([])
})

test.each([
  [
    'a new install script',
    altered('hono', { hasInstallScript: true }),
    'hono: has an install script that nobody allowed',
  ],
  [
    'an install script of a tool in the product',
    altered('esbuild', { hasInstallScript: true, dev: false }),
    'esbuild: has an install script that nobody allowed',
  ],
  ['a hash that is gone', altered('hono', { integrity: '' }), 'hono: has no sha512 hash'],
  ['a weaker hash', altered('hono', { integrity: 'sha1-aaaa' }), 'hono: has no sha512 hash'],
  [
    'another registry',
    altered('hono', { resolved: 'https://mirror.example/hono.tgz' }),
    'hono: comes from https://mirror.example/hono.tgz',
  ],
])('H15: a lockfile with %s is told', (_, changed, trouble) => {
  expect(troubles(changed)).toEqual([trouble])
})

test('H16: a package or a Node of the list of advisories is told, one that has been mended is not', () => {
  expect(troubles(altered('undici', { version: '7.2.2' }))).toEqual([
    'undici 7.2.2: GHSA-c76h-2ccp-4975, mended in 7.2.3',
  ])
  expect(troubles(altered('undici', { version: '7.2.3' }))).toEqual([])
  expect(troubles(altered('zod', { version: '3.9.9' }))).toEqual(['zod 3.9.9: GHSA-m95q-7qp3-xv42, mended in 3.22.3'])
  expect(troubles(lock, '18.9.0')).toEqual(['node 18.9.0: CVE-2024-22019, mended in 18.19.1'])
})
