import type { Context, TypedResponse } from 'hono'
import type { Env } from '#server/kernel/http.ts'
import { type CatchUp, type CaughtUp, encodeCatchUp } from './catch-up.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers under any path and input
type AnyContext = Context<Env, any, any>

/** JSON that no cache keeps; a snapshot that was encoded for somebody else of the class is not encoded again. */
export async function answerCatchUp(
  c: AnyContext,
  caughtUp: Promise<CaughtUp>,
): Promise<Response & TypedResponse<CatchUp, 200, 'json'>> {
  const text = encodeCatchUp(await caughtUp)
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return c.body(text, 200, headers) as unknown as Response & TypedResponse<CatchUp, 200, 'json'>
}
