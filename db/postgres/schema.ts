/**
 * The tables on PostgreSQL: the columns that db/sqlite/schema.ts lists, in PostgreSQL's types. There is one list, so that the
 * two stores cannot come apart. Text sorts by its bytes, as it does in SQLite, whatever the language of the server.
 */
import { sql } from 'drizzle-orm'
import {
  type AnyPgTable,
  bigint,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  type PgColumn,
  type PgColumnBuilder,
  pgTable,
  primaryKey,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as listed from '../sqlite/schema.ts'

const words = customType<{ data: string }>({ dataType: () => 'text collate "C"' })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** An entry of an index holds at most 2.7 kB here: of a title its beginning, by which whoever looks it up asks as well. */
const titleIndexed = 200

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Milliseconds since 1970 do not fit into four bytes; days and numbers of rows do. */
const isInstant = (name: string) => /(?:^at|At)$/.test(name)

function columnOf(table: string, column: SQLiteColumn, single: boolean): PgColumnBuilder {
  const name = snake(column.name)
  const type = column.getSQLType()
  const plain =
    type === 'text'
      ? words(name)
      : type === 'blob'
        ? bytes(name)
        : type === 'real'
          ? doublePrecision(name)
          : isInstant(column.name)
            ? bigint(name, { mode: 'number' })
            : integer(name)
  let built = plain as unknown as PgColumnBuilder
  if (column.notNull) built = built.notNull()
  if (column.isUnique) built = built.unique()
  if (column.default !== undefined) built = built.default(type === 'text' ? column.default : Number(column.default))
  // SQLite numbers the rows of such a table itself: one more than the largest there is.
  if (single && column.name === 'no') built = built.default(sql.raw(`next_no('${table}')`))
  if (column.primary) built = built.primaryKey()
  return built
}

const built = new Map<string, AnyPgTable>()

function tableOf(table: SQLiteTable): AnyPgTable {
  const { name, columns, indexes, foreignKeys, primaryKeys } = getTableConfig(table)
  const own = pgTable(
    name,
    Object.fromEntries(columns.map((column) => [column.name, columnOf(name, column, primaryKeys.length === 0)])),
    (self: Record<string, PgColumn>) => {
      const pick = (of: SQLiteColumn[]) => of.map((column) => self[column.name]!) as [PgColumn, ...PgColumn[]]
      return [
        ...primaryKeys.map((key) => primaryKey({ columns: pick(key.columns) })),
        ...indexes.map(({ config }) => {
          const indexed = pick(config.columns as SQLiteColumn[]).map((column) =>
            column.name === 'title' ? sql.raw(`substr("title", 1, ${titleIndexed})`) : column,
          )
          const own = (config.unique ? uniqueIndex : index)(config.name).on(...(indexed as [PgColumn, ...PgColumn[]]))
          return config.where === undefined ? own : own.where(config.where)
        }),
        ...foreignKeys.map((key) => {
          const { columns: from, foreignTable, foreignColumns } = key.reference()
          const other = built.get(getTableConfig(foreignTable).name) as unknown as Record<string, PgColumn>
          return foreignKey({
            columns: pick(from),
            foreignColumns: foreignColumns.map((column) => other[column.name]!) as [PgColumn, ...PgColumn[]],
          })
        }),
      ]
    },
  )
  built.set(name, own)
  return own
}

const { seals: _, ...shared } = listed
const tables = Object.fromEntries(
  Object.entries(shared).map(([name, table]) => [name, tableOf(table as SQLiteTable)]),
) as Record<keyof typeof shared, AnyPgTable>

// What drizzle-kit reads. The seals are SQLite's alone: PostgreSQL keeps checksums of its pages itself.
export const {
  facts,
  employers,
  boards,
  snapshots,
  texts,
  postings,
  wordings,
  formerPostings,
  spells,
  editions,
  skills,
  mentions,
  traits,
  vacancies,
  stalePostings,
  packedWeeks,
  packedEndings,
  packedReads,
  packedOpen,
  packedRuns,
  dailyCounts,
  countedDays,
  figures,
  revisions,
  labels,
  events,
  hosts,
  robots,
  validators,
  openedPages,
} = tables
