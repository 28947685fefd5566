import type { TagInput, Traits } from '../domain.ts'
import type { Layout } from './layout.ts'
export function traitsOf(_input: TagInput, _layout: Layout): Traits {
  return {
    years: null,
    seniority: 'unspecified',
    salary: null,
    remote: 'unspecified',
    role: 'other',
    multi: false,
    ai: false,
    patterns: [],
  }
}
