/** Who advertises: an employer for itself, an agency for others, or a site that copies adverts. By name, as rules to read. */

export type EmployerKind = 'employer' | 'agency' | 'aggregator'

/** Words by which agencies call themselves; product names that only begin with them (Recruitee) are none. */
const agencyWords =
  /\b(?:recruit(?:ing|ment|ers?)|staffing|head ?hunt(?:ers?|ing)|executive search|talent (?:partners|solutions|search|acquisition|agency)|employment agency|personalvermittlung|personaldienstleist(?:er|ung|ungen)|personalberatung|zeitarbeit|work ?force solutions|rpo|uitzendbureau|travail temporaire)\b/i

/** Agencies whose names do not say so, by employer key. */
const agencies = new Set(
  `adecco akkodis aquent beaconhill cybercoders experis gulp halian harnham hays harveynash huxley insightglobal jobot
   kellyservices kforce kornferry manpower manpowergroup michaelpage motionrecruitment nigelfrank oliverbernard
   pageexecutive pagegroup randstad randstaddigital roberthalf robertwalters sthree teksystems thebridge thesrgroup
   venturi wearesource xcede`.split(/\s+/),
)

/** Sites that copy adverts, by employer key. */
const aggregators = new Set(
  `adzuna dice careerbuilder glassdoor himalayas indeed jobgether jobleads jobrapido jooble lensa linkedin monster
   neuvoo remoteok remotive simplyhired stepstone talentcom talentify weworkremotely workingnomads ziprecruiter`.split(
    /\s+/,
  ),
)

export function employerKind(key: string, name: string): EmployerKind {
  if (aggregators.has(key)) return 'aggregator'
  return agencies.has(key) || agencyWords.test(name) ? 'agency' : 'employer'
}
