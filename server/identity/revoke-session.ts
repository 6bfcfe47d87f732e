import type { Work } from '#server/kernel/unit-of-work.ts'
import { sessionRevoked } from './identity.events.ts'
import { deleteSession, sessionVisibleTo } from './session.queries.ts'

/** Ends a session of the actor's own, or of a colleague for an administrator. Its sockets close at once. */
export async function revokeSession(work: Work, { id }: { id: string }): Promise<{ ended: true }> {
  const session = await sessionVisibleTo(work.tx, work.actor, id)
  await deleteSession(work.tx, session.id)
  work.record({ stream: `person:${session.personId}`, act: 'revokeSession', data: { address: session.address } })
  work.emit(sessionRevoked(session.id, 'revoked'))
  return { ended: true }
}
