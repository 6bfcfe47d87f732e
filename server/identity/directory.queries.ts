import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { agencies, people, posts, signingAuthorities, units } from '#db/identity/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { HeldRole } from './post.rules.ts'
import { validAt } from './validity.queries.ts'

// Who and what the other rooms' rows point at. Names of offices and their posts are no secret inside the house: these
// readers ask for no actor, and the callers have already decided that the row which holds the id may be seen.

export type Agency = typeof agencies.$inferSelect
export type Unit = typeof units.$inferSelect
export type SigningAuthority = typeof signingAuthorities.$inferSelect

const seat = {
  id: posts.id,
  personId: posts.personId,
  fullName: people.fullName,
  title: posts.title,
  role: posts.role,
  agencyId: posts.agencyId,
  agencyName: agencies.name,
  unitId: posts.unitId,
  unitName: units.name,
  inOffice: units.isOffice,
  position: posts.position,
}

const seats = (db: Tx) =>
  db
    .select(seat)
    .from(posts)
    .innerJoin(people, eq(people.id, posts.personId))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .leftJoin(units, eq(units.id, posts.unitId))
    .$dynamic()

/** A post with its person, agency and unit, as other rooms show it. */
export type Seat = Awaited<ReturnType<typeof postsByIds>>[number]

/** The posts with these ids, ended ones too; unknown ids are left out. */
export async function postsByIds(db: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return seats(db).where(inArray(posts.id, [...new Set(ids)]))
}

/** One post; refuses `not_found` for an unknown id. */
export async function postById(db: Tx, id: string): Promise<Seat> {
  const [found] = await postsByIds(db, [id])
  return found ?? refuse('not_found', 'not_found')
}

/** The posts held in an agency at that instant, in protocol order; with `role` or `unitId` only those. */
export async function postsOfAgency(db: Tx, of: { agencyId: string; at: Date; role?: HeldRole; unitId?: string }) {
  const conditions = [eq(posts.agencyId, of.agencyId), validAt(posts, of.at)]
  if (of.role) conditions.push(eq(posts.role, of.role))
  if (of.unitId) conditions.push(eq(posts.unitId, of.unitId))
  return seats(db)
    .where(and(...conditions))
    .orderBy(asc(posts.position), asc(posts.id))
}

/** The agencies with these ids, ended ones too; unknown ids are left out. */
export async function agenciesByIds(db: Tx, ids: readonly string[]): Promise<Agency[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(agencies)
    .where(inArray(agencies.id, [...new Set(ids)]))
    .orderBy(asc(agencies.position))
}

/** One agency; refuses `not_found` for an unknown id. */
export async function agencyById(db: Tx, id: string): Promise<Agency> {
  const [found] = await agenciesByIds(db, [id])
  return found ?? refuse('not_found', 'not_found')
}

/** The units with these ids; unknown ids are left out. */
export async function unitsByIds(db: Tx, ids: readonly string[]): Promise<Unit[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(units)
    .where(inArray(units.id, [...new Set(ids)]))
}

/** One unit; refuses `not_found` for an unknown id. */
export async function unitById(db: Tx, id: string): Promise<Unit> {
  const [found] = await unitsByIds(db, [id])
  return found ?? refuse('not_found', 'not_found')
}

/** The units of an agency at that instant, in order. */
export async function unitsOfAgency(db: Tx, agencyId: string, at: Date): Promise<Unit[]> {
  return db
    .select()
    .from(units)
    .where(and(eq(units.agencyId, agencyId), validAt(units, at)))
    .orderBy(asc(units.position))
}

/** In which forms a post may sign at that instant, the newest first; none means that it may not sign. */
export async function signingAuthoritiesOf(db: Tx, postId: string, at: Date): Promise<SigningAuthority[]> {
  return db
    .select()
    .from(signingAuthorities)
    .where(and(eq(signingAuthorities.postId, postId), validAt(signingAuthorities, at)))
    .orderBy(desc(signingAuthorities.validFrom), asc(signingAuthorities.id))
}

/** Everybody in an agency who may sign at that instant, with the printed form, in protocol order. */
export async function signersOfAgency(db: Tx, agencyId: string, at: Date) {
  return db
    .select({ ...seat, authority: signingAuthorities })
    .from(signingAuthorities)
    .innerJoin(posts, eq(posts.id, signingAuthorities.postId))
    .innerJoin(people, eq(people.id, posts.personId))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .leftJoin(units, eq(units.id, posts.unitId))
    .where(and(eq(posts.agencyId, agencyId), validAt(posts, at), validAt(signingAuthorities, at)))
    .orderBy(asc(posts.position))
}

/** Full names and titles of posts by id, for "who did it" lines. */
export async function namesOfPosts(db: Tx, ids: readonly string[]) {
  const found = await postsByIds(db, ids)
  return new Map(found.map((post) => [post.id, { fullName: post.fullName, title: post.title }]))
}
