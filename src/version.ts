import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './config.ts'

/** The program's own version, as package.json says it. */
export const version: string = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version
