/** Columns of numbers as one block of bytes and back, with a mark that tells them from bytes of any other layout. */
import { sha256 } from '../hash.ts'

type Numbers = Uint8ArrayConstructor | Uint16ArrayConstructor | Uint32ArrayConstructor
export type Types = Readonly<Record<string, Numbers>>
export type Columns<Of extends Types> = { [Column in keyof Of]: InstanceType<Of[Column]> }

export interface Layout<Of extends Types> {
  /**
   * Stands beside the bytes: a program may meet what an older or a newer one has packed, which runs on beside it. Another
   * mark is as good as nothing packed.
   */
  mark: number
  pack(columns: Columns<Of>, words?: unknown): Buffer
  unpack(packed: Uint8Array): { columns: Columns<Of>; words: unknown }
}

/** The layout of some columns, and of words beside them; `rules` says what is in which order. */
export function layoutOf<const Of extends Types>(rules: string, types: Of): Layout<Of> {
  // Widest numbers first, so that each column begins where its type may begin.
  const columns = Object.entries<Numbers>(types).sort(
    ([, one], [, other]) => other.BYTES_PER_ELEMENT - one.BYTES_PER_ELEMENT,
  )
  const head = 4 * (columns.length + 1)
  return {
    mark: markOf([rules, ...columns.map(([name, { BYTES_PER_ELEMENT }]) => `${name} ${BYTES_PER_ELEMENT}`)].join(', ')),
    /** The length of the words and of each column, the columns, the words as JSON. */
    pack: (values, words = null) => {
      const text = Buffer.from(JSON.stringify(words))
      const own = columns.map(([name]) => values[name]!)
      const lengths = Uint32Array.of(text.length, ...own.map(({ length }) => length))
      return Buffer.concat([...[lengths, ...own].map(bytesOf), text])
    },
    unpack: (packed) => {
      // Every type may begin where the widest may; a copy of its own begins at 0.
      const { buffer, byteOffset } = packed.byteOffset % 4 === 0 ? packed : new Uint8Array(packed)
      const [words = 0, ...lengths] = new Uint32Array(buffer, byteOffset, head / 4)
      let at = byteOffset + head
      const values = columns.map(([name, numbers], place) => {
        const column = new numbers(buffer as ArrayBuffer, at, lengths[place])
        at += column.byteLength
        return [name, column]
      })
      const text = Buffer.from(buffer, at, words).toString('utf8')
      return { columns: Object.fromEntries(values) as Columns<Of>, words: JSON.parse(text) }
    },
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

/** In fewer bits than a column of numbers holds in either database. */
const markOf = (text: string): number => Number.parseInt(sha256(text).slice(0, 7), 16)
