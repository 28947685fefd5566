import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArchive, openRecording, serveRecording } from '../../src/http/archive.ts'
import { answer, type Faultd, startFaultd } from '../support/faultd.ts'
import { everyHostIs, handClock, inShort, loopbackClient, openSource } from '../support/http.ts'

let folder: string
let faultd: Faultd
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilltide-archive-'))
  faultd = await startFaultd()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
  await faultd.close()
  rmSync(folder, { recursive: true })
})
const at = '2026-11-24T12:00:00.000Z'
const json = { 'content-type': 'application/json' }

describe('a recording', () => {
  test('serves what was kept, through the client’s mirror, whatever the address looks like', async () => {
    const recording = openRecording(folder)
    const bodies: [string, string][] = [
      ['https://a.example/jobs?page=1&q=ml%20ops', '[1]'],
      ['https://a.example/jobs?page=2', '[2]'],
      ['https://a.example/../../etc/passwd', '"not a path"'],
      [`https://a.example/${'x'.repeat(3000)}`, '"long"'],
      ['https://a.example/jobs/Kőbánya', '"non-ASCII"'],
    ]
    for (const [url, body] of bodies) await recording.keep({ url, status: 200, headers: json, at, body })
    await recording.keep({ url: 'https://a.example/gone', status: 410, headers: {}, at, body: '' })
    await recording.close()
    const server = await serveRecording(folder)
    open.push(server)
    const get = loopbackClient({ allowLoopback: false, mirror: server.url })
    open.push(get)
    for (const [url, body] of bodies) expect(await inShort(get({ url, source: openSource }))).toBe(`answer: ${body}`)
    expect((await get({ url: 'https://a.example/gone', source: openSource })).kind).toBe('gone')
    expect(await inShort(get({ url: 'https://a.example/other', source: openSource }))).toBe(
      'gone: https://a.example/other answered 404',
    )
    expect(readdirSync(folder).filter((file) => !/^(?:[0-9a-f]{24}\.gz|index\.jsonl)$/.test(file))).toEqual([])
  })
  test('tells a POST from another by what was sent, and keeps the later of two answers', async () => {
    const recording = openRecording(folder)
    const url = 'https://a.example/search'
    for (const [sent, body] of [
      ['{"page":1}', '[1]'],
      ['{"page":2}', '[2]'],
      ['{"page":1}', '[3]'],
    ] as const) {
      await recording.keep({ url, method: 'POST', sent, status: 200, headers: json, at, body })
    }
    const server = await serveRecording(folder)
    open.push(server)
    const get = loopbackClient({ mirror: server.url })
    open.push(get)
    const ask = (body: string) => inShort(get({ url, method: 'POST', body, source: openSource }))
    expect([await ask('{"page":1}'), await ask('{"page":2}')]).toEqual(['answer: [3]', 'answer: [2]'])
  })
  test('B9: holds no key and no cookie', async () => {
    const recording = openRecording(folder)
    const headers = { ...json, 'set-cookie': 's=planted-s3cret' }
    await recording.keep({ url: 'https://a.example/?api_key=planted-s3cret', status: 200, headers, at, body: '[]' })
    expect(readFileSync(join(folder, 'index.jsonl'), 'utf8')).not.toContain('planted-s3cret')
  })
  test('a damaged index is named by its line', async () => {
    writeFileSync(join(folder, 'index.jsonl'), '{"url":"https://a.example/","file":"x.gz"}\n{"url":')
    await expect(serveRecording(folder)).rejects.toThrow(/^index\.jsonl, line 2: /)
  })
})

describe('the archive', () => {
  const files = (board = '') =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.gz') && path.includes(board),
    )
  const client = (limits: { perBoard?: number; bytes?: number }, time = handClock()) => {
    const archive = openArchive(folder, { now: time.now, ...limits })
    const get = loopbackClient({ ...everyHostIs(faultd), now: time.now, sleep: time.sleep, archive })
    open.push(get)
    return { get, time }
  }

  test('keeps the last raw answers of each board with their questions, good or bad', async () => {
    const { get, time } = client({ perBoard: 3 })
    for (let page = 1; page <= 5; page++) {
      faultd.play(
        `/${page}`,
        answer({ status: page === 4 ? 404 : 200, body: `[${page}]`, encoding: 'gzip', headers: json }),
      )
      for (const board of ['a:lumenfold', 'a:../evil']) {
        await get({ url: `https://a.example/${page}?token=planted-s3cret`, source: openSource, board })
        time.clock.at += 1000
      }
    }
    expect(files().length).toBe(6)
    const [place] = readdirSync(folder).filter((name) => name.includes('lumenfold'))
    const index = readFileSync(join(folder, place!, 'index.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(index.map(({ url, status }) => [url, status])).toEqual([
      ['https://a.example/3?token=***', 200],
      ['https://a.example/4?token=***', 404],
      ['https://a.example/5?token=***', 200],
    ])
    expect(index.map(({ file }) => gunzipSync(readFileSync(join(folder, place!, file))).toString())).toEqual([
      '[3]',
      '[4]',
      '[5]',
    ])
    const server = await serveRecording(join(folder, place!))
    open.push(server)
    const replay = loopbackClient({ mirror: server.url })
    open.push(replay)
    expect(await inShort(replay({ url: 'https://a.example/5?token=x', source: openSource }))).toBe('answer: [5]')
  })

  test('keeps the answer that a 304 stands for, and not the 304', async () => {
    const { get } = client({})
    const unchanged = answer({ status: 304, framing: 'close' })
    faultd.play('/', (seen, socket, nth) => {
      const fresh = answer({ body: '[1]', headers: { ...json, ETag: '"one"' } })
      return (seen.headers['if-none-match'] === '"one"' ? unchanged : fresh)(seen, socket, nth)
    })
    const request = { url: 'https://a.example/', source: openSource, board: 'a:lumenfold' }
    expect(await inShort(get(request))).toBe('answer: [1]')
    expect(await inShort(get({ ...request, validators: { etag: '"one"' } }))).toBe('unchanged')
    const [place] = readdirSync(folder)
    const server = await serveRecording(join(folder, place!))
    open.push(server)
    const replay = loopbackClient({ mirror: server.url })
    open.push(replay)
    expect(await inShort(replay({ url: 'https://a.example/', source: openSource }))).toBe('answer: [1]')
  })

  test('stays within its bytes over restarts, the oldest going first', async () => {
    const noise = (seed: number) =>
      JSON.stringify(Array.from({ length: 400 }, (_, index) => (seed * 7919 + index * index * 31) % 99_991))
    const time = handClock()
    for (let life = 0; life < 3; life++) {
      const { get } = client({ bytes: 6000 }, time)
      for (let page = 0; page < 4; page++) {
        faultd.play('/', answer({ body: noise(life * 4 + page), headers: json }))
        await get({ url: 'https://a.example/', source: openSource, board: `a:${page % 2}` })
        time.clock.at += 1000
        const total = files().reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
        expect(total).toBeLessThanOrEqual(6000)
      }
    }
    expect(files().length).toBeGreaterThan(1)
  })
})
