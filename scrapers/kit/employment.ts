/** Normal forms for how one is employed and where one works, from the free words that sources use. */
import type { Employment, Workplace } from '../../src/domain.ts'

const employments: [Employment, RegExp][] = [
  [
    'internship',
    /\bintern(?:s|ship|ships)?\b|\btrainee|\bapprentic|\bpraktik|\bstage\b|\bstagiaire|\bwerkstudent|\bworking student|\bprácticas|\bestági|\bstagista|\bco-?op\b|\bausbildung|\balternance|\bstudent\b/i,
  ],
  [
    'part-time',
    /\bpart[\s_-]?time|\bteilzeit|\btemps partiel|\bmedia jornada|\btiempo parcial|\bdeeltijd|\btempo parcial|\bminijob/i,
  ],
  [
    'temporary',
    /\btemp(?:orary)?\b|\bseasonal|\bfixed[\s_-]?term|\bbefristet|\bcdd\b|\bper[\s_-]?diem|\bcasual|\btemporär|\btemporal\b|\btijdelijk/i,
  ],
  [
    'contract',
    /\bcontract(?:or|ors)?\b|\bfreelance|\bconsultant\b|\bsub-?contract|\bindependent|\bc2c\b|\b1099\b|\bb2b\b|\bfreiberuf|\bautônomo|\bautónomo|\bzzp\b/i,
  ],
  [
    'full-time',
    /\bfull[\s_-]?time|\bpermanent|\bregular\b|\bvollzeit|\bfestanstellung|\bunbefristet|\bcdi\b|\btemps plein|\btiempo completo|\bvoltijd|\btempo integral|\bsalaried|\bemployee\b|\bpermanente|\bindefinid/i,
  ],
]
const codes: Record<string, Employment> = {
  ft: 'full-time',
  fulltime: 'full-time',
  pt: 'part-time',
  parttime: 'part-time',
}

/** Null where nothing is said; `other` where something is said that none of the words covers. */
export function employmentOf(said: string | null | undefined): Employment | null {
  // `FullTime`, `full_time` and `SALARIED_FT` in words.
  const words = (said ?? '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .trim()
  if (words === '') return null
  const code = words
    .toLowerCase()
    .split(/[\s-]+/)
    .map((word) => codes[word])
    .find((found) => found !== undefined)
  // "Contract, full-time" is a contract: the rarer word says more.
  return code ?? employments.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other'
}

/** The workplace that words of a source, a location or a title state. */
export function workplaceOf(said: string | null | undefined): Workplace | null {
  const words = (said ?? '').toLowerCase().replace(/[_-]+/g, ' ').trim()
  if (words === '') return null
  if (/\bhybrid|\bhíbrido|\bhybride/.test(words)) return 'hybrid'
  if (/\bno(?:t|n)? (?:a )?remote|\bremote (?:not|friendly no)/.test(words)) return 'onsite'
  if (
    /\bremot[eo]|\bfully remote|\bwork from (?:home|anywhere)|\bwfh\b|\btelecommut|\banywhere\b|\bhome ?office|\btélétravail|\bteletrabajo|\bdistributed\b/.test(
      words,
    )
  )
    return 'remote'
  if (/\bon ?site|\bin (?:the )?office|\bin person|\bvor ort|\bpresencial|\bsur site/.test(words)) return 'onsite'
  return null
}
