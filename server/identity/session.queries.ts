import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { people, posts, sessions } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { mayEndSessionsOfAgency } from './identity.permissions.ts'

/** A session with the seat that it gives: everything a request must know of who asks. */
export type SessionSeat = Omit<Actor, 'onBehalfOf'> & { createdAt: Date; lastSeenAt: Date; expiresAt: Date }

/** Sessions whose person may still enter and whose post and agency still exist at that instant. */
const goodSessions = (pg: Sql, at: Date) => pg`
  sessions s
  join people p on p.id = s.person_id and p.disabled_at is null
  join posts o on o.id = s.post_id and o.person_id = s.person_id
    and ${at}::timestamptz::date between o.valid_from and coalesce(o.valid_to, 'infinity')
  join agencies a on a.id = o.agency_id
    and ${at}::timestamptz::date between a.valid_from and coalesce(a.valid_to, 'infinity')
  left join units u on u.id = o.unit_id`

/** The seats behind these tokens' hashes, expired or not; plain SQL that the driver prepares once. See `find-seat.ts`. */
export async function seatsOf(pg: Sql, ids: string[], at: Date): Promise<SessionSeat[]> {
  return pg<SessionSeat[]>`
    select s.id as "sessionId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
      p.id as "personId", p.full_name as "personName", o.id as "postId", o.title, o.role, o.agency_id as "agencyId",
      o.unit_id as "unitId", coalesce(u.is_office, false) as "inOffice"
    from ${goodSessions(pg, at)} where s.id = any(${ids})`
}

/** Which of these sessions are still good; the sweep closes the sockets of all others. */
export async function goodSessionIds(pg: Sql, ids: string[], at: Date): Promise<Set<string>> {
  const rows = await pg<{ id: string }[]>`
    select s.id from ${goodSessions(pg, at)} where s.id = any(${ids}) and s.expires_at > ${at}`
  return new Set(rows.map((row) => row.id))
}

export async function insertSession(db: Tx, session: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(session)
}

/** Writes down that the session was used; never moves its end backwards. */
export async function touchSession(db: Tx, id: string, seen: { lastSeenAt: Date; expiresAt: Date }): Promise<void> {
  await db
    .update(sessions)
    .set(seen)
    .where(and(eq(sessions.id, id), lte(sessions.expiresAt, seen.expiresAt)))
}

export async function setSessionPost(db: Tx, id: string, postId: string): Promise<void> {
  await db.update(sessions).set({ postId }).where(eq(sessions.id, id))
}

export async function deleteSession(db: Tx, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id))
}

export async function deleteSessionsOf(db: Tx, personId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.personId, personId))
}

/** Removes sessions that ended before that instant. */
export async function deleteSessionsEndedBy(db: Tx, at: Date): Promise<void> {
  await db.delete(sessions).where(lte(sessions.expiresAt, at))
}

/** `own`: the actor's person; `agency`: everybody with a post in the administrator's agency. */
export type SessionScope = 'own' | 'agency'

/** The running sessions that the actor may see, last used first. Refuses `agency` to all but administrators. */
export async function sessionsVisibleTo(db: Tx, actor: Actor, list: { scope: SessionScope; at: Date }) {
  if (list.scope === 'agency' && !mayEndSessionsOfAgency(actor)) refuse('forbidden', 'forbidden')
  const rows = await db
    .select(listed)
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(gt(sessions.expiresAt, list.at), reach(actor, list.scope)))
    .orderBy(desc(sessions.lastSeenAt), sessions.id)
    .limit(500)
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }))
}

/** One session within the actor's reach; refuses `not_found` otherwise. */
export async function sessionVisibleTo(db: Tx, actor: Actor, id: string) {
  const scope = mayEndSessionsOfAgency(actor) ? 'agency' : 'own'
  const [row] = await db
    .select(listed)
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(eq(sessions.id, id), reach(actor, scope)))
  return row ?? refuse('not_found', 'not_found')
}

const listed = {
  id: sessions.id,
  personId: sessions.personId,
  personName: people.fullName,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  userAgent: sessions.userAgent,
  address: sessions.address,
}

function reach(actor: Actor, scope: SessionScope) {
  const own = eq(sessions.personId, actor.personId)
  if (scope === 'own') return own
  return sql`(${own} or exists (select 1 from ${posts} where ${posts.personId} = ${sessions.personId}
    and ${posts.agencyId} = ${actor.agencyId}))`
}
