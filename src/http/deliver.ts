/** Posts to an address that the user's own config names: no guard, no robots, no pace, and nothing is read but the status. */
import { request } from 'undici'

/** Resolves when the address answered with a 2xx; throws an Error that says why not, without the address, which may hold a secret. */
export async function deliver(
  url: string,
  { headers, body, timeoutMs = 15_000 }: { headers: Record<string, string>; body: string; timeoutMs?: number },
): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
    headersTimeout: timeoutMs,
  }).catch((error: unknown) => {
    const code = (error as { code?: string }).code
    throw new Error(code ?? (error instanceof Error ? error.name : 'it could not be reached'))
  })
  answer.body.on('error', () => undefined).destroy()
  if (answer.statusCode < 200 || answer.statusCode > 299) throw new Error(`it answered ${answer.statusCode}`)
}
