/** Remembers what was answered for short texts that come again and again, such as titles and headings. */

/** As many as are kept; then it begins anew. */
const most = 5000
/** A longer text comes once. */
const longest = 120

/** The same function, asked once a text. It must depend on nothing else. */
export function remembered<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  let known = new Map<string, Answer>()
  return (text) => {
    if (text.length > longest) return ask(text)
    const before = known.get(text)
    if (before !== undefined) return before
    const answer = ask(text)
    if (known.size >= most) known = new Map()
    // A part of a text would keep all of it in memory; one of a new text keeps that alone.
    known.set(` ${text}`.slice(1), answer)
    return answer
  }
}
