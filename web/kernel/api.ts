import { hc, type PickResponseByStatusCode } from 'hono/client'
import type { AppType } from '../../server/app.ts'
import { send } from './send.ts'

/**
 * Every path of the server, checked by the compiler. Refusals are thrown as ApiRefusal, so an answer is always the good one:
 *
 *     const { rows } = await ask(api.documents.$get({ query: { limit: '50' } }))
 */
export const api = hc<PickResponseByStatusCode<AppType, 200>>('/', { fetch: send }).api

/** The JSON of an answer. */
export async function ask<Answer>(request: Promise<{ json(): Promise<Answer> }>): Promise<Answer> {
  const answer = await request
  return answer.json()
}
