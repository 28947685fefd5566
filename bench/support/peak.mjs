/** Loaded before a measured program: leaves its peak of memory, in kilobytes, in the file that PEAK_FILE names. */
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  if (process.env.PEAK_FILE) writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS))
})
