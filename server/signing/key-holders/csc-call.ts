import { Refusal, refuse } from '#server/kernel/refusal.ts'

/** A remote signing service as the configuration names it. `client` is null where `secret` is the bearer token itself. */
export type CscService = { url: string; client: string | null; secret: string }

/** The service answered, and said no: the error word of CSC API v2 with its description. */
export class CscProblem extends Error {
  readonly error: string
  readonly description: string
  constructor(error: string, description: string) {
    super(`${error}: ${description}`)
    this.error = error
    this.description = description
  }
}

const ANSWERS_WITHIN_MS = 20_000
const ANSWER_BYTES = 1_000_000

/**
 * One POST to the configured service and no other address: no redirect is followed, the answer is bounded in time and size. Throws
 * {@link CscProblem} for an answer that says no; refuses `signing_service_down` when there is none, or none of this protocol.
 */
export async function cscPost(
  { url }: CscService,
  method: string,
  sent: { body: string; type: string; bearer?: string },
): Promise<{ status: number; json: Record<string, unknown> }> {
  const headers = {
    accept: 'application/json',
    'content-type': sent.type,
    ...(sent.bearer ? { authorization: `Bearer ${sent.bearer}` } : {}),
  }
  const { status, text } = await answerOf(`${url}/${method}`, { method: 'POST', headers, body: sent.body })
  const json = parsed(text)
  if (status >= 500 || json === null) return refuse('unavailable', 'signing_service_down', { status })
  if (status >= 400) throw new CscProblem(String(json['error'] ?? status), String(json['error_description'] ?? ''))
  return { status, json }
}

async function answerOf(address: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
    return { status: answer.status, text: await boundedText(answer) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    return refuse('unavailable', 'signing_service_down', { status: 0 })
  }
}

async function boundedText(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.length
    if (size > ANSWER_BYTES) refuse('unavailable', 'signing_service_down', { status: answer.status })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** No content is an empty object (204); anything but a JSON object is null. */
function parsed(text: string): Record<string, unknown> | null {
  if (text === '') return {}
  try {
    const json: unknown = JSON.parse(text)
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}
