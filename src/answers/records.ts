/** The rows behind the figures, for the exports: postings page by page, and who asks for what. */
import type { Store } from '../../db/store.ts'
import type { Day } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { EmployerRecord, PostingRecord } from '../report/views.ts'
import type { Asking } from './asking.ts'
import { openFigures, openRowsOf } from './open-figures.ts'

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

/** Each employer that asks for a skill, by skill and number: together as many as the figure `open` counts, and none where it is withheld. */
export async function employerRecords(asking: Asking, skills: readonly SkillId[]): Promise<EmployerRecord[]> {
  const records: EmployerRecord[] = []
  for (const skill of skills) {
    const open = (await openFigures(asking, skill)).find(({ measure }) => measure === 'open')!
    if (open.value === null) continue
    const { population } = asking
    const byEmployer = new Map<string, { open: number; naming: number; required: number }>()
    for (const { employer, vacancies, naming, required } of await openRowsOf(asking, skill)) {
      const before = byEmployer.get(employer) ?? { open: 0, naming: 0, required: 0 }
      byEmployer.set(employer, {
        open: before.open + vacancies,
        naming: before.naming + naming,
        required: before.required + required,
      })
    }
    const naming = [...byEmployer].filter(([, counts]) => counts.naming > 0)
    const names = await asking.store.questions.employerNames(naming.map(([employer]) => employer))
    records.push(
      ...naming
        .map(([employer, counts]): EmployerRecord => {
          const name = names.get(employer) ?? employer
          return { employer, name, skill, population, ...counts, status: 'observed', flags: [] }
        })
        .sort((left, right) => right.naming - left.naming || (left.employer < right.employer ? -1 : 1)),
    )
  }
  return records
}
