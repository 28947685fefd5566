/** Which family of work a title names: by its head, the words that say what the holder is. */
import type { Role } from '../../domain.ts'
import { type Head, isProse } from '../head.ts'
import type { Layout } from '../layout.ts'
import { leadsOf, matchesIn, type Words, within } from '../leads.ts'
import { remembered } from '../memory.ts'

const ml =
  /\b(?:machine[- ]learning|ml|deep[- ]learning|dl|computer vision|machine vision|nlp|natural language|speech|perception|recommend(?:er|ation)s?|reinforcement learning)\b|機械学習|机器学习/i
const ai =
  /\b(?:ai|a\.i\.|ki|ia|artificial intelligence|künstliche intelligenz|intelligence artificielle|inteligencia artificial|inteligência artificial|llms?|gen ?ai|generative|agentic|agents?|prompt|conversational|gpt)\b|(?:^|[^a-z])ai(?=\p{L})/iu
const platform = /\b(?:platforms?|infra(?:structure)?|ops|operations|systems? infrastructure|serving)\b/i
/** Work that is none of the families, whatever it works on. */
const others =
  /\b(?:sales|solutions?|account|customer|support|success|marketing|marketer|growth marketer|product (?:manager|lead|owner|designer|director|management|marketing)|head of product|(?:vp|director),? (?:of )?product|designer|design|recruit\w*|talent|people|hr|human resources|legal|counsel|finance|financial|accountant|accounting|controller|operations (?:manager|associate|specialist|lead|analyst)|(?:program|project|programme|delivery|engagement|community|content|office|partner\w*|partnerships?|implementation|event|category|brand|procurement|policy|risk) (?:manager|lead|specialist|strategist)|implementation|analyst|analytics(?! engineer)|business (?:development|intelligence|analyst)|security|penetration|pentest\w*|compliance|advocate|devrel|developer relations|evangelist|writer|editor|teacher|trainer|tutor|instructor|annotat\w+|labell?er|consultant|strategist|coach|nurse|physician|clinician|therapist|technician|mechanical|electrical|hardware|asic|fpga|rtl|silicon|manufacturing|supply chain|logistics|assistant|representative|executive|coordinator|generalist|(?<=\bai \w[\w ]{2,40} )specialist|chief of staff|presales|pre-sales|field engineer|it (?:specialist|support|manager)|helpdesk|biologist|chemist|process engineer|civil|structural|quantity|founder|co-?founder|ceo|coo|cfo|cmo|chief (?!technology|technical|information|data|ai)\w+ officer)\b/i
const software =
  /\b(?:engineers?|engineering|developers?|programmers?|hackers?|coders?|swe|sde\w*|devs?|devops|sre|reliability|architects?|full[- ]?stack|back[- ]?end|front[- ]?end|ios|android|mobile|web|member of technical staff|technical staff|tech(?:nical)? lead|team lead|cto|entwickler(?:in)?|ingenieur|ingénieure?|développeu(?:r|se)|desarrollador(?:a|es)?|ingenier[oa]|engenheir[oa]|softwareentwickler(?:in)?|ontwikkelaar|desenvolvedor(?:a)?|ruby|rails|django|react|golang|java|javascript|php|\.net|c\+\+|scala|clojure|elixir|rust|node|eng)\b|エンジニア|工程师|엔지니어/i

/** A title in the order in which its words count. `null` where it names no work that is known. */
export const familyOf = remembered(readFamily)

/** Other forms of a word: "Ingeniero/a", "Entwickler*in", "Engenheiro(a)". */
const forms = /(?<=\p{L}{3})(?:\/-?(?:a|o|as|os|in|e)\b|\((?:a|o|as|os|in|e)\)|[*:]in(?:nen)?\b)/giu

function readFamily(title: string): Role | null {
  const whole = title.replace(/\((?:[mfwdxhv]\s*[/|*,]\s*){1,3}[mfwdxhv]?\)|\[[^\]]*\]/gi, ' ')
  const bare = whole
    .replace(forms, '')
    .replace(/\s*\b(?:or|and|\/|&)\s*co-?founders?\b/gi, ' ')
    .replace(/\([^)]*\)/g, ' ')
    .trim()
  // Words for people who may read no English stand in brackets behind the rest.
  const named = /[a-z]{3}/i.test(bare) ? bare : whole
  const unstaffed = named.replace(/^.*\bmembers? of (?:the )?technical staff\b\s*[-–—,:|(]*\s*(?=\S)/i, '')
  const [head = '', ...rest] = unstaffed.split(/\s+[-–—|]\s+|\s*[,:;]\s+|\s+\/\s+|\s*\/\s*(?=[A-Z][a-z]+ )/)
  const tail = rest.join(' ')
  return headFamily(head, tail) ?? (tail === '' ? null : headFamily(tail, head)) ?? headFamily(whole, '')
}

function headFamily(head: string, tail: string): Role | null {
  const leads = /\b(?:head|director|vp|vice president|manager|lead|chief)\b/i.test(head)
  const at = leads ? `${head} ${tail}` : head
  if (
    /\b(?:data scien(?:tists?|ce)|datascien\w+|cientistas? de dados|cient[íi]fic[oa]s? de datos)\b/i.test(at) &&
    !/\bplatform\b/i.test(head)
  ) {
    return others.test(head.replace(/\bdata scien\w+/i, '').replace(/\banaly\w+/gi, '')) && !/scientist/i.test(head)
      ? 'other'
      : 'data_scientist'
  }
  if (/\b(?:ux|user|market|design|security|policy|clinical|equity|investment|legal) research/i.test(head))
    return 'other'
  if (
    /\bresearch\w*\b/i.test(head) &&
    /\b(?:program|product|project|operations|analyst|assistant|coordinator|recruit\w*|partner\w*|participant\w*) ?(?:manager|lead|coordinator|specialist)?\b/i.test(
      head,
    ) &&
    !/\b(?:scientist|engineer|researcher)/i.test(head)
  )
    return 'other'
  if (
    /\b(?:research (?:\w+ ){0,3}(?:scientists?|engineers?|interns?|fellows?|leads?|managers?|directors?|developers?|residents?|associates?|internship)|researchers?|(?:applied|machine[- ]learning|ml|ai|ai\/ml|deep[- ]learning|llm|vision|nlp|speech|research|staff|principal) (?:\w+ )?(?:scientists?|sciences?)|(?:head|director|vp|lead)\b.{0,20}\bresearch|post-?doc\w*|principal investigator)\b|研究/i.test(
      at,
    )
  )
    return 'research'
  if (
    /\b(?:engineer|engineering)\b/i.test(head) &&
    /\bresearch\b/i.test(head) &&
    !/\bresearch (?:and|&) development\b/i.test(head)
  )
    return 'research'
  if (/\b(?:mlops|ml[- ]ops|llmops|machine learning operations|ml operations|aiops)\b/i.test(at)) return 'ml_platform'
  const engineers =
    /\b(?:engineers?|engineering|engeneer|developers?|architects?|programmers?|development|ingenieur(?:in)?|ing[ée]nieure?|ingenier[oa]|engenheir[oa]|entwickler(?:in)?|d[ée]veloppeu(?:r|se)|desarrollador(?:a)?|desenvolvedor(?:a)?|ontwikkelaar|softwareentwickler(?:in)?)\b|エンジニア|工程师|엔지니어/i.test(
      at,
    )
  if (
    /\b(?:full[- ]?stack|front[- ]?end|mobile|ios|android|forward[- ]deployed)\b/i.test(head) &&
    !/\bsales\b/i.test(head)
  )
    return 'software_engineer'
  const speaksMl = ml.test(head)
  const speaksAi = ai.test(head.replace(/\b(?:customer|sales|support|flex|real estate|agent) agents?\b/gi, ''))
  if (
    (speaksMl || speaksAi) &&
    engineers &&
    platform.test(head.replace(/\boperations? (?:manager|associate)/i, '')) &&
    !others.test(head.replace(/\boperations\b/i, ''))
  )
    return 'ml_platform'
  if (others.test(head))
    return speaksMl && engineers && !/\b(?:sales|solutions?|support|customer|product|manager|security)\b/i.test(head)
      ? 'ml_engineer'
      : 'other'
  if (
    /\b(?:data|analytics|database|etl|dwh|big data|bi)\b(?: \w+){0,3} (?:engineers?|engineering|architects?|developers?)\b|\bdata platform\b|\bdata infrastructure\b|数据工程师|\bdba\b|\bdatabase administrator|\b(?:ingenier[oa]|engenheir[oa]) de (?:datos|dados)\b|\bing[ée]nieure? (?:data|de donn[ée]es)\b/i.test(
      at,
    ) &&
    !speaksMl
  )
    return 'data_engineer'
  if (
    speaksMl &&
    (engineers || leads || /\b(?:intern\w*|residen(?:ts?|cy)|expert|specialist|of ml|phd|freelancer?)\b/i.test(head))
  )
    return 'ml_engineer'
  if (speaksAi && (engineers || leads || /\b(?:intern\w*|residen(?:ts?|cy)|expert|builder|specialist)\b/i.test(head)))
    return 'ai_engineer'
  if (software.test(head)) {
    // "Software Engineer, ML Infrastructure": the comma names the work, and the work has a family of its own.
    if (
      (ml.test(tail) || ai.test(tail)) &&
      /\b(?:platform|infra(?:structure)?|mlops|ops)\b/i.test(
        `${/\b(?:platform|infra(?:structure)?) engineer/i.test(head) ? 'platform ' : ''}${tail}`,
      ) &&
      !/\bagents?\b/i.test(tail)
    )
      return 'ml_platform'
    return 'software_engineer'
  }
  if (speaksMl && /\bscientists?\b/i.test(head)) return 'research'
  return null
}

/** Prose tells the role early, or nowhere. */
const longestClause = 120

/** The family of the one role that a posting advertises. */
export function roleOf(head: Head, roleField: Words | null, layout: Layout): Role {
  if (!head.fromText) return familyOf(head.text) ?? 'other'
  const prose = isProse(head)
  const named = roleField === null || prose ? null : familyOf(roleField.text)
  if (named !== null) return named
  const said = soughtFamily(head, layout)
  if (said !== null) return said
  // A blurb speaks of other trades, too.
  const clause = prose ? familyOf(head.text.slice(0, longestClause).split(/[.!?]\s/, 1)[0]!) : null
  return clause !== null && clause !== 'other'
    ? clause
    : software.test(layout.role.slice(0, 1500))
      ? 'software_engineer'
      : 'other'
}

const sought =
  /\b(?:looking for|looking to hire|hiring|seeking|searching for|in search of|need|to hire|join (?:us|our team) as|as an?(?=\s[^.\n]{3,60},? you\b)|recruiting|position of|role of|opening for|suchen|recherchons|buscamos|zoeken)\s+((?:[\p{L}+#./&'-]+\s+){0,7}?(?:engineers?|developers?|scientists?|researchers?|programmers?|hackers?|designers?|managers?|analysts?|architects?|devops|sre|interns?|cto|lead|director|entwickler\w*|consultants?|specialists?|writers?)\b(?: of [\p{L}]+)?)/iuy
const soughtLeads = leadsOf([sought])

function soughtFamily(head: Head, { words }: Layout): Role | null {
  for (const place of [head.words, within(words, 0, 4000)]) {
    for (const match of matchesIn(sought, 1, soughtLeads, place)) {
      const family = familyOf(match[1]!)
      if (family !== null) return family
    }
  }
  return null
}
