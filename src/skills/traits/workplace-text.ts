/** Where a role may be done, by what its text says: each cue with the clause around it. */
import type { Workplace } from '../../domain.ts'
import { clauseBefore, clauseBehind, ends } from '../clauses.ts'
import type { CueHit } from '../cues.ts'

/** Said of remote work that there is none. */
export const noRemote =
  /\b(?:no remote|not remote|non[- ]remote|remote(?: work)?(?: is)? not|no remotes|isn['’]t remote|not (?:a |be )?(?:fully )?remote|not (?:currently )?(?:open to|offering|able to offer|considering|hiring|accept\w*|support\w*) (?:fully )?remote|can(?:'|’)?t (?:do|offer|support) remote|cannot (?:offer|support|do|consider) remote|remote:? ?no\b|sorry,? no remote|unable to (?:offer|support) remote)/i

interface Said {
  remote: number
  hybrid: number
  onsite: number
  days: boolean
  allDays: boolean
  perk: boolean
  /** The role's own line offers it. */
  ofRole: boolean
}

const dayWords = '(?:x|days?|times|tage?n?|jours?|d[ií]as?|dagen)'
const number =
  '(?:\\d(?:\\s?[-–to]+\\s?\\d)?\\+?|one|two|three|four|five|a few|several|some|couple of|ein(?:en|em)?|zwei|drei|vier|un|deux|trois|quatre|dos|tres|cuatro|twee|drie|dois|três)'
/** The office in other languages. */
const abroad = '(?:büro|vor ort|bureau|sur (?:site|place)|oficina|presencial|escritório|kantoor)'
/** Days named: "3 days a week in our office", "in-office 2-3 days", "on Tuesdays". */
const officeDays = new RegExp(
  `\\b(?:mehrmals|plusieurs fois|varias veces|várias vezes|meerdere keren)\\s(?:pro|par|por|per)\\s(?:woche|semaine|semana|week)\\b[^.\\n]{0,40}\\b${abroad}|\\b${number}(?:\\s?\\(\\d\\))?\\s?${dayWords}(?:\\s?\\/|\\s(?:a|per|each|every|pro|par|por|per|/)\\s?|\\s)?(?:week|wk|woche|semaine|semana)?\\b[^.\\n]{0,50}?\\b(?:in[- ](?:the |our |a |an |person|\\w+ )?(?:office|hq|person)?|office|on[- ]?site|at (?:the|our)|from (?:the|our|our \\w+) (?:office|hq)|hub|hq|headquarters|${abroad})|\\b(?:${abroad}|office|on[- ]?site|in[- ]person|hybrid|hub|hq|headquarters|commut\\w+|together)\\b[^.\\n]{0,60}?\\b${number}(?:\\s?\\(\\d\\))?\\s?${dayWords}\\s?(?:(?:a|per|each|every|/|out of \\d)\\s?)?(?:week|wk)?|\\b(?:offices?|on[- ]?site|in[- ]person)\\b[^.\\n]{0,40}\\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|mon|tue|tues|wed|thu|thurs)\\b|\\b(?:mondays?|tuesdays?|wednesdays?|thursdays?)\\b[^.\\n]{0,40}\\b(?:in (?:the|our) office|on[- ]?site|in[- ]person|from home)\\b|\\b${number}\\s?(?:days?|tage?n?|jours?|d[ií]as?|dagen)(?:\\s?(?:a|per|each|pro|par|por|/)\\s?(?:week|woche|semaine|semana))?[^.\\n]{0,20}\\b(?:remoto?|from home|wfh|home-?\\s?office|home[- ]working|t[ée]l[ée]travail|thuis)|\\b(?:remote|homeoffice|mobiles arbeiten|t[ée]l[ée]travail|teletrabajo|teletrabalho|remoto|thuiswerken|hybrid\\w*)\\b[^.\\n]{0,20}\\b${number}\\s?(?:tage?n?|jours?|d[ií]as?|dagen)\\b|\\b\\d\\d\\s?% (?:of (?:the|your) time|in[- ](?:the )?office|on-?site)`,
  'i',
)
const everyDay =
  /(?<!\d\s?[-–]\s?|\d (?:to|or) )\b(?:5|five)(?:\s?\(5\))?\s?(?:x|days?)(?:\s?(?:\/|a|per|each|every)\s?(?:week|wk))?|\bfull[- ]time (?:in[- ](?:office|person)|on[- ]?site)|\b(?:monday\s?(?:to|through|thru|-|–)\s?(?:friday|saturday))|\b(?:6|six) days/i
const rarely =
  /\b(?:once|twice|one|two|\d|few|couple|several)\s?(?:times?|x|days?|weeks?)?\s?(?:\/|a|per|each|every|or twice a)\s?(?:month|quarter|year)|\bquarterly\b|\bannual(?:ly)?\b|\bmonthly\b|\boccasional(?:ly)?\b|\bas needed\b|\boff[- ]?sites?\b|\bonce in a while\b|\bfrom time to time\b/i
const dailyAbroad = new RegExp(
  `\\b(?:jeden tag|täglich|tous les jours|chaque jour|todos los días|cada día|todos os dias|elke dag)\\b[^.\\n]{0,40}\\b${abroad}\\b|\\b${abroad}\\b[^.\\n]{0,40}\\b(?:jeden tag|täglich|tous les jours|todos los días|todos os dias|elke dag)\\b`,
  'i',
)
/** "Lunch in the office from Monday to Friday" is a perk of those who are there. */
const meals = /\b(?:lunch(?:es)?|meals?|catered|snacks?|breakfasts?|dinners?)\b/i
/** Of two trades, not of two places. */
const otherHybrid =
  /^[\s-]*(?:role|position|team|job)?\s*(?:spanning|span\w*|combin\w+|blend\w*|bridg\w+|between|across|at the intersection|that (?:spans|combines|blends|bridges|mixes))\b|^ (?!work|remote|office|schedule|flex)[\w-]+(?:[ /][\w-]+)? (?:role|position|background|skill ?set)\b/i
const remotePerk =
  /\b(?:stipend|allowance|budget|reimburs\w*|equipment|set[- ]?up|support|friendly|perks?|policy for)\b/i
const notWork =
  /^[\s-]*(?:(?:and|&) in-person (?:hackathons?|events?|meetups?|socials?|activities)|co-?located|sensing|control\w*|procedure|monitoring|patient\w*|desktop|access|server|code execution|service\w*|team collaboration|workers? (?:platform|tool)|site\b|areas?|locations?|villages?|device|teams? (?:tool|software)|islands?|support (?:tool|engineer)|diagnos\w*|care\b|health\w* (?:monitor|service)|work (?:tool|software|platform)|meeting|learning\b|api\b|config\w*|debugging|deposit\w*|communities|regions|hiring (?:platform|tool))/i

/** Days that are part of the selection. */
const trial = /\bworkshops? (?:lasting|of)\b|\btrial (?:work|days?|weeks?|task|project)\b|\bwork trial\b/i

const workplaceCues = new Set(['remote-sure', 'remote', 'hybrid', 'office', 'onsite', 'wfh'])
/** No posting speaks of its workplace so often. */
const mostRead = 200

/** Of the text behind a place. */
export function workplaceInText(from: number, text: string, cues: readonly CueHit[]): Workplace {
  const said: Said = { remote: 0, hybrid: 0, onsite: 0, days: false, allDays: false, perk: false, ofRole: false }
  let read = 0
  for (const cue of cues) {
    if (cue.offset < from || !workplaceCues.has(cue.kind)) continue
    read += 1
    if (read > mostRead) break
    switch (cue.kind) {
      case 'remote-sure':
        if (remotePerk.test(text.slice(cue.end, cue.end + 15))) said.perk = true
        else if (weighed(text, cue)) said.remote += 3
        else if (/\bnot an? $/i.test(text.slice(Math.max(0, cue.offset - 6), cue.offset))) said.onsite += 2
        break
      case 'remote':
        remoteAt(text, cue, said)
        break
      case 'hybrid':
        hybridAt(text, cue, said)
        break
      case 'office':
      case 'onsite':
        officeAt(text, cue, said)
        break
      case 'wfh':
        said.perk = true
        wfhAt(text, cue, said)
        break
    }
  }
  if (said.ofRole) return 'remote'
  if (said.days && !said.allDays) return said.remote >= 5 && said.hybrid === 0 ? 'remote' : 'hybrid'
  if (said.allDays && said.remote < 3) return said.hybrid > 0 ? 'hybrid' : 'onsite'
  if (said.hybrid > 0) return said.remote >= 4 ? 'remote' : 'hybrid'
  if (said.remote >= 2) return 'remote'
  if (said.onsite > 0) return said.perk && said.onsite < 3 ? 'hybrid' : 'onsite'
  // Money for a desk at home is a perk, and says nothing alone.
  if (said.remote >= 1) return 'remote'
  return 'unspecified'
}

const clauseAround = (text: string, cue: CueHit): [string, string] => {
  return [
    clauseBefore(text, cue.offset - 120, cue.offset, ends.clause),
    clauseBehind(text, cue.end, cue.end + 120, ends.clause),
  ]
}

const weighed = (text: string, cue: CueHit): boolean => {
  const [before, behind] = clauseAround(text, cue)
  return (
    !/\b(?:not|no|never|isn['’]t|aren['’]t|unfortunately|cannot|can['’]t|don['’]t|unable|nor)\b[^,]{0,40}$/i.test(
      before,
    ) && !/^(?:(?!\band\b)[^,])*\bnot (?:possible|available|an option|offered|considered|eligible)\b/i.test(behind)
  )
}

function remoteAt(text: string, cue: CueHit, said: Said): void {
  const [before, behind] = clauseAround(text, cue)
  const around = `${before} REMOTE${behind}`
  if (notWork.test(behind) || trial.test(around) || /\b(?:tailored|designed|suited) (?:for|to)\s*$/i.test(before))
    return
  // "This role is based in Leeds or remotely in the UK" stands above what the company does.
  if (/\b(?:this|the) (?:role|position|job) (?:is|can be)\b[^.]*\bor (?:fully )?$/i.test(before)) {
    said.ofRole = true
    return
  }
  // "From our office or remotely": both are on offer.
  if (/\b(?:office|on-?site)(?:,? or|\/)\s*$/i.test(before)) {
    said.remote += 5
    return
  }
  if (!weighed(text, cue) || noRemote.test(text.slice(Math.max(0, cue.offset - 60), cue.end + 40))) {
    said.onsite += 2
    return
  }
  if (
    /\b(?:customers?|clients?|patients?|users?|stakeholders|colleagues)\b/i.test(before.slice(-30)) &&
    !/\bwork/i.test(before)
  )
    return
  if (/\bhybrid\b/i.test(around) && /\b(?:vary|workers|depending)\b/i.test(around)) return
  if (
    /^[\s-]*(?:work )?(?:policy|days?|flex\w*)?\s*[:(–-]?\s*(?:up to )?(?:\d|one|two|three|four)\b[^.]{0,12}\bdays?\b/i.test(
      behind,
    )
  ) {
    said.days = true
    return
  }
  if (
    /^[\s-]*(?:teams?|colleagues|stakeholders|environments?)\b/i.test(behind) &&
    /\b(?:manag\w+|lead\w*|experience|coordinat\w+|international|across|distributed)\b[^,]{0,40}$/i.test(before)
  )
    return
  if (officeDays.test(around) && !rarely.test(around)) {
    if (everyDay.test(around)) said.allDays = true
    else said.days = true
    return
  }
  if (
    /^\s*(?:days?|fridays?|mondays?|flexib\w*(?!\W{1,3}work (?:from )?(?:wherever|anywhere))|partiel\w*|parcial\w*|partial\w*)\b/i.test(
      behind,
    ) ||
    /\b(?:some|partial(?:ly)?|occasional(?:ly)?|partly|d[ií]as de|jours de)\s*$/i.test(before)
  ) {
    said.hybrid += 1
    return
  }
  if (/^[\s-]*(?:\w+\s){0,3}(?:stipend|allowance|budget|equipment|set-?up)\b/i.test(behind)) {
    said.remote += 0.5
    said.perk = true
    return
  }
  // "Location: Remote", "#LI-Remote", "remote or onsite", "remote role", "Remote (US)".
  if (
    /(?:^|location\w*\s*[:\-–]|work(?:place| type| model| mode)?\s*[:\-–]|[|(#/,:•-]|\b(?:or|fully|100%|completely|is|are|be|work|working|role|position|job|us|eu|uk|hire|hiring|based|either|both|permanently|primarily|mostly))\s*(?:li-?\s?)?$/i.test(
      before,
    ) ||
    /^[\s-]*(?:\(|role|position|job|first|work(?:ing|ers?)?\b|only|ok\b|okay|friendly|or |and onsite|opportunit|within|in (?:the )?(?:us|u\.s|eu|uk|europe|canada|germany|india|latam)|from|based|eligible|possible|option|is (?:ok|possible|fine|an option|welcome|available)|applicants?|candidates?|available|team|company|environment|culture|contract|employees|welcome|anywhere|across|\/)/i.test(
      behind,
    )
  ) {
    said.remote += /^[\s-]*(?:team|company|culture|environment|workers)/i.test(behind) ? 2 : 3
    return
  }
  said.remote += /\b(?:team|company|we|our|distributed|global)\b/i.test(before) ? 1 : 1.5
}

function hybridAt(text: string, cue: CueHit, said: Said): void {
  const [before, behind] = clauseAround(text, cue)
  const around = `${before} hybrid${behind}`
  if (
    /^[\s-]*(?:cloud|casual|games?|publisher|search|app|apps|mobile|retrieval|infrastructure|approach|model(?!\s*(?:of|with|in|where|that|:|\(|,|\.|which|–|-|and|$))|dynamic\w*|system|architecture|vehicle|electric|intelligence|ai|deploy\w*|multi|environments?\b(?! with)|cpu|quantum|blockchain|sql|kernel)/i.test(
      behind,
    ) &&
    !/\bwork|office|remote|role|location/i.test(around)
  )
    return
  // "A hybrid role spanning research and engineering", "hyper-casual, hybrid and core games".
  if (/^[\s-]*workforces?\b/i.test(behind) || otherHybrid.test(behind) || /casual\b/i.test(before.slice(-30))) return
  if (/\b(?:hybrid,? office-based|workers will vary|number of hybrid)\b/i.test(around)) return
  if (!weighed(text, cue)) return
  if (everyDay.test(around) && /office|on-?site/i.test(around)) {
    said.allDays = true
    return
  }
  said.hybrid += 1
  if (
    /\b(?:or|and|\/|,)\s*(?:fully\s*)?remote\b|\bremote\s*(?:or|\/|,)\s*$/i.test(`${behind.slice(0, 40)}`) ||
    /\bremote\s*(?:or|\/|,|and)\s*$/i.test(before) ||
    // "Remote oder hybrid", "Berlin (hybrid), Germany (remote)".
    /^\s(?:oder|ou|o|of|und|et|y|e)\s(?:100 ?% |fully |komplett )?(?:remot[eo]\b|télétravail|teletrabajo)|^\)\s*[,;|/]\s*(?:(?:or|and) )?(?:[\p{L}.]+ ){0,3}\(?remote\b(?! (?:days?|stipend))/iu.test(
      behind,
    ) ||
    /\b(?:remot[eo]|télétravail|teletrabajo)(?: \p{L}+)?\s(?:oder|ou|o|of)\s$/iu.test(before)
  )
    said.remote += 4
}

const workThere =
  /(?:arbeit|b(?:ü|ue)ro|präsenz|einsatz|stelle|standort|\bjob|remote|home-?office|hybrid|\btage?n?\b|vollzeit|\d ?%|office|teams?\b|kolleg)/i

function officeAt(text: string, cue: CueHit, said: Said): void {
  const [before, behind] = clauseAround(text, cue)
  const own = text.slice(cue.offset, cue.end)
  const around = `${before}${own}${behind}`.replace(
    /(?:, occasional(?:ly)?|,? and(?: occasional(?:ly)?)?) travel\b.*$/gi,
    '',
  )
  if (/\bworkers will vary\b/i.test(around) || meals.test(around) || trial.test(around)) return
  if (/\bcommut(?:ing distance|able)\b/i.test(around)) {
    said.onsite += 1
    return
  }
  if (rarely.test(around) && /\b(?:month|quarter|year|occasional|needed|off-?site|retreat|travel)/i.test(around)) return
  if (!weighed(text, cue)) return
  if (officeDays.test(around)) {
    if (everyDay.test(around)) said.allDays = true
    else said.days = true
    return
  }
  // "Wir kommen jeden Tag ins Büro."
  if (cue.kind === 'office' && !/^(?:offices?|hq|headquarters|hub)$/i.test(own) && dailyAbroad.test(around)) {
    said.allDays = true
    return
  }
  // Customers "spend more time in the field than in the office".
  if (/\b(?:than|instead of) (?:in |at )?$/i.test(before)) return
  if (cue.kind === 'onsite') {
    // "Die Marke vor Ort": on the spot, where it says nothing of work.
    if (/^vor ort$/i.test(own) && !workThere.test(around)) return
    if (
      /^[\s-]*(?:(?:\w+ ){0,2}(?:events?|conferences?|meetups?|visits?|workshops?)\b|interview\w*|search|seo|gym|lunch\w*|meals?|childcare|parking|visits?|support|customer|client|training|events?|data cent|point of contact|contact|moments|engagement|installation|deployment|retreat\w*|meetings?|hackathons?|meetups?|socials?|gatherings?|with (?:customers|clients)|at (?:customer|client)|conversion|barista|chef|fitness|kitchen|amenities|demos?)/i.test(
        behind,
      ) ||
      /\b(?:interviews?|virtual|final|customer|client|travel\w*|visit\w*|panel|loop|round)\b[^,]{0,30}$/i.test(
        before,
      ) ||
      /\binterview/i.test(around)
    )
      return
    said.onsite += 3
    if (/\bremote\b/i.test(around) && /\bor\b|\/|\bboth\b|\beither\b/i.test(around)) said.remote += 2
    return
  }
  // "Office" alone is a place; an office that one works from is a word on the workplace.
  if (
    /\b(?:in[- ]office (?:culture|company|role|position|team|environment|first)|office[- ]first|office[- ]based)\b/i.test(
      around,
    )
  )
    said.onsite += 3
  else if (
    /(?:\b(?:where|location|workplace|place of work)\s*[:–-]|\b(?:work(?:ing|s)?|based|join us|be|come|collaborat\w*|together|roles? (?:is|are)|positions? (?:is|are)|(?:this|these|full[- ]time|part[- ]time) (?:role|position|job)s?|team is|located|sit|required)\b)[^,]{0,40}\b(?:in|from|at|out of)\s+(?:(?:the |our |an? )?(?:[\p{L}.-]+ ){0,4}|our (?:[\p{L}.-]+ ){0,3}[\p{L}.-]+, [\p{L}.]+ )$/iu.test(
      before,
    )
  ) {
    if (/\b(?:option|can|may|could|choose|either|welcome|optional|if you)\b/i.test(before)) return
    said.onsite += 1
  }
}

function wfhAt(text: string, cue: CueHit, said: Said): void {
  const [before, behind] = clauseAround(text, cue)
  if (
    remotePerk.test(before.slice(-40)) ||
    remotePerk.test(behind.slice(0, 30)) ||
    /^\s*[/,]?\s*(?:(?:remote|home|and|or) )*(?:office )?(?:stipend|allowance|budget)/i.test(behind)
  )
    return
  if (!weighed(text, cue)) return
  if (/\b(?:100\s?%|entirely|fully|completely|exclusively)\s*$/i.test(before)) {
    said.remote += 4
    return
  }
  if (
    /days$/i.test(text.slice(cue.offset, cue.end)) ||
    /^\s*(?:up to |bis zu |max\.? )\d\d\s?%/i.test(behind) ||
    officeDays.test(`${before}${text.slice(cue.offset, cue.end)}${behind}`)
  ) {
    said.hybrid += 1
    return
  }
  if (
    /\b(?:occasional(?:ly)?|sometimes|flexib\w*|days?|fridays?|option\w*|ability)\b/i.test(
      before.slice(-40) + behind.slice(0, 40),
    )
  )
    said.hybrid += 1
  else said.remote += 1
}
