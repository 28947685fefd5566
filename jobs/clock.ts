/** Whether the clock can be believed. A job run under a wrong one would write points into a time that has not come. */

const day = 86_400_000
/** A clock set back by more is wrong, or the one before it was. */
const backDays = 2
/** A machine that was off for longer than this needs a hand to say that its clock is right. */
const onDays = 400
/** Steps below this are what keeping time over the network does. */
const stepMs = 120_000

const shown = (at: number) =>
  Math.abs(at) < 8.64e15 ? new Date(at).toISOString().slice(0, 16).replace('T', ' ') : 'no day'

/** Why no job may run now, or null. `lastRecorded` is the instant of what was written into the store last. */
export function clockTrouble(now: number, lastRecorded: number | null): string | null {
  if (lastRecorded === null) return null
  if (now >= lastRecorded - backDays * day && now <= lastRecorded + onDays * day) return null
  return `the clock says ${shown(now)}, and the store was last written at ${shown(lastRecorded)}: no job runs until it is right. If it is, run "skilltide collect" once by hand.`
}

/** What a clock did between two looks that it should not have, by a second one that only ever goes on; null when nothing. */
export function clockStep(passedByClock: number, passed: number): string | null {
  const step = passedByClock - passed
  if (Math.abs(step) < stepMs) return null
  const minutes = Math.round(Math.abs(step) / 60_000)
  const size =
    minutes < 120
      ? `${minutes} min`
      : minutes < 2880
        ? `${Math.round(minutes / 60)} h`
        : `${Math.round(minutes / 1440)} days`
  return step < 0
    ? `the clock went back by ${size}: what was run already is not run again`
    : `the clock went on by ${size} at once, by sleep or by hand: what was missed is made up once`
}
