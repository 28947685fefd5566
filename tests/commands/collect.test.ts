/** A day on which nothing answers, as the user of `collect` meets it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { ask, newPath } from '../support/asking.ts'
import { contents } from '../support/contents.ts'
import { answer, type Script, startFaultd } from '../support/faultd.ts'
import { scratchFolder } from '../support/store.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const jobs = (token: string) =>
  answer({
    body: JSON.stringify({
      apiVersion: '1',
      jobs: Array.from({ length: 12 }, (_, at) => ({
        ...{ id: `${token}-${at}`, title: `Machine Learning Engineer ${at}`, location: 'Bergen' },
        ...{ jobUrl: `https://jobs.ashbyhq.com/${token}/${at}`, publishedAt: '2026-11-01T08:00:00Z' },
        descriptionHtml: `<p>You train machine learning models for gauge ${at} with PyTorch.</p>`,
      })),
    }),
  })
const broken: [string, Script][] = [
  ['refuses', answer({ status: 403, body: 'Forbidden' })],
  ['is empty', answer({ body: '{"jobs":[],"apiVersion":"1"}' })],
  ['has another shape', answer({ body: '{"positions":[]}' })],
  ['is a challenge', answer({ body: '<html><title>Just a moment...</title></html>' })],
]

test.each(broken)(
  'D15: on a day on which every board %s, collect ends with 4, no job is closed or new, and the report stands on the last good day',
  async (_, script) => {
    const folder = scratchFolder()
    writeFileSync(
      join(folder, 'skilltide.yaml'),
      'boards:\n  defaults: false\n  add: [ashby:tide, ashby:quay]\nsources:\n  disable: [hackernews]\n',
    )
    const server = await startFaultd()
    onTestFinished(() => server.close())
    vi.stubEnv('SKILLTIDE_MIRROR', server.origin)
    vi.stubEnv('SKILLTIDE_CONFIG', join(folder, 'skilltide.yaml'))
    const path = newPath()
    const pathOf = (token: string) => `/https/api.ashbyhq.com/posting-api/job-board/${token}`
    for (const token of ['tide', 'quay']) server.play(pathOf(token), jobs(token))
    expect((await ask(path, '2026-11-20', 'collect')).exitCode).toBe(0)
    await ask(path, '2026-11-20', 'refresh')
    const spells = () =>
      contents(path)
        .split('\n')
        .filter((row) => /^\["ashby:(?:tide|quay) /.test(row))
    const before = spells()
    const said = async () => (await ask(path, '2026-11-21', 'report', 'pytorch', '--as-of', '2026-11-20')).text

    const report = await said()
    for (const token of ['tide', 'quay']) server.play(pathOf(token), script)
    const { text, exitCode } = await ask(path, '2026-11-21', 'collect')
    expect([exitCode, text.split('\n')[0]]).toEqual([4, expect.stringContaining('None of 2 boards')])
    await ask(path, '2026-11-21', 'refresh')
    // Postings and spells: 12 of each on two boards.
    expect(before.length).toBe(48)
    expect(spells()).toEqual(before)
    expect(await said()).toBe(report)
    expect((await ask(path, '2026-11-21', 'status')).text).toContain('2026-11-20')
  },
)
