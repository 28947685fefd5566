/** The rows behind the figures, for the exports: postings page by page, and who asks for what. */
import type { Store } from '../../db/store.ts'
import type { Day } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { EmployerRecord, PostingRecord } from '../report/views.ts'

/** Postings read at a time: a page holds no advert texts, so this stays at some megabytes. */
const pageSize = 5_000

/** Every posting on show between the two days, with what its source asks to be named. */
export async function* postingRecords(
  store: Store,
  from: Day,
  asOf: Day,
  attributions: ReadonlyMap<string, { title: string; attribution?: string }>,
): AsyncGenerator<PostingRecord[]> {
  for (let after = 0; ; ) {
    const page = await store.postingsSeen({ from, asOf, after, limit: pageSize })
    if (page.length === 0) return
    yield page.map(({ no: _, ...posting }) => {
      const source = attributions.get(posting.source)
      return { ...posting, attribution: source?.attribution ?? source?.title ?? posting.source }
    })
    after = page.at(-1)!.no
  }
}

/** Each employer that asks for a skill, by employer and skill: its open vacancies and those naming it. */
export async function employerRecords(
  store: Store,
  skills: readonly SkillId[],
  population: string,
  asOf: Day,
  nameOf: ReadonlyMap<string, string>,
): Promise<EmployerRecord[]> {
  const records: EmployerRecord[] = []
  for (const skill of skills) {
    const byEmployer = new Map<string, EmployerRecord>()
    for (const row of await store.questions.openNow(skill, { name: population }, asOf)) {
      if (row.ageDays > 7) continue
      const before = byEmployer.get(row.employer)
      byEmployer.set(row.employer, {
        employer: row.employer,
        name: nameOf.get(row.employer) ?? row.employer,
        skill,
        population,
        open: (before?.open ?? 0) + row.vacancies,
        naming: (before?.naming ?? 0) + row.naming,
        required: (before?.required ?? 0) + row.required,
        status: 'observed',
        flags: [],
      })
    }
    records.push(
      ...[...byEmployer.values()]
        .filter(({ naming }) => naming > 0)
        .sort((left, right) => right.naming - left.naming || (left.employer < right.employer ? -1 : 1)),
    )
  }
  return records
}
