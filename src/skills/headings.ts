/** What the headings of postings say, in six languages: the kind of the section that they open. */
import { firstIn, mayMatch, orderOf, type Words, wordReader } from './leads.ts'

export const sectionKinds = [
  'requirements',
  'preferred',
  'tasks',
  'stack',
  'company',
  'benefits',
  'apply',
  'other',
] as const
export type SectionKind = (typeof sectionKinds)[number]

/**
 * Tried in this order: "preferred qualifications" is preferred though it says qualifications. Anchored where a word alone
 * would be too common in running text.
 */
const patterns: [SectionKind, RegExp][] = [
  [
    'preferred',
    /\b(?:nice[ -]to[ -](?:ha(?:ves?|s)|knows?)|(?:good|great)[ -]to[ -]haves?|bonus(?: points)?|preferred|we prefer|preferences?|helpful (?:technologies|skills|experience|to (?:have|know))|desired|desirable|ideally|plus(?:es)?$|a plus|(?:big|huge) plus|extra[- ]credit|brownie points|what sets you apart|stand ?out|even better|would be (?:nice|great|a plus)|not required|isn['’]t (?:a )?(?:required|requirement|necessary)|optional|strong candidates may|candidates? (?:may|might|can|could) also|you may also have|it(?:'s| is) an? (?:plus|bonus|advantage)|advantageous|beyond the basics|(?:added|additional) (?:bonus|advantage|points)|(?:extra|plus) points|(?:cherry|icing) on|wunschenswerte?|bonuspunkte|gern gesehen|von vorteil|nice2have|idealerweise|pluspunkte?|atouts?|apprecie|souhaite|idealement|les (?:petits )?plus|seraient un plus|serait un plus|deseables?|valorables?|puntos extra|se valor(?:a|ara)|diferencial|diferenciais|valoramos|desejavel|desejaveis|een pre|pluspunten|gewenst|mooi meegenomen|extra['’]?s|could have|wat helpt)\b/i,
  ],
  [
    'requirements',
    /\b(?:requirements?|reqs$|required|essentials?$|essential (?:skills|criteria|requirements)|needed$|que (?:pedimos|necesitas|necesitamos|esperamos|aportas)|o que esperamos|(?:das|was) wunschen wir uns|was wir uns wunschen|was wir (?:erwarten|suchen)|du passt zu uns|ce que nous (?:recherchons|attendons)|wat neem je mee|qualifications?|prerequisites?|must[ -]haves?|should[ -]have|you must|what (?:you|you'll|you’ll|you will|we) (?:need|bring|should have|have|require)|what we(?:'re|’re| are)? (?:look|seek|want|after|need to see)\w*|(?:we|we're|we’re|we are) (?:looking|seeking|look) for|(?:who|what) (?:are )?we(?:'re|’re| are) looking for|who you are|who are you|about you|you have|you(?:'ll|’ll| will) (?:have|need|bring)|you should have|you bring|you are$|^you$|^profile$|^profil$|you(?:'re|’re)$|your (?:profile|background|skills?|experience|qualifications|expertise|toolbox)|good fit|great fit|right fit|ideal candidates?|ideal fit|looking for (?:experience|someone|people|candidates|somebody)|you (?:might|may|could|will|would|’d|'d) (?:thrive|be|enjoy|excel)|you(?:’d|'d) be|is this you|skills?(?: (?:and|&) (?:experience|qualifications|knowledge|requirements|competencies))?$|experience(?: (?:and|&) skills)?$|(?:technical|key|core|essential|minimum|basic|hard) (?:skills|competencies|experience|criteria)|what it takes|what makes you|candidate profile|education(?: (?:and|&) experience)?$|knowledge,? skills|relevant experience|you know$|you possess|we expect|we(?:'d|’d| would) (?:love|like) to see|we want (?:you|someone)|(?:experience|background|knowledge|proficiency|expertise|familiarity) (?:with|in|of|using)(?: (?:(?:any(?:\/all)?|some|one or more|at least one|all|several)(?: of)? )?(?:the following|these)(?: \w+){0,2})?$|years of (?:\w+ ){0,2}experience (?:working )?(?:with|in|using|of)(?: (?:the following|any of|some of|one or more of))?$|who should apply|who we(?:'re|’re| are) looking|anforderungen|dein profil|ihr profil|das bringst du mit|das bringen sie mit|was du mitbringst|was sie mitbringen|qualifikationen?|voraussetzungen|wen wir suchen|votre profil|ton profil|profil recherche|competences|vos qualifications|prerequis|requisitos|perfil|lo que buscamos|que buscamos|conocimientos|experiencia|o que procuramos|o que buscamos|qualificacoes|functie-?eisen|wat vragen wij|wat (?:wij )?vragen|jouw profiel|wie ben jij|wij vragen|wat breng)\b/i,
  ],
  [
    'stack',
    /\b(?:(?:(?:tech|technology|technical|our|the|data|ml|current) ?)?(?<!\bfull[- ])stack|technologies(?: (?:we|you|used).*)?$|tools(?: (?:we use|and technologies|& technologies))?$|tech(?:nologies)?$|tech we use|what we use|we use|our tech(?:nology)?|our tools|technologien|technologie-stack|outils|tecnologias|tecnologias|technieken)\b/i,
  ],
  [
    'tasks',
    /\b(?:responsibilit\w+|what you(?:'ll|’ll| will|'d|’d)?(?: (?:get to|be))? ?(?:do|doing|own|build|building|work|working|accomplish|tackle|learn|achieve|drive)\b.*|you will|you(?:'ll|’ll)$|in this role|(?:the|your|this) role|(?:about|the) (?:the )?(?:role|job|position|opportunity)|role overview|job (?:description|summary|purpose)|position (?:summary|overview)|duties|day[ -]to[ -]day|a day in|your (?:mission|impact|tasks|work|day|contribution)|what(?:'s|’s) the job|key (?:tasks|objectives|areas)|scope|(?:focus|research) areas|the work|projects?$|example projects|deliverables|what you can expect to do|aufgaben|deine rolle|das erwartet dich|was dich erwartet|tatigkeiten|vos missions|tes missions|missions|responsabilites|le poste|responsabilidades|funciones|tus funciones|tareas|o que vai fazer|atividades|taken|wat ga je doen|jouw rol|werkzaamheden)\b/i,
  ],
  [
    'benefits',
    /\b(?:benefits?|perks?|what we offer|we offer|what(?:'s|’s) in it|compensation|salary|pay(?: range| transparency)?$|total rewards|why you(?:'ll|’ll) love|what you(?:'ll|’ll| will)? (?:get|receive)|our offer|we provide|wir bieten|was wir bieten|das bieten wir|nous offrons|ce que nous offrons|avantages|ofrecemos|que ofrecemos|beneficios|beneficios|oferecemos|wat bieden wij|wij bieden|arbeidsvoorwaarden)\b/i,
  ],
  [
    'company',
    /\b(?:about (?:us|the (?:company|team|organization))|who we are|our (?:company|mission|story|values|culture|vision|team|product|principles)|why (?:join|us|work)|uber uns|a propos|^us$|company (?:overview|description)|the company|the team|meet the team|equal opportunit\w+|eeo|diversity|wer wir sind|qui sommes|sobre nosotros|quienes somos|sobre nos|quem somos|over ons|wie zijn wij)\b/i,
  ],
  [
    'apply',
    /\b(?:how to apply|to apply|apply(?: now)?$|application process|interview process|hiring process|next steps|contact$|bewerbung|candidature|como aplicar|sollicit\w+)\b/i,
  ],
]

const order = orderOf(patterns.map(([, pattern]) => pattern))

const read = wordReader()

/** What a heading's words say, accents taken off; null when they say nothing that is known. */
export const kindOfHeading = (words: Words): SectionKind | null =>
  patterns[firstIn(order, words.accented ? read(folded(words.text)) : words)]?.[0] ?? null

const accents = /[\u00c0-\u024f]/
const folded = (words: string): string => (accents.test(words) ? words.normalize('NFD').replace(/\p{M}/gu, '') : words)

/** Whether a stretch of a text holds a word that headings begin with, from its first word on; accents hide what they are. */
export const mayBeHeading = (words: Words, from: number, to: number, first: number): boolean =>
  mayMatch(order.leads, words, to, first) !== 0 || (words.accented && accents.test(words.text.slice(from, to)))
