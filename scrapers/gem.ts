import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { json } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds the whole board, as a bare array. The trailing slash is required and the name's case counts.
// `created_at` is the draft's date.
export default defineScraper({
  source: {
    id: 'gem',
    title: 'Gem',
    homepage: 'https://www.gem.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://api.gem.com/job_board/v0/reference',
      asks: 'nothing: the job board API is public and needs no key',
    },
    robots: 'documented-api',
    documentation: 'https://api.gem.com/job_board/v0/reference',
    byDefault: true,
  },

  start: ({ token }) => [{ url: `https://api.gem.com/job_board/v0/${encodeURIComponent(token)}/job_posts/` }],

  read: (page) =>
    harvest(json(page).rows(), (post) => {
      const place = post.maybeText('location.name')
      const offices = post
        .maybeList('offices')
        .map((office) => office.maybeText('location.name') ?? office.maybeText('name'))
      return {
        externalId: post.text('id'),
        url: post.text('absolute_url'),
        title: post.text('title'),
        body: post.maybeText('content') ?? post.maybeText('content_plain'),
        locations: place === null ? offices : [place],
        workplace: workplaceOf(post.maybeText('location_type')),
        employment: post.maybeText('employment_type'),
        department: post.maybeList('departments')[0]?.maybeText('name') ?? null,
        publishedAt: post.maybeText('first_published_at'),
        updatedAt: post.maybeText('updated_at'),
      }
    }),
})
