/** The nearest right word to a wrong one, for every "did you mean" of the program. */

/** Edits between two words, a swap of neighbours counting one (optimal string alignment). */
function distance(left: string, right: string): number {
  let before: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const now = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let cost = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, before[column - 2]! + 1)
      now.push(cost)
    }
    before = last
    last = now
  }
  return last[right.length]!
}

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** The word of `known` closest to `wrong`, or null when none is close enough to be meant. */
export function nearest(wrong: string, known: Iterable<string>): string | null {
  const asked = plain(wrong)
  let best: string | null = null
  let least = Math.max(2, Math.floor(asked.length / 3)) + 1
  for (const word of known) {
    const candidate = plain(word)
    const edits = candidate.startsWith(asked) && asked.length > 2 ? 1 : distance(asked, candidate)
    if (edits < least) {
      least = edits
      best = word
    }
  }
  return best
}

/** ` Did you mean "pytorch"?`, or nothing when no word is near. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const word = nearest(wrong, known)
  return word === null ? '' : ` Did you mean "${word}"?`
}
