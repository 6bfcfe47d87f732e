import type { Work } from '#server/kernel/unit-of-work.ts'
import { sessionRevoked } from './identity.events.ts'
import { deleteSession } from './session.queries.ts'

/** Ends the session that asks; its sockets close at once. */
export async function logOut(work: Work): Promise<{ ended: true }> {
  const { personId, sessionId } = work.actor
  await deleteSession(work.tx, sessionId)
  work.record({ stream: `person:${personId}`, act: 'logOut' })
  work.emit(sessionRevoked(sessionId, 'logged_out'))
  return { ended: true }
}
