import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { actorOfToken, tokenIn } from './sessions.ts'
import { goodSessionIds } from './session.queries.ts'

/** Who asks, by the Cookie header; null for anybody unknown. Null too once the person is disabled or the post has ended. */
export async function identify(house: House, cookieHeader: string): Promise<Actor | null> {
  const token = tokenIn(house.config, cookieHeader)
  return token === '' ? null : actorOfToken(house, token)
}

/** Which of these session ids are still good. */
export function aliveSessions(house: House, ids: string[]): Promise<Set<string>> {
  return goodSessionIds(house.sql, ids, house.clock.now())
}
