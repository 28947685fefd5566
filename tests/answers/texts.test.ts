/** The whole texts that a reader gets while there is little or nothing to say: no number for what was not measured, no class from nothing. */
import { afterEach, expect, test, vi } from 'vitest'
import { day } from '../../src/days.ts'
import { ask, collected, days, newPath, numbers } from '../support/asking.ts'
import { emptyStore, noon } from '../support/store.ts'

const today = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The text with what changes with every catalog made alike. */
const told = async (path: string, ...words: string[]): Promise<string> => {
  const { text } = await ask(path, today, ...words)
  expect(text).not.toMatch(/Emerging|Rising|Declining|Stable/)
  return text
    .replaceAll(/catalog [\d.]+(?:-[0-9a-f]{8})?, method [\d.]+, panel [0-9a-f]{12}/g, 'catalog C, method M, panel P')
    .replaceAll(/with \d{4}\.[\d.]+-[0-9a-f]{8}/g, 'with C')
}

test('of an empty store', async () => {
  const path = newPath()
  await (await emptyStore(path)).close()
  expect(await told(path, 'report', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch: what the job market asks
    As of 2026-11-24: no boards yet.
    Population: AI jobs (ai). Made with catalog none, method 1.0, panel e3b0c44298fc.

    Now
      Open now           Not measured: no board has been read yet.
      Hiring trajectory  Not measured: no board has been read yet.

    Next: "skilltide trend pytorch --by month" draws its history; "skilltide explain pytorch" lists the
    postings behind a figure."
  `)
  expect(await told(path, 'trend', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch over time
    As of 2026-11-24: no boards yet.
    Made with catalog none, method 1.0, panel e3b0c44298fc.

    Not measured: no period of this skill has been counted yet.

      Hiring trajectory  Not measured: no board has been read yet.

    Next: "skilltide compare pytorch …" sets it beside others; "skilltide export series" gives these
    rows as CSV."
  `)
  expect(await told(path, 'top')).toMatchInlineSnapshot(`
    "What postings ask for
    As of 2026-11-24: no boards yet.
    Population: AI jobs (ai). Made with catalog none, method 1.0, panel e3b0c44298fc.

    Not measured: no board has been read yet.

    Moving up
      None: no change can be told from luck yet.

    Moving down
      None: no change can be told from luck yet.

    Next: "skilltide report SKILL" tells one whole; "skilltide compare SKILL SKILL" sets two side by
    side."
  `)
  expect(await told(path, 'compare', 'pytorch', 'jax')).toMatchInlineSnapshot(`
    "PyTorch · JAX
    As of 2026-11-24: no boards yet.
    Population: AI jobs (ai). Made with catalog none, method 1.0, panel e3b0c44298fc.

      Not measured for any of them: open now; open now, required; share of open jobs; employers naming
      it; rank; change in a year; hiring trajectory; median pay.

    Head to head
      PyTorch against JAX: Not measured: no board has been read yet.

    Next: "skilltide report pytorch" tells one of them whole; "skilltide top" ranks all."
  `)
})

test('of a store of one day', async () => {
  const path = newPath()
  await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
  expect(await told(path, 'report', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch: what the job market asks
    As of 2026-11-24: 3 of 3 boards read in the last 7 days; 12 open vacancies, 12 postings, 3
    employers.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

    Now
      Open now             6 of 12 open AI jobs, of 3 employers
      Open now, required   6 of 6
      Postings             6 postings
      Share of open jobs   Not enough data: 12 of 200 open AI jobs, 3 of 20 employers. Counted: 6 of 12.
                           [low]
      Employers naming it  Not enough data: 12 of 200 open AI jobs, 3 of 20 employers. Counted: 3 of 3.
                           [low]
      Newly opened         Not measured: no week has been read whole, and no month lately.
      Rank                 Unranked: 0 of 20 naming jobs, 0 of 5 employers in the last 13 weeks. [low]
      Change in a year     Not enough data: no new job has been seen yet, and 26 weeks are needed. [low]
      Hiring trajectory    Not enough data: no new job has been seen yet, and 26 weeks are needed. [low]
      Open over 6 months   0 of 6 open for more than 6 months
      Days open            Not enough data: 0 of 30 closings, 0 of 10 employers. [low]

    Over time
      Share of new jobs by month: not measured in any month yet.

    Alternatives
      in its place  open now
      ────────────  ────────
      TensorFlow           3
      JAX                  3
      Keras          0 [low]
      scikit-learn   0 [low]

    How it is asked for
      Required   Not enough data: 6 of 30 naming jobs, 3 of 10 employers. Counted: 6 of 6. [low]
      Preferred  Not enough data: 6 of 30 naming jobs, 3 of 10 employers. Counted: 0 of 6. [low]

    Roles
      Too few jobs to tell: ML engineer (6).

    What it is used for
      Too few jobs to tell: training (6).

    Where the work is done
      Too few jobs to tell: hybrid (6).

    Countries
      Too few jobs to tell: NO (6).

    Kinds of employment
      Too few jobs to tell: full-time (6).

    Pay and experience
      Median pay       Not enough data: none of 6 naming jobs states pay with its country. [low]
      Years asked for  Not enough data: 0 of 6 naming jobs state any (30 of 10 employers needed). [low]

    Employers naming it
      employer  naming it  of its open jobs
      ────────  ─────────  ────────────────
      Tide 0            2                 4
      Tide 1            2                 4
      Tide 2            2                 4

      [low]  under the minimum sample: a count is a hint at most, and no share, rank or direction is
             drawn from it

    Next: "skilltide trend pytorch --by month" draws its history; "skilltide explain pytorch" lists the
    postings behind a figure."
  `)
  expect(await told(path, 'trend', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch over time
    As of 2026-11-24: 3 of 3 boards read in the last 7 days; 12 open vacancies, 12 postings, 3
    employers.
    Made with catalog C, method M, panel P.

    Share of new jobs by month
      Not measured in 2026-11.

      Hiring trajectory  Not enough data: no new job has been seen yet, and 26 weeks are needed. [low]

      [low]  under the minimum sample: a count is a hint at most, and no share, rank or direction is
             drawn from it

    Next: "skilltide compare pytorch …" sets it beside others; "skilltide export series" gives these
    rows as CSV."
  `)
  expect(await told(path, 'top')).toMatchInlineSnapshot(`
    "What postings ask for
    As of 2026-11-24: 3 of 3 boards read in the last 7 days; 12 open vacancies, 12 postings, 3
    employers.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

      skill             open now
      ────────────────  ────────
      Machine learning        12
      PyTorch                  6
      JAX                      3
      TensorFlow               3

    Moving up
      None: no change can be told from luck yet.

    Moving down
      None: no change can be told from luck yet.

    Next: "skilltide report SKILL" tells one whole; "skilltide compare SKILL SKILL" sets two side by
    side."
  `)
})

test('of a store whose boards all failed yesterday and today', async () => {
  const path = newPath()
  const failed = days('2026-11-23', today).map((on) => ({ on, outcome: 'failed' as const, jobs: numbers(1, 10) }))
  await collected(path, 3, [...days('2026-11-16', '2026-11-22').map((on) => ({ on, jobs: numbers(1, 10) })), ...failed])
  expect(await told(path, 'report', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch: what the job market asks
    As of 2026-11-24: 3 of 3 boards read in the last 7 days; 30 open vacancies, 30 postings, 3
    employers.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

    Now
      Open now             15 of 30 open AI jobs, of 3 employers [carried]
      Open now, required   15 of 15 [carried]
      Postings             15 postings [carried]
      Share of open jobs   Not enough data: 30 of 200 open AI jobs, 3 of 20 employers. Counted: 15 of
                           30. [low, carried]
      Employers naming it  Not enough data: 30 of 200 open AI jobs, 3 of 20 employers. Counted: 3 of 3.
                           [low, carried]
      Newly opened         Not measured: no week has been read whole, and no month lately.
      Rank                 Unranked: 0 of 20 naming jobs, 0 of 5 employers in the last 13 weeks. [low]
      Change in a year     Not enough data: 0 of 50 naming jobs, 0 of 10 employers, 0 of 26 weeks. [low]
      Hiring trajectory    Not enough data: 0 of 50 naming jobs, 0 of 10 employers, 0 of 26 weeks. [low]
      Open over 6 months   0 of 15 open for more than 6 months
      Days open            Not enough data: 0 of 30 closings, 0 of 10 employers. [low]

    Over time
      Share of new jobs by month: not measured in any month yet.

    Alternatives
      in its place          open now
      ────────────  ────────────────
      TensorFlow         9 [carried]
      JAX                6 [carried]
      Keras         0 [low, carried]
      scikit-learn  0 [low, carried]

    How it is asked for
      Required   Not enough data: 15 of 30 naming jobs, 3 of 10 employers. Counted: 15 of 15. [low,
                 carried]
      Preferred  Not enough data: 15 of 30 naming jobs, 3 of 10 employers. Counted: 0 of 15. [low,
                 carried]

    Roles
      Too few jobs to tell: ML engineer (15).

    What it is used for
      Too few jobs to tell: training (15).

    Where the work is done
      Too few jobs to tell: hybrid (15).

    Countries
      Too few jobs to tell: NO (15).

    Kinds of employment
      Too few jobs to tell: full-time (15).

    Pay and experience
      Median pay       Not enough data: none of 15 naming jobs states pay with its country. [low]
      Years asked for  Not enough data: 0 of 15 naming jobs state any (30 of 10 employers needed). [low]

    Employers naming it
      employer  naming it  of its open jobs
      ────────  ─────────  ────────────────
      Tide 0            5                10
      Tide 1            5                10
      Tide 2            5                10

    What is missing
      - 3 boards were not read whole at the last try and stand at an earlier list: greenhouse:tide0
      (the host answered 503), greenhouse:tide1 (the host answered 503), greenhouse:tide2 (the host
      answered 503).

      [low]      under the minimum sample: a count is a hint at most, and no share, rank or direction is
                 drawn from it
      [carried]  some boards stand at their last good reading, at most 7 days old

    Next: "skilltide trend pytorch --by month" draws its history; "skilltide explain pytorch" lists the
    postings behind a figure."
  `)
})

test('of a store whose boards have failed for ten days', async () => {
  const path = newPath()
  const failed = days('2026-11-15', today).map((on) => ({ on, outcome: 'failed' as const, jobs: numbers(1, 10) }))
  await collected(path, 3, [...days('2026-11-10', '2026-11-14').map((on) => ({ on, jobs: numbers(1, 10) })), ...failed])
  expect(await told(path, 'report', 'pytorch')).toMatchInlineSnapshot(`
    "PyTorch: what the job market asks
    As of 2026-11-24: 0 of 3 boards read in the last 7 days.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

    Now
      Open now           Not measured: 0 of 3 boards read in the last 7 days. Last measured on
                         2026-11-21: 15.
      Newly opened       Not measured: 0 of 3 boards read in the last 7 days.
      Change in a year   Not enough data: 0 of 50 naming jobs, 0 of 10 employers, 0 of 26 weeks. [low]
      Hiring trajectory  Not enough data: 0 of 50 naming jobs, 0 of 10 employers, 0 of 26 weeks. [low]

    Over time
      Share of new jobs by month: not measured in any month yet.

    What is missing
      - 3 boards were last read whole too long ago to speak for this day: greenhouse:tide0 (the host
      answered 503), greenhouse:tide1 (the host answered 503), greenhouse:tide2 (the host answered
      503).

      [low]  under the minimum sample: a count is a hint at most, and no share, rank or direction is
             drawn from it

    Next: "skilltide trend pytorch --by month" draws its history; "skilltide explain pytorch" lists the
    postings behind a figure."
  `)
  expect(await told(path, 'top')).toMatchInlineSnapshot(`
    "What postings ask for
    As of 2026-11-24: 0 of 3 boards read in the last 7 days.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

    Not measured: 0 of 3 boards read in the last 7 days.

    Moving up
      None: no change can be told from luck yet.

    Moving down
      None: no change can be told from luck yet.

    What is missing
      - 3 boards were last read whole too long ago to speak for this day: greenhouse:tide0 (the host
      answered 503), greenhouse:tide1 (the host answered 503), greenhouse:tide2 (the host answered
      503).

    Next: "skilltide report SKILL" tells one whole; "skilltide compare SKILL SKILL" sets two side by
    side."
  `)
  expect(await told(path, 'trend', 'pytorch', '--since', '2026-11-16', '--by', 'day')).toMatchInlineSnapshot(`
    "PyTorch over time
    As of 2026-11-24: 0 of 3 boards read in the last 7 days.
    Made with catalog C, method M, panel P.

    Share of open jobs by day
      Too few open jobs for a share in any day from 2026-11-16 to 2026-11-24; the counts are below.

      day         Share of open jobs  counted   Open now      Newly opened  Closed
      ──────────  ──────────────────  ────────  ────────────  ────────────  ────────────
      2026-11-16  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-17  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-18  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-19  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-20  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-21  too few             15 of 30  15 [carried]  not measured  not measured
      2026-11-22  not measured                  not measured  not measured  not measured
      2026-11-23  not measured                  not measured  not measured  not measured
      2026-11-24  not measured                  not measured  not measured  not measured

      Hiring trajectory  Not enough data: 0 of 50 naming jobs, 0 of 10 employers, 0 of 26 weeks. [low]

    What is missing
      - 3 boards were last read whole too long ago to speak for this day: greenhouse:tide0 (the host
      answered 503), greenhouse:tide1 (the host answered 503), greenhouse:tide2 (the host answered
      503).

      [low]      under the minimum sample: a count is a hint at most, and no share, rank or direction is
                 drawn from it
      [carried]  some boards stand at their last good reading, at most 7 days old

    Next: "skilltide compare pytorch …" sets it beside others; "skilltide export series" gives these
    rows as CSV."
  `)
})

test('of a skill that the catalog got yesterday, before the texts were read again', async () => {
  const path = newPath()
  await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
  const store = await emptyStore(path)
  await store.adoptEdition('2019.1', noon(day(today)) + 3_600_000)
  await store.close()
  expect(await told(path, 'report', 'jax')).toMatchInlineSnapshot(`
    "JAX: what the job market asks
    As of 2026-11-24: 3 of 3 boards read in the last 7 days.
    Population: AI jobs (ai). Made with catalog C, method M, panel P.

    Now
      Open now           Not tracked yet: the texts were read with catalog 2019.1, which may not know
                         JAX. "skilltide refresh" reads them again with C.
      Hiring trajectory  Not tracked yet: the texts were read with catalog 2019.1, which may not know
                         JAX. "skilltide refresh" reads them again with C.

    Next: "skilltide trend jax --by month" draws its history; "skilltide explain jax" lists the postings
    behind a figure."
  `)
  expect(await told(path, 'trend', 'jax')).toMatchInlineSnapshot(`
    "JAX over time
    As of 2026-11-24: 3 of 3 boards read in the last 7 days.
    Made with catalog C, method M, panel P.

    Not measured: no period of this skill has been counted yet.

      Hiring trajectory  Not tracked yet: the texts were read with catalog 2019.1, which may not know
                         JAX. "skilltide refresh" reads them again with C.

    Next: "skilltide compare jax …" sets it beside others; "skilltide export series" gives these rows as
    CSV."
  `)
})
