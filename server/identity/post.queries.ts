import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { agencies, people, posts, units } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { searchText } from '#server/kernel/text-input.ts'
import { agencyVisibleTo } from './agency.queries.ts'
import { maySeeAllPosts } from './identity.permissions.ts'
import { byName } from './person.queries.ts'
import { leaderRoles } from './post.rules.ts'
import { validAt } from './validity.queries.ts'

const shown = {
  id: posts.id,
  title: posts.title,
  role: posts.role,
  unitId: posts.unitId,
  unitName: units.name,
  personId: posts.personId,
  fullName: people.fullName,
  agencyId: posts.agencyId,
  agencyName: agencies.name,
}

/** The people picker of one agency: its units in order, each with its posts. Of other agencies only the leaders. */
export async function agencyStaffVisibleTo(db: Tx, actor: Actor, of: { agencyId: string; at: Date }) {
  const agency = await agencyVisibleTo(db, actor, of.agencyId)
  const seesAll = maySeeAllPosts(actor, agency.id)
  const held = await postsWhere(db, of.at, [
    eq(posts.agencyId, agency.id),
    ...(seesAll ? [] : [inArray(posts.role, [...leaderRoles])]),
  ]).orderBy(asc(posts.position), byName)
  const rooms = await db
    .select({ id: units.id, name: units.name, symbol: units.symbol, isOffice: units.isOffice })
    .from(units)
    .where(and(eq(units.agencyId, agency.id), validAt(units, of.at)))
    .orderBy(asc(units.position))
  const filled = rooms.map((unit) => ({ ...unit, posts: held.filter((post) => post.unitId === unit.id) }))
  return {
    agency: { id: agency.id, name: agency.name, shortName: agency.shortName },
    units: seesAll ? filled : filled.filter((unit) => unit.posts.length > 0),
    withoutUnit: held.filter((post) => post.unitId === null),
  }
}

/** Query of the people search: `agency` narrows it to one agency. */
export const postSearchQuery = z.object({
  q: searchText.default(''),
  agency: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** People by name, title or agency without tones: all colleagues, and the leaders of other agencies. */
export async function postsVisibleTo(db: Tx, actor: Actor, list: z.output<typeof postSearchQuery> & { at: Date }) {
  const conditions = [or(eq(posts.agencyId, actor.agencyId), inArray(posts.role, [...leaderRoles]))!]
  if (list.agency) conditions.push(eq(posts.agencyId, list.agency))
  const words = list.q.split(/\s+/).filter(Boolean).slice(0, 8)
  const text = sql`f_fold(${people.fullName} || ' ' || ${posts.title} || ' ' || ${agencies.name})`
  for (const word of words) conditions.push(sql`strpos(${text}, f_fold(${word})) > 0`)
  const own = sql`${posts.agencyId} <> ${actor.agencyId}`
  const rows = await postsWhere(db, list.at, conditions)
    .orderBy(own, asc(agencies.position), asc(posts.position), byName)
    .limit(list.limit)
  return { rows }
}

function postsWhere(db: Tx, at: Date, conditions: SQL[]) {
  return db
    .select(shown)
    .from(posts)
    .innerJoin(people, eq(people.id, posts.personId))
    .innerJoin(agencies, eq(agencies.id, posts.agencyId))
    .leftJoin(units, eq(units.id, posts.unitId))
    .where(and(validAt(posts, at), validAt(agencies, at), ...conditions))
    .$dynamic()
}
