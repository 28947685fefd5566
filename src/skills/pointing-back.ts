/** Statements that rate what was named before them: "Experience with these technologies is a plus." */
import type { Level } from '../domain.ts'
import type { Layout } from './layout.ts'
import { leadsOf, matchesIn } from './leads.ts'

interface Statement {
  at: number
  level: Level
  cue: string
}

const statement =
  /\b(?:experience|familiarity|familiar|knowledge|background|expertise|exposure|proficiency|comfortable)(?: (?:with|in|of|using|to))?(?: (?:any|some|one|all|either|both|most|several|many|at least one))?(?: or (?:all|more|several|most|both))?(?: of)? (?:these|those|this (?:tech(?:nology)? )?stack|our (?:current )?(?:(?:tech(?:nology)?|technical) )?stack|the above|them)\b(?! (?:are|is) not)[^.!?\n]{0,60}?\b(?:(plus|bonus|helpful|useful|ideal|preferred|desirable|desired|nice|great|beneficial|advantage|advantageous|welcome|appreciated)|(?<!(?:\bnot|n[’']t)(?: \w+)? )(required|must|essential|mandatory|necessary|needed))\b/iy
/** "No prior experience with any of these required." */
const denied = /\b(?:no|not|without|n[’']t|zero)\b[^.\n]{0,20}$/i
const leads = leadsOf([statement])

/** Of the text that was asked last. */
let last: { layout: Layout; statements: Statement[] } | null = null

function statementsOf(layout: Layout): Statement[] {
  if (last?.layout !== layout) {
    const statements = matchesIn(statement, 1, leads, layout.words)
      .filter(({ index }) => !denied.test(layout.role.slice(Math.max(0, index - 30), index)))
      .map(
        (match): Statement => ({
          at: match.index,
          level: match[1] === undefined ? 'required' : 'preferred',
          cue: match[0],
        }),
      )
    last = { layout, statements }
  }
  return last.statements
}

/** A statement points at its own sentence, the one before it, and at lines right above it. */
const mostLines = 3
const longestBetween = 400

/** The statement that points back at a name which ends at a place, in a sentence that ends at another. */
export function pointingBack(layout: Layout, end: number, endOfSentence: number): Omit<Statement, 'at'> | null {
  const next = statementsOf(layout).find(({ at }) => at >= end)
  if (next === undefined || next.at - endOfSentence > longestBetween) return null
  const between = layout.role.slice(endOfSentence, next.at)
  return isNext(between) ? { level: next.level, cue: next.cue } : null
}

/** Nothing stands between but signs and words of opening, or whole lines of the same paragraph. */
function isNext(between: string): boolean {
  if (opening.test(between)) return true
  // A line that is broken within its sentence.
  if (/^\n[^\n.!?]*$/.test(between)) return true
  const lines = between.split('\n')
  return (
    lines.length > 2 &&
    lines.length <= mostLines + 1 &&
    lines.slice(1, -1).every((line) => line.trim() !== '') &&
    opening.test(lines.at(-1)!)
  )
}
const opening = /^[^\p{L}]*(?:(?:any|prior|previous|some|having|if you have|you have|your|and|so|but|while) ?)*$/iu
