/** Which skills a sentence names, by their names as people write them. */
import type { SkillId } from '../../domain.ts'

/** A skill that a sentence names, by where it begins. */
export interface NamedSkill {
  skill: SkillId
  at: number
}

/** Names of jobs hold the names of skills: "data science" in "head of data science jobs" stays, "machine learning engineer" is a role. */
const roleWords =
  /\b(?:machine[- ]learning|deep[- ]learning|data|AI|ML|research|software|platform)[- ](?:engineer|scientist|developer|researcher|job|posting|vacancy|opening)(?:s\b|\b)/gi

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** `PyTorch` and `C++` can be told in any case; `Spark`, `Go` and `R` are words unless written as names. */
const told = (name: string) => /.[A-Z].*[a-z]|[a-z].*[A-Z]|[^A-Za-z ]/.test(name) && name.length > 3

/** `names` gives each skill's spellings; the longest wins where several begin at one place. */
export function skillsNamed(
  names: readonly { id: SkillId; names: readonly string[] }[],
): (text: string) => NamedSkill[] {
  const spellings = names
    .flatMap(({ id, names: all }) => [...new Set(all)].map((name) => ({ id, name })))
    .toSorted((left, right) => right.name.length - left.name.length)
  const owner = new Map(spellings.toReversed().map(({ id, name }) => [told(name) ? name.toLowerCase() : name, id]))
  const any = spellings.map(({ name }) => (told(name) ? anyCase(name) : escaped(name)))
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_./-])(?:${any.join('|')})(?![\\p{L}\\p{N}_+#&]|-\\p{L}|\\.\\p{L})`,
    'gu',
  )
  return (text) => {
    const found = [...text.replace(roleWords, (words) => ' '.repeat(words.length)).matchAll(pattern)].map((match) => ({
      skill: owner.get(match[0]) ?? owner.get(match[0].toLowerCase())!,
      at: match.index,
    }))
    return found.filter(({ skill }, at) => found.findIndex((other) => other.skill === skill) === at)
  }
}

const anyCase = (name: string) =>
  [...escaped(name)]
    .map((letter) => (/[a-z]/i.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : letter))
    .join('')
