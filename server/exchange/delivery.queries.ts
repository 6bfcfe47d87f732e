import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { deliveries, deliveryStatuses } from '#db/exchange/schema.ts'
import { documentTitlesOf, documentVisibleTo } from '#server/documents/door.ts'
import { agenciesByIds } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { aggregateOf } from './delivery.rules.ts'
import { seesDeliveries } from './exchange.permissions.ts'

export type Delivery = typeof deliveries.$inferSelect
export type StatusRow = typeof deliveryStatuses.$inferSelect

/** One delivery for each recipient; those that exist keep their id. Answers only the new ones. */
export async function insertDeliveries(
  tx: Tx,
  rows: (typeof deliveries.$inferInsert)[],
): Promise<Pick<Delivery, 'id' | 'recipientAgencyId'>[]> {
  if (rows.length === 0) return []
  const made = await tx
    .insert(deliveries)
    .values(rows)
    .onConflictDoNothing({ target: [deliveries.documentId, deliveries.recipientAgencyId] })
    .returning()
  if (made.length > 0) {
    await tx.insert(deliveryStatuses).values(
      made.map(({ id, status, statusAt }) => ({
        deliveryId: id,
        ordinal: 1,
        status,
        at: statusAt,
        byName: 'eCabinet',
      })),
    )
  }
  return made
}

/** One delivery, locked until the end of the transaction; null for an unknown id. Only for the jobs and hearers of this room. */
export async function lockDelivery(tx: Tx, id: string): Promise<Delivery | null> {
  const [row] = await tx.select().from(deliveries).where(eq(deliveries.id, id)).for('update')
  return row ?? null
}

/** Where a delivery goes, without a lock; null for an unknown id. */
export async function recipientOf(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ to: deliveries.recipientAgencyId }).from(deliveries).where(eq(deliveries.id, id))
  return row?.to ?? null
}

/** Adds one report to the history; false where this delivery has had it before. */
export async function appendStatus(tx: Tx, row: Omit<StatusRow, 'ordinal'>): Promise<boolean> {
  const next = tx
    .select({ ordinal: sql`coalesce(max(${deliveryStatuses.ordinal}), 0) + 1` })
    .from(deliveryStatuses)
    .where(eq(deliveryStatuses.deliveryId, row.deliveryId))
  const added = await tx
    .insert(deliveryStatuses)
    .values({ ...row, ordinal: sql`(${next})` })
    .onConflictDoNothing({ target: [deliveryStatuses.deliveryId, deliveryStatuses.status] })
    .returning({ ordinal: deliveryStatuses.ordinal })
  return added.length === 1
}

/** Writes columns of a delivery whose row is locked. */
export async function updateDelivery(tx: Tx, id: string, columns: Partial<Delivery>): Promise<void> {
  await tx.update(deliveries).set(columns).where(eq(deliveries.id, id))
}

/** Counts an attempt that failed, with its raw reason; the row stays queued. */
export async function noteFailedAttempt(tx: Tx, id: string, problem: string): Promise<void> {
  await tx
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1`, problem })
    .where(and(eq(deliveries.id, id), eq(deliveries.status, 'queued')))
}

/** One delivery of a document that the actor may see, locked; refuses `not_found`. */
export async function deliveryForAct(tx: Tx, actor: Actor, id: string): Promise<Delivery> {
  const row = await lockDelivery(tx, id)
  if (!row || row.senderAgencyId !== actor.agencyId) return refuse('not_found', 'not_found')
  await documentVisibleTo(tx, actor, row.documentId)
  return row
}

/** The matrix of a document: a row a recipient with its whole history, and the counts over them. */
export async function deliveriesVisibleTo(tx: Tx, actor: Actor, documentId: string) {
  await documentVisibleTo(tx, actor, documentId)
  const rows = await tx.select().from(deliveries).where(eq(deliveries.documentId, documentId))
  const names = await agencyNames(tx, rows)
  const history = await historyOf(tx, rows)
  const matrix = rows.map((row) => ({
    ...publicColumns(row),
    recipientName: names.get(row.recipientAgencyId)?.name ?? '',
    recipientShortName: names.get(row.recipientAgencyId)?.shortName ?? '',
    history: history.get(row.id) ?? [],
  }))
  const order = new Map([...names.keys()].map((id, position) => [id, position]))
  const position = (row: { recipientAgencyId: string }) => order.get(row.recipientAgencyId) ?? Infinity
  return { rows: matrix.sort((a, b) => position(a) - position(b)), aggregate: aggregateOf(rows) }
}

/** Refusals that nobody at the actor's agency has acknowledged, oldest first, with the document's code and subject. */
export async function refusalsVisibleTo(tx: Tx, actor: Actor) {
  if (!seesDeliveries(actor)) return { rows: [] }
  const rows = await tx
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.senderAgencyId, actor.agencyId),
        eq(deliveries.status, '02'),
        isNull(deliveries.acknowledgedRefusalAt),
      ),
    )
    .orderBy(asc(deliveries.statusAt))
    .limit(200)
  const names = await agencyNames(tx, rows)
  const found = await documentTitlesOf(
    tx,
    rows.map((row) => row.documentId),
  )
  const titles = new Map(found.map((title) => [title.id, title]))
  return {
    rows: rows.map((row) => ({
      ...publicColumns(row),
      recipientName: names.get(row.recipientAgencyId)?.name ?? '',
      code: titles.get(row.documentId)?.code ?? '',
      subject: titles.get(row.documentId)?.subject ?? '',
    })),
  }
}

function publicColumns({ id, documentId, recipientAgencyId, status, statusAt, statusNote, ...row }: Delivery) {
  const { attempts, problem, acknowledgedRefusalAt, createdAt } = row
  const state = { status, statusAt, note: statusNote, attempts, problem, acknowledgedRefusalAt, createdAt }
  return { deliveryId: id, documentId, recipientAgencyId, ...state }
}

async function agencyNames(tx: Tx, rows: readonly Delivery[]) {
  const found = await agenciesByIds(
    tx,
    rows.map((row) => row.recipientAgencyId),
  )
  return new Map(found.map((agency) => [agency.id, agency]))
}

async function historyOf(tx: Tx, rows: readonly Delivery[]) {
  if (rows.length === 0) return new Map<string, Omit<StatusRow, 'deliveryId'>[]>()
  const all = await tx
    .select()
    .from(deliveryStatuses)
    .where(
      inArray(
        deliveryStatuses.deliveryId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(deliveryStatuses.ordinal))
  return Map.groupBy(
    all.map(({ deliveryId, ...status }) => ({ deliveryId, ...status })),
    ({ deliveryId }) => deliveryId,
  )
}
