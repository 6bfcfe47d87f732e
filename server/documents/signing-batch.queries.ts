import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import { signingBatches, signingBatchItems } from '#db/documents/signing-batches.schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { holdsBatch } from './documents.permissions.ts'
import { type BatchItemMove, batchItemMoves, type BatchItemState } from './signing-batch.rules.ts'

export type SigningBatch = typeof signingBatches.$inferSelect
export type SigningBatchItem = typeof signingBatchItems.$inferSelect
type NewItem = typeof signingBatchItems.$inferInsert

/** A batch that the actor began at this post; refuses `not_found` for all others, which look absent. */
export async function batchVisibleTo(tx: Tx, actor: Actor, id: string): Promise<SigningBatch> {
  const [row] = await tx.select().from(signingBatches).where(eq(signingBatches.id, id))
  return row && holdsBatch(actor, row) ? row : refuse('not_found', 'not_found')
}

/** The same, locked until the end of the transaction. */
export async function batchForAct(tx: Tx, actor: Actor, id: string): Promise<SigningBatch> {
  const [row] = await tx.select().from(signingBatches).where(eq(signingBatches.id, id)).for('update')
  return row && holdsBatch(actor, row) ? row : refuse('not_found', 'not_found')
}

const own = ({ postId, personId }: Actor) =>
  and(eq(signingBatches.postId, postId), eq(signingBatches.personId, personId))

/** The one batch of the actor of which something still waits, or null. */
export async function openBatchOf(tx: Tx, actor: Actor): Promise<SigningBatch | null> {
  const [row] = await tx
    .select()
    .from(signingBatches)
    .where(and(own(actor), isNull(signingBatches.finishedAt)))
  return row ?? null
}

/** The actor's newest batches, newest first. */
export async function newestBatchesOf(tx: Tx, actor: Actor, most: number): Promise<SigningBatch[]> {
  return tx.select().from(signingBatches).where(own(actor)).orderBy(desc(signingBatches.createdAt)).limit(most)
}

/** Stores a batch with its documents in their order; null when the actor has one open already. */
export async function insertBatch(
  tx: Tx,
  batch: typeof signingBatches.$inferInsert,
  items: readonly Omit<NewItem, 'batchId' | 'position' | 'state'>[],
): Promise<SigningBatch | null> {
  const [row] = await tx.insert(signingBatches).values(batch).onConflictDoNothing().returning()
  if (!row) return null
  const waiting = items.map((item, position) => ({ ...item, position, batchId: row.id, state: 'waiting' as const }))
  await tx.insert(signingBatchItems).values(waiting)
  return row
}

export async function updateBatch(tx: Tx, id: string, set: Partial<typeof signingBatches.$inferInsert>): Promise<void> {
  await tx.update(signingBatches).set(set).where(eq(signingBatches.id, id))
}

/** A run says that it lives. False when another has taken the batch over. */
export async function renewHold(tx: Tx, run: { batchId: string; runId: string }, heldUntil: Date): Promise<boolean> {
  const renewed = await tx
    .update(signingBatches)
    .set({ heldUntil })
    .where(and(eq(signingBatches.id, run.batchId), eq(signingBatches.runId, run.runId)))
    .returning({ id: signingBatches.id })
  return renewed.length > 0
}

/** Takes the next waiting document for a run that still holds the batch; null when there is none. Two lanes never get the same. */
export async function takeNextItem(
  tx: Tx,
  { batchId, runId, at }: { batchId: string; runId: string; at: Date },
): Promise<SigningBatchItem | null> {
  const held = sql`exists (select from ${signingBatches} where id = ${batchId} and run_id = ${runId})`
  const next = tx
    .select({ id: signingBatchItems.documentId })
    .from(signingBatchItems)
    .where(and(eq(signingBatchItems.batchId, batchId), eq(signingBatchItems.state, 'waiting'), held))
    .orderBy(asc(signingBatchItems.position))
    .limit(1)
    .for('update', { skipLocked: true })
  const [taken] = await tx
    .update(signingBatchItems)
    .set({ state: batchItemMoves.begin.to, runId, changedAt: at, code: null, reason: null, data: {} })
    .where(and(eq(signingBatchItems.batchId, batchId), eq(signingBatchItems.documentId, sql`(${next})`)))
    .returning()
  return taken ?? null
}

/** Writes what became of a document that this run took. False when the run has lost it meanwhile. */
export async function settleItem(
  tx: Tx,
  item: SigningBatchItem,
  { move, ...set }: { move: BatchItemMove } & Partial<NewItem>,
): Promise<boolean> {
  const { from, to } = batchItemMoves[move]
  const mine = and(
    eq(signingBatchItems.batchId, item.batchId),
    eq(signingBatchItems.documentId, item.documentId),
    eq(signingBatchItems.runId, item.runId!),
    inArray(signingBatchItems.state, [...from]),
  )
  const settled = await tx
    .update(signingBatchItems)
    .set({ ...set, state: to })
    .where(mine)
    .returning({ id: signingBatchItems.documentId })
  return settled.length > 0
}

/** Makes one move of every document of the batch that can make it, and answers how many did. */
export async function moveItems(
  tx: Tx,
  batchId: string,
  { move, ...set }: { move: BatchItemMove } & Partial<NewItem>,
): Promise<number> {
  const { from, to } = batchItemMoves[move]
  const moved = await tx
    .update(signingBatchItems)
    .set({ ...set, state: to })
    .where(and(eq(signingBatchItems.batchId, batchId), inArray(signingBatchItems.state, [...from])))
    .returning({ id: signingBatchItems.documentId })
  return moved.length
}

/** How many documents of each batch stand in which state. The caller has shown that the batches are visible. */
export async function batchCountsOf(tx: Tx, batchIds: readonly string[]) {
  const counts = new Map(batchIds.map((id) => [id, noneYet()]))
  if (batchIds.length === 0) return counts
  const rows = await tx
    .select({ batchId: signingBatchItems.batchId, state: signingBatchItems.state, count: count() })
    .from(signingBatchItems)
    .where(inArray(signingBatchItems.batchId, [...batchIds]))
    .groupBy(signingBatchItems.batchId, signingBatchItems.state)
  for (const row of rows) counts.get(row.batchId)![row.state] = row.count
  return counts
}

const noneYet = (): Record<BatchItemState, number> => ({ waiting: 0, signing: 0, signed: 0, failed: 0, left_out: 0 })

/** The documents of a batch in their order, with the titles of those that still exist. The caller has shown that the batch is visible. */
export async function batchItemsOf(tx: Tx, batchId: string) {
  return tx
    .select({
      item: signingBatchItems,
      document: {
        agencyId: documents.agencyId,
        unitId: documents.unitId,
        drafterPostId: documents.drafterPostId,
        signerPostId: documents.signerPostId,
        state: documents.state,
        subject: documents.subject,
        typeCode: documents.typeCode,
        code: documents.code,
      },
    })
    .from(signingBatchItems)
    .leftJoin(documents, eq(documents.id, signingBatchItems.documentId))
    .where(eq(signingBatchItems.batchId, batchId))
    .orderBy(asc(signingBatchItems.position))
}

/** Which of these documents exist, as far as rights ask. */
export async function documentsAskedFor(tx: Tx, ids: readonly string[]) {
  return tx
    .select()
    .from(documents)
    .where(inArray(documents.id, [...ids]))
}
