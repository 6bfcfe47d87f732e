import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { arrivalActs, arrivals, assignments } from '#db/documents/arrivals.schema.ts'
import { postsByIds } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { headedUnitOf, seesAllArrivals } from './arrivals.permissions.ts'

export type Arrival = typeof arrivals.$inferSelect
export type NewArrival = typeof arrivals.$inferInsert

/**
 * The rows of `arrivals` that the actor may know of: all of the agency for leaders, clerks and the office, for everybody
 * else those whose assignment tree holds a node for the own post or the headed unit.
 */
export function visibleArrivals(actor: Actor): SQL {
  const own = eq(arrivals.agencyId, actor.agencyId)
  return seesAllArrivals(actor) ? own : and(own, sql`exists ${nodesFor(actor)}`)!
}

/**
 * `(select … )` of the nodes of the row's tree that make it the actor's business; withdrawn and returned ones do not. A head's own
 * nodes are the unit's too, so one index answers for either.
 */
function nodesFor(actor: Actor): SQL {
  const unitId = headedUnitOf(actor)
  const mine = unitId ? eq(assignments.unitId, unitId) : eq(assignments.postId, actor.postId)
  return sql`(select 1 from ${assignments} where ${assignments.arrivalId} = ${arrivals.id}
    and ${inArray(assignments.state, ['open', 'in_progress', 'done', 'lapsed'])} and ${mine})`
}

/** One arrival that the actor may see; anything else is `not_found`. */
export async function arrivalVisibleTo(tx: Tx, actor: Actor, id: string): Promise<Arrival> {
  const [arrival] = await tx
    .select()
    .from(arrivals)
    .where(and(eq(arrivals.id, id), visibleArrivals(actor)))
  return arrival ?? refuse('not_found', 'not_found')
}

/** The same, locked until the transaction ends: acts on one arrival and on its tree run one after the other. */
export async function arrivalToChange(tx: Tx, actor: Actor, id: string): Promise<Arrival> {
  await tx.select({ id: arrivals.id }).from(arrivals).where(eq(arrivals.id, id)).for('update')
  return arrivalVisibleTo(tx, actor, id)
}

/** One arrival for the server's own work, with `update` locked; a person's way to it is {@link arrivalVisibleTo}. */
export async function arrivalById(tx: Tx, id: string, lock?: 'update'): Promise<Arrival> {
  const asked = tx.select().from(arrivals).where(eq(arrivals.id, id))
  const [arrival] = lock ? await asked.for(lock) : await asked
  return arrival ?? refuse('not_found', 'not_found')
}

/** Refuses `stale {byName, at}` when somebody changed the row since the actor looked. */
export async function assertFresh(
  tx: Tx,
  row: { revision: number; updatedAt: Date; updatedByPostId: string },
  seen: number,
): Promise<void> {
  if (row.revision === seen) return
  const [post] = await postsByIds(tx, [row.updatedByPostId])
  refuse('conflict', 'stale', { byName: post?.fullName ?? 'eCabinet', at: row.updatedAt.toISOString() })
}

/** Stores a new arrival, or answers null when this delivery is already here. */
export async function insertArrival(tx: Tx, row: NewArrival): Promise<Arrival | null> {
  const [made] = await tx
    .insert(arrivals)
    .values(row)
    .onConflictDoNothing({ target: [arrivals.agencyId, arrivals.deliveryId] })
    .returning()
  return made ?? null
}

/** The arrival that a delivery became at an agency. */
export async function arrivalOfDelivery(tx: Tx, agencyId: string, deliveryId: string): Promise<Arrival> {
  const [found] = await tx
    .select()
    .from(arrivals)
    .where(and(eq(arrivals.agencyId, agencyId), eq(arrivals.deliveryId, deliveryId)))
  return found ?? refuse('not_found', 'not_found')
}

/** Writes columns of an arrival whose row the caller has locked. */
export async function updateArrival(tx: Tx, id: string, set: Partial<NewArrival>): Promise<Arrival> {
  const [changed] = await tx.update(arrivals).set(set).where(eq(arrivals.id, id)).returning()
  return changed!
}

/** Adds the next line to the timeline of an arrival whose row is locked. */
export async function insertArrivalAct(tx: Tx, row: Omit<typeof arrivalActs.$inferInsert, 'ordinal'>): Promise<void> {
  const last = tx
    .select({ ordinal: sql`coalesce(max(${arrivalActs.ordinal}), 0) + 1` })
    .from(arrivalActs)
    .where(eq(arrivalActs.arrivalId, row.arrivalId))
  await tx.insert(arrivalActs).values({ ...row, ordinal: sql`(${last})` })
}

/**
 * Registered arrivals of the same agency that look like this one: the same document, or the same code from the same sender.
 * @law ND30 PL VI.III.1.h
 */
export async function duplicatesOf(tx: Tx, arrival: Arrival) {
  const sameSender = arrival.senderAgencyId
    ? eq(arrivals.senderAgencyId, arrival.senderAgencyId)
    : sql`f_fold(${arrivals.senderName}) = f_fold(${arrival.senderName})`
  const sameCode = and(sql`${arrivals.codeKey} = ${arrival.codeKey}`, sameSender)
  return tx
    .select({ id: arrivals.id, code: arrivals.code, number: arrivals.number, registeredAt: arrivals.registeredAt })
    .from(arrivals)
    .where(
      and(
        eq(arrivals.agencyId, arrival.agencyId),
        ne(arrivals.id, arrival.id),
        sql`${arrivals.number} is not null`,
        sameCode,
      ),
    )
    .orderBy(arrivals.registeredAt)
    .limit(5)
}
