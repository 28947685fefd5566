/** Tells a page that stands in the way (a challenge, a login, "enable JavaScript") from the page that was asked for. */
import { scan } from '../text/scan.ts'

/** What such pages call themselves. */
const titles =
  /^\s*(?:just a moment|attention required|access denied|access to this page has been denied|are you (?:a )?(?:robot|human)|robot check|pardon our interruption|one moment,? please|please wait|checking your browser|verif(?:y|ying) (?:that )?you are (?:a )?human|human verification|security (?:check|checkpoint)|vercel security checkpoint|ddos-guard|request (?:blocked|rejected|unsuccessful)|you have been blocked|blocked|captcha|bot (?:check|verification)|log ?in|sign ?in|anmelden|unauthori[sz]ed|forbidden|403 forbidden)\b/i

/** Scripts and hosts of those who put such pages up. Some of these sit in good pages too, so little text must go with them. */
const marks =
  /_cf_chl_opt|cdn-cgi\/challenge-platform|captcha-delivery\.com|px-captcha|_pxCaptcha|perimeterx|_Incapsula_Resource|awsWafCookieDomainList|token\.awswaf\.com|sucuri_cloudproxy_js|errors\.edgesuite\.net|KPSDK|geo\.captcha|hcaptcha\.com\/1\/api|recaptcha\/(?:api|enterprise)\.js|challenges\.cloudflare\.com|ddos-guard|distil_r_captcha|akam\/\d+\/|friendlycaptcha|arkoselabs/i

const wantsScript =
  /(?:enable|activate|requires?|turn on|needs?)\s+(?:java\s?script|cookies)|java\s?script (?:is|must be) (?:disabled|required|enabled)/i
const wantsLogin = /<input[^>]{0,300}type\s*=\s*["']?password/i

/** Text that a reader sees on a page that has nothing to say beyond its obstacle. */
const little = 1500
const nothing = 400

/**
 * What stands in the way, in words, or null. Judges HTML only; a page with more than a screenful of text, or with job data in
 * it, is taken as the page itself.
 */
export function obstacle(headers: Record<string, string>, body: string): string | null {
  if (headers['cf-mitigated'] === 'challenge') return 'a challenge page (Cloudflare)'
  if (!/^\s*(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)/i.test(body.slice(0, 2000))) return null
  if (/"@type"\s*:\s*"JobPosting"/.test(body)) return null
  const text = visible(body)
  if (text.length > little) return null
  const title = /<title[^>]*>([^<]{0,200})/i.exec(body)?.[1]?.trim() ?? ''
  if (titles.test(title)) return `a page titled "${title.slice(0, 80)}"`
  if (wantsLogin.test(body)) return 'a login page'
  const mark = marks.exec(body)?.[0]
  if (mark !== undefined && text.length <= nothing) return `a challenge page (${mark})`
  if (text.length <= nothing && wantsScript.test(body)) return 'a page that asks for JavaScript or cookies'
  return null
}

/** What a reader sees; the first megabyte tells. */
function visible(body: string): string {
  const parts: string[] = []
  scan(body.slice(0, 1_000_000), { text: (text) => parts.push(text), open: () => {}, close: () => {} })
  return parts.join(' ').replace(/\s+/g, ' ').trim()
}
