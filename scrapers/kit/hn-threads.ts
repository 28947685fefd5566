/**
 * The monthly hiring threads whose titles or authors follow no rule, so that no search finds them: month and item id.
 * From January 2013 on the thread's title names its month, and a search by its author finds it.
 */
import type { Thread } from '../hackernews.ts'

export const earlyThreads: readonly Thread[] = [
  { id: '2057704', month: '2011-01' },
  { id: '2161360', month: '2011-02' },
  { id: '2270790', month: '2011-03' },
  { id: '2396027', month: '2011-04' },
  { id: '2503204', month: '2011-05' },
  { id: '2607052', month: '2011-06' },
  { id: '2719028', month: '2011-07' },
  { id: '2831646', month: '2011-08' },
  { id: '2949787', month: '2011-09' },
  { id: '3060221', month: '2011-10' },
  { id: '3181796', month: '2011-11' },
  { id: '3300290', month: '2011-12' },
  { id: '3412900', month: '2012-01' },
  { id: '3537881', month: '2012-02' },
  { id: '3652041', month: '2012-03' },
  { id: '3783657', month: '2012-04' },
  { id: '3913997', month: '2012-05' },
  { id: '4053076', month: '2012-06' },
  { id: '4184755', month: '2012-07' },
  { id: '4323597', month: '2012-08' },
  { id: '4463689', month: '2012-09' },
  { id: '4596375', month: '2012-10' },
  { id: '4727241', month: '2012-11' },
  { id: '4857714', month: '2012-12' },
]
