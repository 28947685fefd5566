import { describe, expect, test } from 'vitest'
import { statusText } from '../../src/report/status-text.ts'
import { coverage, statusView } from '../support/views.ts'

const plain = { width: 100, colour: false }
const allRead = 'Every active board was read whole'

describe('the status in a terminal', () => {
  test('says that every board was read only where there are boards', () => {
    const without = statusView({
      ...{ sources: [], troubles: [], gaps: [], revisions: [] },
      coverage: { ...coverage, boardsRead: 0, boardsActive: 0, missing: [] },
    })
    const text = statusText(without, plain)
    expect(text).not.toContain(allRead)
    expect(text).not.toContain('shows what was found')
    expect(text).toContain('"skilltide collect" reads the boards for the first time')
    expect(statusText(statusView({ troubles: [] }), plain)).toContain(allRead)
  })

  test('tells each trouble with what to do, and what was revised', () => {
    const text = statusText(statusView(), plain)
    expect(text).not.toContain(allRead)
    expect(text).toContain('leave it be for a while')
    expect(text).toMatch(/2026-11-10 {2}pytorch share of 2026-11-03: 25\.9% → 26\.1% \(late data\)/)
  })
})
