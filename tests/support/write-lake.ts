/** Writes a lake without its figures, and is killed once it has written so many files. */
import { openStore } from '../../db/open.ts'
import { writeLake } from '../../jobs/lake.ts'
import { day } from '../../src/days.ts'

const [path, folder, on, at] = process.argv.slice(2) as [string, string, string, string]
let files = 0
await writeLake({
  ...{ store: await openStore(path, { readOnly: true, now: () => 1 }), folder, asOf: day(on) },
  ...{ madeAt: 'never', edition: 'killed', attributions: new Map(), reports: async function* () {} },
  onFile: () => {
    files += 1
    if (files === Number(at)) process.kill(process.pid, 'SIGKILL')
  },
})
