/** A PostgreSQL server of the test's own, on loopback, where Debian's is installed; each store a database of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const installed = '/usr/lib/postgresql'

const programs = (): string | null => {
  const versions = existsSync(installed) ? readdirSync(installed).sort((one, other) => Number(other) - Number(one)) : []
  return (
    versions.map((version) => join(installed, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb'))) ??
    null
  )
}

/** Why there is no server to test with, or null. */
export const noPostgres: string | null =
  programs() === null ? `skipped: no PostgreSQL in ${installed} (apt-get install postgresql)` : null

export interface Server {
  /** Makes a database and gives its address. */
  database(): Promise<string>
  /** Ends the server as a power cut would; `start` brings it back. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** The server refuses to run as root. */
function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')!
  return { uid: Number(uid), gid: Number(gid) }
}

/** `durable` keeps what is committed through a kill; without it a server is quicker. */
export async function startServer({ durable = false } = {}): Promise<Server> {
  const bin = programs()!
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-postgres-'))
  const as = owner()
  if (as !== null) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  const run = { cwd: folder, ...(as ?? {}), env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'skilltide', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...run,
    stdio: 'pipe',
  })
  const port = await freePort()
  const words = ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)]
  const settings = { fsync: durable ? 'on' : 'off', full_page_writes: durable ? 'on' : 'off', max_connections: '60' }
  for (const [name, value] of Object.entries(settings)) words.push('-c', `${name}=${value}`)
  let server: ChildProcess | null = null
  const address = (database: string) => `postgres://skilltide@127.0.0.1:${port}/${database}`

  const start = async () => {
    server = spawn(join(bin, 'postgres'), words, { ...run, stdio: 'ignore' })
    for (let tries = 0; ; tries++) {
      const client = new pg.Client({ connectionString: address('postgres') })
      client.on('error', () => {})
      try {
        await client.connect()
        await client.end()
        return
      } catch (error) {
        if (tries > 300) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (server === null || server.exitCode !== null) return resolve()
      server.once('exit', () => resolve())
      server.kill(signal)
    })

  await start()
  let made = 0
  return {
    start,
    // SIGQUIT is PostgreSQL's own immediate stop: no checkpoint, no goodbye.
    kill: () => end('SIGQUIT'),
    database: async () => {
      const name = `tide${++made}`
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return address(name)
    },
    stop: async () => {
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
