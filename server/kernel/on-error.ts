import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Env } from './http.ts'
import { fillText, Refusal, type RefusalCode, type RefusalText } from './refusal.ts'

const statusOf: Record<RefusalCode, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
}

/** Turns whatever was thrown into one JSON error. A refusal says why; a bug says only its trace id. */
export function errorHandler(texts: Record<string, RefusalText>) {
  return (error: unknown, c: Context<Env>) => {
    const refusal = asRefusal(error)
    const traceId = c.get('traceId')
    c.header('cache-control', 'no-store')
    if (!refusal) {
      c.get('house').log.error({ error, traceId, path: c.req.path }, 'bug')
      return c.json(errorBody(new Refusal('unavailable', 'internal', { traceId }), texts, traceId), 500)
    }
    if (!(error instanceof Refusal || error instanceof HTTPException))
      c.get('house').log.warn({ error, traceId, path: c.req.path }, 'refused by the database')
    if (refusal.code === 'limited' && 'seconds' in refusal.data)
      c.header('retry-after', String(refusal.data['seconds']))
    return c.json(errorBody(refusal, texts, traceId), statusOf[refusal.code])
  }
}

function errorBody(refusal: Refusal, texts: Record<string, RefusalText>, traceId: string) {
  const text = texts[refusal.reason] ?? { vi: refusal.reason, en: refusal.reason }
  return {
    error: {
      code: refusal.code,
      reason: refusal.reason,
      vi: fillText(text.vi, refusal.data),
      en: fillText(text.en, refusal.data),
      data: refusal.data,
      fields: refusal.fields,
      traceId,
    },
  }
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof HTTPException) return fromHttp(error)
  return fromDatabase(error)
}

function fromHttp(error: HTTPException): Refusal | null {
  if (error.status === 400) return new Refusal('invalid', 'malformed_body')
  if (error.status === 413) return new Refusal('invalid', 'body_too_large')
  return null
}

const connectionLost = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|57P0|08)/

/** What PostgreSQL cannot store in a text, a number, a date or a JSON value: signs of 0 bytes, years before the first … */
const unstorable: ReadonlySet<string> = new Set(['22003', '22007', '22008', '22021', '22P05'])

/**
 * The database went away, its disk is full, or the input is nothing that it can store although our validators let it through:
 * nothing was changed, so it is a refusal and not a bug.
 */
function fromDatabase(error: unknown): Refusal | null {
  const code = databaseCode(error)
  if (unstorable.has(code)) return new Refusal('invalid', 'invalid_input')
  if (code === '53100') return new Refusal('unavailable', 'disk_full')
  return connectionLost.test(code) ? new Refusal('unavailable', 'database_unavailable') : null
}

function databaseCode(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}
