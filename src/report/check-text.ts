/** What was found in documents, for a terminal: place, words, what the figures say. */
import { title } from './lines.ts'
import { visible, wrap } from './terminal-text.ts'
import { paint, type Tone } from './tones.ts'
import type { DocumentFinding, Terminal } from './views.ts'
import { counted } from './wording.ts'

const tones: Record<DocumentFinding['verdict'], Tone> = {
  agrees: 'up',
  contradicted: 'down',
  withheld: 'down',
  'cannot say': 'warn',
}

const told: Record<DocumentFinding['kind'], Record<DocumentFinding['verdict'], string>> = {
  number: {
    agrees: 'typed by hand, true today',
    contradicted: 'typed by hand, and not what is measured',
    withheld: 'typed by hand, where nothing can be said',
    'cannot say': 'typed by hand',
  },
  sentence: {
    agrees: 'borne out',
    contradicted: 'contradicted by the figures',
    withheld: 'nothing can be said',
    'cannot say': 'nothing can be said',
  },
}

export function checkText(findings: readonly DocumentFinding[], files: number, terminal: Terminal): string {
  const of = (test: (finding: DocumentFinding) => boolean) => findings.filter(test).length
  const sentences = findings.filter(({ kind }) => kind === 'sentence')
  const heading = [
    `${counted(files, 'file')}: ${counted(
      of(({ kind }) => kind === 'number'),
      'number',
    )} typed by hand`,
    `${of(({ verdict }) => verdict === 'contradicted' || verdict === 'withheld')} against the figures`,
    `${counted(sentences.length, 'sentence')} checked, ${sentences.filter(({ verdict }) => verdict === 'agrees').length} borne out`,
  ].join('; ')
  const lines = findings
    .filter(({ kind, verdict }) => kind === 'number' || verdict !== 'agrees')
    .map(({ file, line, column, words, kind, verdict, because, instead }) =>
      [
        `${visible(file)}:${line}:${column}: ${paint(told[kind][verdict], tones[verdict], terminal)}`,
        wrap(`“${visible(words)}”`, terminal.width - 2, '  '),
        wrap(visible(because), terminal.width - 4, '    '),
        ...(instead === null ? [] : [`    Let it be told: {{ ${instead} }}`]),
      ].join('\n'),
    )
  return [title(heading, terminal), ...lines].join('\n\n')
}
