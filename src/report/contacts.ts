/** E-mail addresses and telephone numbers stay in the store; this is the last door before a file or page. */

const address =
  /[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\p{L}\p{N}-]+)+/giu
const telephone = /(?<![\p{L}\p{N}/=])\+?\(?\d{1,4}\)?(?:[ .\-/]\(?\d{2,5}\)?){2,5}(?![\p{L}\p{N}])/gu

/** Days, year ranges and amounts are not telephone numbers, though they have digits and separators too. */
const isTelephone = (match: string) => {
  const digits = match.replace(/\D/g, '').length
  return digits >= 9 && digits <= 15 && !/^(?:19|20)\d\d[-/. ]\d/.test(match)
}

export const withoutContacts = (text: string): string =>
  text
    .replace(address, '[address removed]')
    .replace(telephone, (match) => (isTelephone(match) ? '[number removed]' : match))
