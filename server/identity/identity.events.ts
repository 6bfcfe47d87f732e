import type { LiveEvent } from '#server/kernel/live-events.ts'

/** Closes every socket of the session in every server process; `because` is for the log, the sockets are gone. */
export function sessionRevoked(sessionId: string, because: 'logged_out' | 'revoked' | 'post_switched'): LiveEvent {
  return { topic: `session:${sessionId}`, type: 'session.revoked', payload: { because } }
}
