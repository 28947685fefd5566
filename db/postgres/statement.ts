/** Statements of the store in PostgreSQL's way of naming their values: `?` in turn and `@name` become $1, $2, … */

export interface Statement {
  /** By which a connection keeps it prepared. */
  name: string
  text: string
  /** For each $n the place of its value: among those given in turn, or the name in the object after them. */
  places: (number | string)[]
}

const known = new Map<string, Statement>()

/** Every use of a name gets a number of its own, so that each may be of the type that its place asks for. */
export function statementOf(sql: string): Statement {
  let found = known.get(sql)
  if (found === undefined) {
    const places: (number | string)[] = []
    let turn = 0
    // What stands in quotes is no place.
    const text = sql.replace(/'[^']*'|"[^"]*"|\?|@([a-z]+)/gi, (all, name?: string) => {
      if (all.startsWith("'") || all.startsWith('"')) return all
      places.push(name ?? turn++)
      return `$${places.length}`
    })
    found = { name: `s${known.size}`, text, places }
    known.set(sql, found)
  }
  return found
}

/** The values in the order of their numbers. Those of the names are in the last one given. */
export function valuesOf({ places }: Statement, given: unknown[]): unknown[] {
  const named = given.at(-1) as Record<string, unknown> | undefined
  return places.map((place) => (typeof place === 'number' ? given[place] : named?.[place]))
}
