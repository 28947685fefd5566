/** Completion scripts for three shells, from what the commands declare. */

export interface Shown {
  name: string
  summary: string
  /** What its arguments may be, where that is a fixed list. */
  values: string[]
  options: { word: string; about: string; takes: string | null; choices: string[] }[]
}

/** What names a file or folder is completed as one. */
const isPath = (takes: string | null) => /^(?:file|path|folder|dir)$/.test(takes ?? '')

export function bash(commands: Shown[]): string {
  const cases = commands.map(({ name, values, options }) => {
    const words = [...values, ...options.map(({ word }) => word)].join(' ')
    const taking = options.filter(({ takes }) => takes !== null)
    const values_ = taking.map(({ word, takes, choices }) =>
      choices.length > 0
        ? `        ${word}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$current")); return ;;`
        : isPath(takes)
          ? `        ${word}) COMPREPLY=($(compgen -f -- "$current")); return ;;`
          : `        ${word}) return ;;`,
    )
    return `    ${name})
      case $previous in
${values_.join('\n')}
      esac
      COMPREPLY=($(compgen -W '${words}' -- "$current"))
      [[ $current == -* || \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$current")) ;;`
  })
  return `# Completions of skilltide for bash.
_skilltide() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
}
complete -F _skilltide -o filenames skilltide
`
}

/** For a text within single quotes. */
const quoted = (text: string) => text.replaceAll("'", "'\\''")

export function zsh(commands: Shown[]): string {
  // In a spec of _arguments, brackets and colons end what they stand in.
  const about = (text: string) => quoted(text).replace(/[[\]:\\]/g, '\\$&')
  const cases = commands.map(({ name, values, options }) => {
    const specs = options.map(({ word, about: text, takes, choices }) => {
      const value =
        takes === null
          ? ''
          : choices.length > 0
            ? `:${takes}:(${choices.join(' ')})`
            : isPath(takes)
              ? `:${takes}:_files`
              : `:${takes}: `
      return `        '${word}[${about(text)}]${value}'`
    })
    const rest = values.length > 0 ? `        '*:value:(${values.join(' ')})'` : "        '*:file:_files'"
    return `      ${name})\n      _arguments \\\n${[...specs, rest].join(' \\\n')} ;;`
  })
  return `#compdef skilltide
# Completions of skilltide for zsh.
_skilltide() {
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(
${commands.map(({ name, summary }) => `      '${name}:${quoted(summary).replaceAll(':', '\\:')}'`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _skilltide skilltide
`
}

export function fish(commands: Shown[]): string {
  const lines = commands.flatMap(({ name, summary, values, options }) => [
    `complete -c skilltide -n __fish_use_subcommand -f -a ${name} -d '${escaped(summary)}'`,
    ...(values.length > 0
      ? [`complete -c skilltide -n '__fish_seen_subcommand_from ${name}' -f -a '${values.join(' ')}'`]
      : []),
    ...options.map(({ word, about, takes, choices }) => {
      const value =
        takes === null ? '' : choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : isPath(takes) ? ' -r -F' : ' -x'
      return `complete -c skilltide -n '__fish_seen_subcommand_from ${name}' -l ${word.slice(2)}${value} -d '${escaped(about)}'`
    }),
  ])
  return `# Completions of skilltide for fish.\n${lines.join('\n')}\n`
}

/** fish knows two escapes within single quotes. */
const escaped = (text: string) => text.replace(/[\\']/g, '\\$&')
