import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { sessionRevoked } from './identity.events.ts'
import { postsHeldBy } from './person.queries.ts'
import { setSessionPost } from './session.queries.ts'

export const switchPostInput = z.object({ postId: z.uuid() })

/**
 * Sits the person at another post that they hold today. The session's sockets close, because they still hear what the
 * former post may hear; screens connect again as the new one. Refuses `not_found` for a post that is not theirs.
 */
export async function switchPost(
  work: Work,
  { postId }: z.output<typeof switchPostInput>,
): Promise<{ postId: string }> {
  const { personId, sessionId } = work.actor
  const held = await postsHeldBy(work.tx, personId, work.at)
  if (!held.some((post) => post.id === postId)) refuse('not_found', 'not_found')
  await setSessionPost(work.tx, sessionId, postId)
  work.record({ stream: `person:${personId}`, act: 'switchPost', data: { postId } })
  work.emit(sessionRevoked(sessionId, 'post_switched'))
  return { postId }
}
