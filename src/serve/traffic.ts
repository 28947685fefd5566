/** What the server did, as Prometheus counters beside the metrics of the store. */

export interface Traffic {
  /** `route` is one of ours, never what a stranger wrote. */
  count(route: string, status: number, seconds: number): void
  text(kept: { hits: number; misses: number; bytes: number }): string
}

const bounds = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

export function createTraffic(): Traffic {
  const requests = new Map<string, number>()
  const buckets = new Array<number>(bounds.length + 1).fill(0)
  let sum = 0
  return {
    count(route, status, seconds) {
      const labels = `route="${route}",code="${status}"`
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
      const at = bounds.findIndex((bound) => seconds <= bound)
      buckets[at < 0 ? bounds.length : at]! += 1
      sum += seconds
    },
    text({ hits, misses, bytes }) {
      const head = (name: string, about: string, type: string) =>
        `# HELP skilltide_${name} ${about}\n# TYPE skilltide_${name} ${type}\n`
      let total = 0
      const histogram = [...bounds.map(String), '+Inf'].map((bound, at) => {
        total += buckets[at]!
        return `skilltide_http_request_seconds_bucket{le="${bound}"} ${total}\n`
      })
      return [
        head('http_requests_total', 'Requests answered, by route and status code.', 'counter'),
        ...[...requests].sort().map(([labels, number]) => `skilltide_http_requests_total{${labels}} ${number}\n`),
        head('http_request_seconds', 'Time from a request to its answer.', 'histogram'),
        ...histogram,
        `skilltide_http_request_seconds_sum ${sum}\nskilltide_http_request_seconds_count ${total}\n`,
        head('answers_kept_total', 'Answers that were kept from before.', 'counter'),
        `skilltide_answers_kept_total ${hits}\n`,
        head('answers_made_total', 'Answers that were made anew.', 'counter'),
        `skilltide_answers_made_total ${misses}\n`,
        head('answers_bytes', 'Memory that kept answers take.', 'gauge'),
        `skilltide_answers_bytes ${bytes}\n`,
      ].join('')
    },
  }
}
