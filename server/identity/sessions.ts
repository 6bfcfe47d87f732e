import { parse } from 'hono/utils/cookie'
import { Lucia, TimeSpan } from 'lucia'
import type { Actor } from '#server/kernel/actor.ts'
import type { Config } from '#server/kernel/config.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { type SessionAttributes, sessionAdapter } from './session-adapter.ts'
import { type SessionLimits, useStep_ms } from './session.rules.ts'
import { isToken, newToken } from './session-token.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof lucia>
    DatabaseSessionAttributes: SessionAttributes
  }
}

/** How long sessions of this installation live. */
export function sessionLimits(config: Config): SessionLimits {
  return { idle_ms: config.sessionIdle_min * 60_000, absolute_ms: config.sessionAbsolute_h * 3_600_000 }
}

/** `__Host-` binds the cookie to this very host, which browsers allow over https only. */
function cookieOf(config: Config) {
  const secure = config.publicUrl?.startsWith('https:') ?? false
  return { name: secure ? '__Host-sid' : 'sid', attributes: { secure, sameSite: 'strict', path: '/' } } as const
}

/** Lucia v3 is kept behind this file: nothing else in the house knows it. */
function lucia(house: House, db: Tx = house.db) {
  const limits = sessionLimits(house.config)
  // Lucia moves an end when less than half of its lifetime is left; this lifetime makes that "used a step ago".
  const lifetime_ms = 2 * (limits.idle_ms - useStep_ms(limits))
  return new Lucia(sessionAdapter(house, db, limits), {
    sessionExpiresIn: new TimeSpan(lifetime_ms, 'ms'),
    sessionCookie: cookieOf(house.config),
    getSessionAttributes: ({ seat }) => ({ seat }),
  })
}

export type NewSession = { personId: string; postId: string; userAgent: string; address: string }

/** Starts a session inside `db` and answers its token, which exists here and in the caller's cookie only. */
export async function startSession(house: House, db: Tx, { personId, ...attributes }: NewSession): Promise<string> {
  const session = await lucia(house, db).createSession(personId, attributes, { sessionId: newToken() })
  return session.id
}

/** The acting post behind a token, or null: unknown, ended, disabled. Using a session moves its idle end. */
export async function actorOfToken(house: House, token: string): Promise<Actor | null> {
  if (!isToken(token)) return null
  const { session } = await lucia(house).validateSession(token)
  const seat = session?.seat
  if (!seat) return null
  const { personId, personName, postId, title, role, agencyId, unitId, inOffice, sessionId } = seat
  return { personId, personName, postId, title, role, agencyId, unitId, inOffice, sessionId }
}

/** The token in a Cookie header, or ''. */
export function tokenIn(config: Config, cookieHeader: string): string {
  const { name } = cookieOf(config)
  return parse(cookieHeader, name)[name] ?? ''
}

/** The Set-Cookie text that hands a token to the browser, for as long as the session can live. */
export function cookieWith(house: House, token: string): string {
  const cookie = lucia(house).createSessionCookie(token)
  cookie.attributes.maxAge = sessionLimits(house.config).absolute_ms / 1000
  return cookie.serialize()
}

/** The Set-Cookie text that takes the token away. */
export function blankCookie(house: House): string {
  return lucia(house).createBlankSessionCookie().serialize()
}

/** Removes the rows of sessions that have ended. */
export async function forgetEndedSessions(house: House): Promise<void> {
  await lucia(house).deleteExpiredSessions()
}
