/** Writes a file of one repeated letter again and again, each time another letter, until it is killed. */
import { writeFileWhole } from '../../src/report/write-file.ts'

const path = process.argv[2]!
for (let turn = 0; ; turn++) {
  await writeFileWhole(path, String.fromCharCode(97 + (turn % 26)).repeat(300_000))
  if (turn === 0) process.stdout.write('writing\n')
}
