/** How a store is opened, in whichever database it is. */
export interface OpenOptions {
  /** Reads need no lock, and never wait for a writer. */
  readOnly?: boolean
  /** `brief`: one short write beside whoever holds the lock, such as an event row. */
  lock?: 'run' | 'brief'
  /** Use the store though its folder is on a network file system. */
  forceNetworkFs?: boolean
  /** Read it though an older version made it: a copy is checked as it is, and migrated by whoever uses it. */
  anyVersion?: boolean
  now(): number
}
