import { ApiRefusal, refusalFrom } from './refused.ts'

const pauses_ms = [300, 1200]
let signedOut: () => void = () => undefined

/** Says whom to tell when the server answers that the session is over. */
export function whenSignedOut(tell: () => void): void {
  signedOut = tell
}

/**
 * `fetch` for the server: each command carries an Idempotency-Key, so that a lost answer may be asked for again without a second
 * effect; both commands and reads try again twice when the network fails. Throws ApiRefusal for every answer but a good one.
 */
export async function send(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if ((init.method ?? 'GET') !== 'GET' && !headers.has('idempotency-key')) {
    headers.set('idempotency-key', crypto.randomUUID())
  }
  const answer = await tryAgain(() => fetch(input, { ...init, headers }), init.signal ?? undefined)
  if (answer.ok) return answer
  const refusal = await refusalFrom(answer)
  if (refusal.reason === 'unauthenticated') signedOut()
  throw refusal
}

async function tryAgain(run: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (const pause_ms of pauses_ms) {
    try {
      return await run()
    } catch (error) {
      if (signal?.aborted) throw error
      await new Promise((resume) => setTimeout(resume, pause_ms))
    }
  }
  return run().catch((error: unknown) => {
    throw signal?.aborted ? error : new ApiRefusal({})
  })
}
