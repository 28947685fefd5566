/** A fault by name for the rows that one server can play, each in place of any good answer; the ids are those of rows.ts. */
import { gzipSync } from 'node:zlib'
import type { Verdict } from '../../src/http/contract.ts'
import {
  type Answer,
  answer,
  bytes,
  drip,
  encode,
  endless,
  inTurn,
  rawAnswer,
  redirect,
  reset,
  type Script,
  silence,
  stall,
} from './faultd.ts'

export interface Fault {
  row: string
  /** Completes "a server that …". */
  name: string
  /** Plays the fault instead of this answer. `random` places cuts and damage: the same seed, the same bytes. */
  play(good: Answer, random: () => number): Script
  /**
   * What the client makes of it: `answer` is the good answer, whole, as if nothing had happened; `reader` is an answer that
   * whoever reads it must refuse. Everything else ends the sweep without a complete snapshot.
   */
  comesTo: Verdict['kind'] | 'reader'
}

const within = (length: number, random: () => number) => 1 + Math.floor(random() * (length - 1))
const textOf = ({ body = '' }: Answer) => body.toString()
const packed = (good: Answer, packing: (body: Buffer) => Buffer, coding = 'gzip'): Script =>
  answer({
    ...good,
    body: packing(Buffer.from(good.body ?? '')),
    headers: { ...good.headers, 'Content-Encoding': coding },
  })
const cut =
  (change: Partial<Answer>): Fault['play'] =>
  (good, random) => {
    const what = { ...good, ...change }
    return answer({ ...what, cutAt: within(rawAnswer(what).body.length, random) })
  }
/** The compressed body is cut, the framing around it is whole. */
const cutWithin =
  (encoding: 'gzip' | 'br' | 'deflate'): Fault['play'] =>
  (good, random) => {
    const full = encode(good.body ?? '', encoding)
    return packed(good, () => full.subarray(0, within(full.length, random)), encoding)
  }
const flip = (body: Buffer, fromEnd: number) => {
  const copy = Buffer.from(body)
  copy[copy.length - fromEnd]! ^= 0xff
  return copy
}
const status =
  (code: number, headers: Record<string, string> = {}): Fault['play'] =>
  () =>
    answer({ status: code, headers, body: `{"error": ${code}}` })
const later = (value: string) => status(429, { 'Retry-After': value })
const framed =
  (raw: string): Fault['play'] =>
  (good) =>
    bytes(`HTTP/1.1 200 OK\r\n${raw.replace('BODY', textOf(good))}`)
const challenge =
  '<!doctype html><html><head><title>Just a moment...</title></head><body><p>Enable JavaScript and cookies to continue</p></body></html>'

let bombed: Buffer | null = null
/** 40 MB of spaces, made once it is wanted. */
const bomb = () => {
  bombed ??= gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '))
  return bombed
}

export const faults: Fault[] = [
  { row: 'A2', name: 'takes the request and says nothing', play: () => silence, comesTo: 'again' },
  { row: 'A3', name: 'sends one byte at a time', play: () => drip(50), comesTo: 'again' },
  { row: 'A4', name: 'stalls in the middle', play: (good) => stall(good), comesTo: 'again' },
  { row: 'A5', name: 'closes before the announced length', play: cut({ framing: 'length' }), comesTo: 'again' },
  {
    row: 'A6',
    name: 'sends more than it announced',
    play: (good) => framed(`Content-Length: ${Buffer.byteLength(textOf(good)) - 1}\r\n\r\nBODY`)(good, Math.random),
    comesTo: 'changed',
  },
  { row: 'A7', name: 'closes among the chunks', play: cut({ framing: 'chunked' }), comesTo: 'again' },
  {
    row: 'A7',
    name: 'names a chunk size that is none',
    play: framed('Transfer-Encoding: chunked\r\n\r\nzz\r\nBODY\r\n0\r\n\r\n'),
    comesTo: 'changed',
  },
  { row: 'A8', name: 'frames half a gzip', play: cutWithin('gzip'), comesTo: 'again' },
  { row: 'A8', name: 'frames half a brotli', play: cutWithin('br'), comesTo: 'again' },
  { row: 'A8', name: 'frames half a deflate', play: cutWithin('deflate'), comesTo: 'again' },
  {
    row: 'A9',
    name: 'sends a gzip with a wrong checksum',
    play: (good) => packed(good, (body) => flip(gzipSync(body), 8)),
    comesTo: 'changed',
  },
  {
    row: 'A9',
    name: 'sends a gzip with a wrong length',
    play: (good) => packed(good, (body) => flip(gzipSync(body), 2)),
    comesTo: 'changed',
  },
  {
    row: 'A10',
    name: 'appends garbage to its gzip',
    play: (good) => packed(good, (body) => Buffer.concat([gzipSync(body), Buffer.from('garbage')])),
    comesTo: 'changed',
  },
  { row: 'A10', name: 'calls plain text gzip', play: (good) => packed(good, (body) => body), comesTo: 'changed' },
  {
    row: 'A10',
    name: 'does not say that it sends gzip',
    play: (good) => packed(good, (body) => gzipSync(body), 'identity'),
    comesTo: 'answer',
  },
  {
    row: 'A10',
    name: 'compresses twice and says so once',
    play: (good) => packed(good, (body) => gzipSync(gzipSync(body))),
    comesTo: 'answer',
  },
  {
    row: 'A11',
    name: 'sends a bomb',
    play: (good) => packed(good, bomb),
    comesTo: 'changed',
  },
  {
    row: 'A12',
    name: 'names six codings',
    play: (good) => packed(good, gzipSync, 'gzip, gzip, gzip, gzip, gzip, gzip'),
    comesTo: 'changed',
  },
  { row: 'A13', name: 'never ends', play: () => endless, comesTo: 'changed' },
  {
    row: 'A14',
    name: 'closes in the middle of a body without a length',
    play: cut({ framing: 'close' }),
    comesTo: 'again',
  },
  {
    row: 'A14',
    name: 'ends its whole body by closing',
    play: (good) => answer({ ...good, framing: 'close' }),
    comesTo: 'answer',
  },
  { row: 'A15', name: 'wants to be asked in an hour', play: later('3600'), comesTo: 'later' },
  { row: 'A15', name: 'wants to be asked at a date', play: later('Fri, 27 Nov 2026 10:00:00 GMT'), comesTo: 'later' },
  { row: 'A15', name: 'says 429 and not for how long', play: status(429), comesTo: 'later' },
  {
    row: 'A16',
    name: 'answers 503 twice before it answers',
    play: (good) => inTurn(answer({ status: 503 }), answer({ status: 503 }), answer(good)),
    comesTo: 'answer',
  },
  { row: 'A16', name: 'answers 500 for ever', play: status(500), comesTo: 'again' },
  { row: 'A17', name: 'answers 401', play: status(401), comesTo: 'refused' },
  { row: 'A17', name: 'answers 403', play: status(403), comesTo: 'refused' },
  { row: 'A17', name: 'answers 404', play: status(404), comesTo: 'gone' },
  { row: 'A17', name: 'answers 410', play: status(410), comesTo: 'gone' },
  { row: 'A17', name: 'answers 451', play: status(451), comesTo: 'refused' },
  {
    row: 'A18',
    name: 'shows a challenge page under 200',
    play: () => answer({ body: challenge, headers: { 'Content-Type': 'text/html' } }),
    comesTo: 'refused',
  },
  { row: 'A19', name: 'answers 304 to a first request', play: () => answer({ status: 304 }), comesTo: 'changed' },
  { row: 'A20', name: 'answers 204', play: () => answer({ status: 204 }), comesTo: 'changed' },
  {
    row: 'A20',
    name: 'answers 206 with a part',
    play: (good) => answer({ ...good, status: 206, body: textOf(good).slice(0, 9) }),
    comesTo: 'changed',
  },
  { row: 'A20', name: 'answers 200 with nothing', play: (good) => answer({ ...good, body: '' }), comesTo: 'changed' },
  {
    row: 'A21',
    name: 'announces two lengths',
    play: framed('Content-Length: 3\r\nContent-Length: 2\r\n\r\n[1]'),
    comesTo: 'again',
  },
  {
    row: 'A21',
    name: 'sends a header of 1 MB',
    play: framed(`X: ${'x'.repeat(1_000_000)}\r\n\r\nBODY`),
    comesTo: 'changed',
  },
  { row: 'A23', name: 'resets the connection', play: () => reset, comesTo: 'again' },
  {
    row: 'A24',
    name: 'closes a kept connection as it is used again',
    play: (good) => inTurn(answer(good), (_, socket) => void socket.destroy(), answer(good)),
    comesTo: 'answer',
  },
  {
    row: 'B1',
    name: 'redirects to itself',
    play: () => (seen, socket, nth) => redirect(seen.path)(seen, socket, nth),
    comesTo: 'changed',
  },
  {
    row: 'B2',
    name: 'redirects to a private address',
    play: () => redirect('http://169.254.169.254/latest/meta-data/'),
    comesTo: 'refused',
  },
  { row: 'B3', name: 'redirects to a file', play: () => redirect('file:///etc/passwd'), comesTo: 'refused' },
  {
    row: 'B7',
    name: 'redirects to another host',
    play: () => redirect('https://elsewhere.example/jobs'),
    comesTo: 'gone',
  },
  {
    row: 'C1',
    name: 'frames half a document',
    play: (good) => answer({ ...good, body: textOf(good).slice(0, textOf(good).length >> 1) }),
    comesTo: 'reader',
  },
  {
    row: 'C2',
    name: 'nests 100,000 levels',
    play: (good) => answer({ ...good, body: '['.repeat(100_000) + ']'.repeat(100_000) }),
    comesTo: 'reader',
  },
  {
    row: 'C3',
    name: 'sends a prototype instead of a board',
    play: (good) => answer({ ...good, body: '{"__proto__": {"jobs": []}}' }),
    comesTo: 'reader',
  },
  {
    row: 'C4',
    name: 'sends a document type with an entity',
    play: (good) => answer({ ...good, body: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>' }),
    comesTo: 'reader',
  },
  {
    row: 'C8',
    name: 'sends bytes that are not its charset',
    play: (good) =>
      answer({
        ...good,
        body: Buffer.alloc(300, 0xc3),
        headers: { ...good.headers, 'Content-Type': 'application/json; charset=utf-8' },
      }),
    comesTo: 'changed',
  },
  {
    row: 'C13',
    name: 'sends an empty object instead of a board',
    play: (good) => answer({ ...good, body: '{}' }),
    comesTo: 'reader',
  },
]
