import { defineCommand, flagOption } from './command.ts'

export default defineCommand({
  name: 'config',
  summary: 'Show the settings in force and where each came from',
  options: [{ flags: '--json', about: 'as data' }],
  examples: [{ line: 'skilltide config', about: 'flag before environment before file before default' }],
  async run(app, given) {
    const { config } = app
    const values: Record<string, string | null> = {
      store: config.store,
      out: config.out,
      archive: config.archive,
      contact: config.contact,
      chromium: config.chromium,
      mirror: config.mirror,
      today: config.today,
    }
    const keys = Object.keys(config.secrets)
    if (flagOption(given, 'json')) {
      const simple = Object.entries(values).map(([name, value]) => [name, { value, from: config.origins[name] }])
      return {
        text: JSON.stringify(
          { file: config.file, settings: Object.fromEntries(simple), file_settings: config.settings, keys },
          null,
          2,
        ),
      }
    }
    const lines = Object.entries(values).map(
      ([name, value]) => `  ${name.padEnd(9)} ${(value ?? 'not set').padEnd(48)} ${config.origins[name]}`,
    )
    const { stringify } = await import('yaml')
    const rest = Object.entries(config.settings).filter(([name]) => !(name in values))
    return {
      text: [
        config.file === null ? 'No config file; "skilltide init" writes one.' : `Config file: ${config.file}`,
        ...lines,
        ...(rest.length > 0
          ? ['From the file:', stringify(Object.fromEntries(rest)).trimEnd().replace(/^/gm, '  ')]
          : []),
        keys.length > 0
          ? `Keys in the environment: ${keys.join(', ')} (values are never printed)`
          : 'No keys in the environment.',
      ].join('\n'),
    }
  },
})
