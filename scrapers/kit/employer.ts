/** One identity for an employer over the ways its name is written. */
import type { EmployerKey } from '../../src/domain.ts'

/** Forms of company, as the last words of a name. */
const legalForms =
  /(?:\s|,)+(?:inc|incorporated|llc|l l c|llp|lp|ltd|limited|gmbh|g m b h|mbh|ggmbh|ag|kg|kgaa|ohg|se|sa|s a|sas|sasu|sarl|s a r l|srl|s r l|spa|s p a|sl|bv|b v|nv|n v|plc|pty|pte|pvt|private|corp|corporation|co|company|pbc|oy|oyj|ab|as|asa|aps|kk|k k|ug|haftungsbeschrankt|sp z o o|sp zoo|kft|doo|d o o|lda|ltda|holdings?|group)$/

/** "Talent Partners on behalf of Acme", "Acme via Hired", "Acme (YC W21)". */
function employerPart(name: string): string {
  const behalf = /\b(?:on behalf of|hiring for|recruiting for|c\/o|im auftrag (?:von|der))\s+(.+)$/i.exec(name)
  return (behalf?.[1] ?? name)
    .replace(/\s*[([][^)\]]*[)\]]\s*/g, ' ')
    .replace(/\s+(?:via|through|powered by)\s.+$/i, '')
    .replace(/^https?:\/\/(?:www\.)?|^www\./i, '')
}

/**
 * "Krea AI", "krea.ai" and "Krea" are one; what would be left of "x.ai", "C3 AI" and "Open AI" is too little to be a name,
 * and "Harbour Institute for AI" is one for something.
 */
const aiEnding = /^(?!open |.* (?:for|of|in|on|with|and) ai$)(.{3,}) ai$/

const longestName = 300

/** Lower case, without punctuation, spaces, legal form or web ending: "Acme, Inc.", "ACME.com" and "Acme AI" are `acme`. Empty for an empty name. */
export function employerKey(name: string): EmployerKey {
  const fold = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/ß/g, 'ss')
      .replace(/\.(?:com|io|co|net|org|app|dev)\b(?:\/.*)?$/, '')
      .replace(/['’]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const whole = name.slice(0, longestName).replace(/\s+/g, ' ')
  let words = fold(employerPart(whole).trim()) || fold(whole)
  words = words.replace(/^the\s+(?=\S)/, '')
  for (let shorter = words.replace(legalForms, ''); shorter !== words; shorter = words.replace(legalForms, ''))
    words = shorter
  return words
    .replace(/\s+(?:and|und|et|y)$/, '')
    .replace(aiEnding, '$1')
    .replace(/\s+/g, '')
}
