import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia'
import type { House, Tx } from '#server/kernel/house.ts'
import { findSeat } from './find-seat.ts'
import { sessionEnd, type SessionLimits } from './session.rules.ts'
import {
  deleteSession,
  deleteSessionsEndedBy,
  deleteSessionsOf,
  insertSession,
  type SessionSeat,
  touchSession,
} from './session.queries.ts'
import { tokenHash } from './session-token.ts'

/** What is known when a session starts, and the whole seat when it is read again. */
export type SessionAttributes = { postId: string; userAgent?: string; address?: string; seat?: SessionSeat }

/**
 * Lucia's door to our table. Two things differ from the adapters that were made for it:
 * the table gets the SHA-256 of the token and never the token, which Lucia would store as the id;
 * and time is the house's. Lucia asks `Date`, so what it reads is moved by the difference of the two clocks, while
 * what is written is computed by {@link sessionEnd}. Lucia decides when an end moves, we decide to where.
 */
export function sessionAdapter(house: House, db: Tx, limits: SessionLimits): Adapter {
  const now = () => house.clock.now()
  const inLuciasTime = (at: Date) => new Date(at.getTime() - now().getTime() + Date.now())
  const read = async (token: string): Promise<[DatabaseSession | null, DatabaseUser | null]> => {
    const seat = await findSeat(house.sql, tokenHash(token), now())
    if (!seat) return [null, null]
    const session = { id: token, userId: seat.personId, expiresAt: inLuciasTime(seat.expiresAt) }
    const attributes = { postId: seat.postId, seat }
    return [
      { ...session, attributes },
      { id: seat.personId, attributes: {} },
    ]
  }
  return {
    getSessionAndUser: read,
    getUserSessions: () => Promise.reject(new Error('sessions are listed by sessionsVisibleTo')),
    setSession: async ({ id: token, userId: personId, attributes }) => {
      const at = now()
      const { postId, userAgent = '', address = '' } = attributes
      const times = { createdAt: at, lastSeenAt: at, expiresAt: sessionEnd(at, at, limits) }
      await insertSession(db, { id: tokenHash(token), personId, postId, userAgent, address, ...times })
    },
    updateSessionExpiration: async (token) => {
      const seat = await findSeat(house.sql, tokenHash(token), now())
      if (!seat) return
      const expiresAt = sessionEnd(seat.createdAt, now(), limits)
      await touchSession(db, seat.sessionId, { lastSeenAt: now(), expiresAt })
    },
    deleteSession: (token) => deleteSession(db, tokenHash(token)),
    deleteUserSessions: (personId) => deleteSessionsOf(db, personId),
    deleteExpiredSessions: () => deleteSessionsEndedBy(db, now()),
  }
}
