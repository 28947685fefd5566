/** Options that every command takes. */
import type { Option } from './command.ts'

export const commonOptions: Option[] = [
  { flags: '--config <file>', about: 'config file (otherwise skilltide.yaml here, or SKILLTIDE_CONFIG)' },
  { flags: '--db <path>', about: 'the store (otherwise SKILLTIDE_DB, or the config)' },
  { flags: '--set <setting=value>', about: 'any setting of the config, such as collect.hosts=4', many: true },
]
