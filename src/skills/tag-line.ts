/** One line of `skilltide tag`. */
import type { Level, Tagged } from '../domain.ts'

export interface TagLine {
  key: unknown
  skills: Record<string, Level>
  years: Tagged['traits']['years']
  seniority: Tagged['traits']['seniority']
  salary: Tagged['traits']['salary']
  remote: Tagged['traits']['remote']
  role: Tagged['traits']['role']
  multi: boolean
  ai: boolean
}

export function toTagLine(key: unknown, { mentions, traits }: Tagged): TagLine {
  const skills = Object.fromEntries(mentions.map(({ skill, level }) => [skill, level]))
  const { years, seniority, salary, remote, role, multi, ai } = traits
  return { key, skills, years, seniority, salary, remote, role, multi, ai }
}
