/** Tells what an advert says of the job from what it says of the company, by its headings. A heuristic: sources that tell come first. */
import type { PostingText } from '../domain.ts'
import { type Block, lineOf } from './html.ts'

/** Words that begin a heading of the company, its benefits or its legal notices, after diacritics and punctuation are taken off. */
const companyHeadings = [
  // English
  'about (?:us|our (?:company|organi[sz]ation|business|firm|mission|product)|the (?:company|organi[sz]ation|business|firm|employer))',
  'who we are(?! looking)|who are we|what we do$|what we value|what do we believe|how we (?:work|hire|take care)|what (?:makes us different|sets us apart)|our approach|our (?:company|story|mission|vision|values|culture|purpose|commitment|history|benefits|perks|offer)',
  '(?:company|employer) (?:overview|description|profile|background|values|culture|info\\w*)|life at |working at |meet (?:us|our|the team)',
  'why (?!this |the (?:role|job|position|team)|now|you re|you are|we need|we re hiring)|what (?:we|s in it|you ll get|you get|you will get)(?: can)? ?(?:offer|for you|$)',
  'what s in it for you|what you can expect from us|what we can offer|we offer|our offer',
  '(?:.{0,24} )?(?:benefits|perks)(?: .{0,40})?$|compensation(?: and| &)? ?(?:benefits)?$|total rewards|pay (?:transparency|range|and benefits)|rewards and benefits',
  '(?:we are an )?equal (?:employment )?opportunit|eeo|eoe|e e o |stay(?:ing)? safe|how to apply|apply with us|(?:interview|hiring|recruitment|application|selection) process|referral|additional information|other notices|a final note|(?:job )?(?:salary|compensation|pay) (?:range|information|details)|diversity|inclusion|dei(?: |$)|our commitment to|accommodation|reasonable accommodation|commitment to (?:diversity|equal)',
  '(?:applicant )?privacy(?: notice| policy| statement|$)|data protection|gdpr|legal (?:notice|disclaimer)|legal$|disclaimer|note to recruiters|recruitment (?:fraud|agencies)|e verify|background check',
  // German
  'uber uns|wer wir sind|wer sind wir|das sind wir|unser (?:unternehmen|angebot)|unsere (?:benefits|werte|mission|kultur|vorteile)|das unternehmen',
  '(?:das|was) (?:bieten wir|wir (?:dir |ihnen )?bieten|erwartet dich bei uns)|wir bieten|deine (?:benefits|vorteile)|ihre (?:benefits|vorteile)|warum (?:wir|du|zu uns)|chancengleichheit|datenschutz',
  // French
  'a propos (?:de nous|de l entreprise|d |de )|qui sommes nous|notre (?:entreprise|mission|culture|histoire)|l entreprise$|nos (?:valeurs|avantages)|avantages|ce que nous (?:offrons|proposons)|pourquoi nous rejoindre|egalite des chances',
  // Spanish
  'sobre nosotros|quienes somos|acerca de nosotros|nuestra (?:empresa|cultura|mision)|(?:que|lo que) (?:te )?ofrecemos|ofrecemos|beneficios|por que (?:unirte|trabajar)|igualdad de oportunidades|descripcion de la empresa',
  // Dutch
  'over (?:ons|het bedrijf)|wie (?:wij zijn|we zijn|zijn wij|zijn we)|ons (?:bedrijf|aanbod)|wat (?:wij|we) (?:je )?bieden|wat bieden (?:wij|we)|wij bieden|arbeidsvoorwaarden|waarom (?:wij|bij ons)|gelijke kansen',
  // Portuguese
  'sobre (?:nos|a empresa)|quem somos|nossa (?:empresa|cultura|missao)|o que (?:oferecemos|nos oferecemos)|oferecemos|por que (?:trabalhar|se juntar)|igualdade de oportunidades',
]
/** Headings that are about the job, whatever stands above them. */
const roleHeadings = [
  'about (?:the |this |your )?(?:role|job|position|opportunity|team|you|project|work|internship)|about you|job (?:description|summary|overview|duties)|the (?:role|job|position|team|opportunity|challenge)|your (?:role|mission|profile|tasks|responsibilities|impact|day|background|skills)',
  'what (?:you ll|you will|you d|you are|you re|will you|you) (?:do|be doing|bring|need|work|own|build|have|learn)|who you are|who (?:we re|we are) looking for|what (?:we re|we are|we) (?:looking for|need|expect|seek)|in this role|as an? ',
  '(?:key |main |core |primary )?(?:responsibilit|dut(?:y|ies)|requirement|qualification|accountabilit)|(?:minimum|basic|required|preferred|desired|bonus|nice) |(?:must|nice) (?:have|to have)|skills|experience|tech(?:nology|nical)? |stack|you (?:will|have|are|should|might|may|ll|bring)|we (?:re|are) looking for|how you ll|role |position ',
  'deine? (?:aufgaben|rolle|profil|mission|qualifikation)|dein |ihr(?:e)? (?:aufgaben|profil|rolle|qualifikation)|aufgaben|anforderungen|das (?:bringst|machst|erwarten|solltest)|was (?:du|dich|sie|wir (?:erwarten|suchen))|qualifikation|profil',
  'vos missions|votre (?:profil|mission|role)|ton (?:profil|role)|tes missions|missions|profil recherche|le poste|competences|responsabilites|description du poste',
  'tus (?:funciones|responsabilidades)|funciones|requisitos|responsabilidades|(?:que|lo que) buscamos|tu (?:perfil|rol|mision)|perfil|descripcion del (?:puesto|empleo)',
  'jouw (?:rol|profiel|taken)|je (?:rol|profiel|taken)|wat (?:ga je|je|jij|ga jij|wij (?:vragen|zoeken)|vragen wij)|functie|taken|vereisten|wie (?:ben jij|jij bent|zoeken wij)',
  'responsabilidades|requisitos|o que (?:voce|buscamos|esperamos)|sobre a (?:vaga|funcao|posicao)|suas? |atividades|descricao da vaga',
]
const company = new RegExp(`^(?:${companyHeadings.join('|')})`)
const role = new RegExp(`^(?:${roleHeadings.join('|')})`)
const legal =
  /\b(?:is|are) an? (?:proud |affirmative action |\w+ )?(?:and )?(?:equal|eeo)[- /]?(?:employment )?opportunity|\bequal opportunity employer\b|\bwithout regard to (?:race|color|age|sex|gender|religion)|chancengleichheit|ungeachtet (?:von|ihrer) |igualdad de oportunidades|égalité des chances|igualdade de oportunidades|gelijke kansen/i

const plainWords = (heading: string) =>
  heading
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const longestHeading = 80
/** `About Acme` speaks of the company; more words than this, and it is a sentence. */
const longestAbout = 6

function speaksOf(heading: string): 'company' | 'role' | null {
  const words = plainWords(heading)
  if (words.length > longestHeading) return null
  if (company.test(words)) return 'company'
  if (role.test(words)) return 'role'
  if (/^(?:about|uber|a propos de|sobre|over) /.test(words) && words.split(' ').length <= longestAbout) return 'company'
  return null
}

/** A line that the markup does not mark, but that reads like a heading: short, and ended by a colon or nothing. */
const readsAsHeading = (block: Block) =>
  block.kind === 'text' && block.text.length <= 60 && /[:\p{L}?)]$/u.test(block.text) && !/[.!;]\s/.test(block.text)

/** Sorts the lines. Where nothing would be left to the role, the headings misled and everything is role. */
export function bySection(blocks: Block[]): PostingText {
  const roleLines: string[] = []
  const companyLines: string[] = []
  let inCompany = false
  let depth = 0
  for (const block of blocks) {
    const marked = block.kind === 'heading'
    const says = marked || readsAsHeading(block) ? speaksOf(block.text) : null
    if (says === 'company') {
      const within = inCompany && marked && depth > 0 && block.level > depth
      inCompany = true
      if (!within) depth = marked ? block.level : 0
    } else if (says === 'role') inCompany = false
    // A heading of the same rank ends the company's part; one below it, by rank of the markup, is within.
    else if (!marked && readsAsHeading(block) && block.text.endsWith(':')) inCompany = false
    else if (marked && !(depth > 0 && block.level > depth && block.level < 7)) inCompany = false
    const legalLine = block.kind !== 'heading' && legal.test(block.text)
    ;(inCompany || legalLine ? companyLines : roleLines).push(lineOf(block))
  }
  if (roleLines.every((line) => line.startsWith('# '))) return { role: blocks.map(lineOf).join('\n'), company: '' }
  return { role: roleLines.join('\n'), company: companyLines.join('\n') }
}
