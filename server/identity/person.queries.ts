import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { agencies, people, posts, preferences, units } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { validAt } from './validity.queries.ts'

/** What log-in needs of an enabled person; null for unknown and disabled ones. */
export async function credentialsOf(db: Tx, userName: string): Promise<{ id: string; passwordHash: string } | null> {
  const [person] = await db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(and(eq(people.userName, userName), isNull(people.disabledAt)))
  return person ?? null
}

/** The posts that a person holds at that instant, the one in the highest agency first. */
export async function postsHeldBy(db: Tx, personId: string, at: Date) {
  return db
    .select({
      id: posts.id,
      title: posts.title,
      role: posts.role,
      agencyId: posts.agencyId,
      agencyName: agencies.name,
      unitName: units.name,
      validFrom: posts.validFrom,
      validTo: posts.validTo,
    })
    .from(posts)
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .leftJoin(units, eq(units.id, posts.unitId))
    .where(and(eq(posts.personId, personId), validAt(posts, at), validAt(agencies, at)))
    .orderBy(asc(agencies.position), asc(posts.position), asc(posts.id))
}

/** The actor with the agency and the posts to switch to, as the shell shows them. */
export async function meOf(db: Tx, actor: Actor, now: { at: Date; demo: boolean }) {
  const held = await postsHeldBy(db, actor.personId, now.at)
  const [kept] = await db.select().from(preferences).where(eq(preferences.personId, actor.personId))
  const shown = held.map(({ id, title, role, agencyId, agencyName, unitName }) => ({
    id,
    title,
    role,
    agencyId,
    agencyName,
    unitName,
    inOffice: id === actor.postId && actor.inOffice,
  }))
  return {
    person: { id: actor.personId, fullName: actor.personName },
    post: shown.find((post) => post.id === actor.postId)!,
    posts: shown,
    settings: kept?.settings ?? {},
    demo: now.demo,
    /** The server's instant: screens count deadlines from it, not from their own clock. */
    now: now.at.toISOString(),
  }
}

export async function storePreferences(db: Tx, personId: string, settings: Record<string, unknown>): Promise<void> {
  await db
    .insert(preferences)
    .values({ personId, settings })
    .onConflictDoUpdate({ target: preferences.personId, set: { settings } })
}

/** Order of a list of names: by given name, as Vietnamese lists are. */
export const byName: SQL = sql`${people.sortKey} collate "vi-x-icu"`
