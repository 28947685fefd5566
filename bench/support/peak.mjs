/** Loaded before a measured program: leaves its peak of memory in megabytes and its processor seconds in the file that PEAK_FILE names. */
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  if (!process.env.PEAK_FILE) return
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeFileSync(process.env.PEAK_FILE, `${maxRSS / 1024} ${(userCPUTime + systemCPUTime) / 1e6}`)
})
