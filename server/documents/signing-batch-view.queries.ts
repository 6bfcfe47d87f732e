import { filesRefusals } from '#server/files/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { kernelRefusals } from '#server/kernel/kernel.refusals.ts'
import { fillText, type RefusalData, type RefusalText } from '#server/kernel/refusal.ts'
import { signingRefusals } from '#server/signing/door.ts'
import { documentsRefusals } from './documents.refusals.ts'
import { maySeeDocument } from './documents.permissions.ts'
import {
  batchCountsOf,
  batchItemsOf,
  batchVisibleTo,
  newestBatchesOf,
  type SigningBatch,
  type SigningBatchItem,
} from './signing-batch.queries.ts'
import { type BatchItemState, phaseOf } from './signing-batch.rules.ts'

/** The last batches of the actor, newest first: what they are doing and how far they are. */
export async function ownBatches(tx: Tx, actor: Actor, now: Date) {
  const batches = await newestBatchesOf(tx, actor, 5)
  const counts = await batchCountsOf(
    tx,
    batches.map(({ id }) => id),
  )
  return batches.map((batch) => shown(batch, counts.get(batch.id)!, now))
}

/** One batch of the actor with its documents in their order, why what failed failed, and what may be done now. */
export async function batchDetailFor(tx: Tx, actor: Actor, { id, now }: { id: string; now: Date }) {
  const batch = await batchVisibleTo(tx, actor, id)
  const rows = await batchItemsOf(tx, id)
  const counts = (await batchCountsOf(tx, [id])).get(id)!
  const items = rows.map(({ item, document }) => ({
    ...resultOf(item),
    document: document && maySeeDocument(actor, document) ? titleOf(document) : null,
  }))
  return { ...shown(batch, counts, now), items }
}

type Counts = Record<BatchItemState, number>

function shown(batch: SigningBatch, counts: Counts, now: Date) {
  const { id, createdAt, runStartedAt, heldUntil, finishedAt } = batch
  const phase = phaseOf(batch, now)
  const can = {
    resume: phase === 'needs_pin',
    retry: phase !== 'running' && counts.failed > 0,
    cancel: phase !== 'finished' && counts.waiting > 0,
  }
  return { id, phase, createdAt, runStartedAt, heldUntil, finishedAt, now, counts, can }
}

const titleOf = ({ subject, typeCode, code }: { subject: string; typeCode: string; code: string | null }) => {
  return { subject, typeCode, code }
}

function resultOf(item: SigningBatchItem) {
  const { documentId, revision, seenSha256, signedSha256, state, competence, changedAt, reason } = item
  const why = reason === null ? null : { reason, ...textsOf(reason, item.data as RefusalData) }
  return { documentId, revision, seenSha256, signedSha256, state, competence, changedAt, why }
}

/** Every reason for which a signature can be refused; in a batch nothing was typed that could be kept. */
const texts: Record<string, RefusalText> = {
  ...kernelRefusals,
  ...filesRefusals,
  ...documentsRefusals,
  ...signingRefusals,
  stale: {
    vi: '{byName} đã thay đổi văn bản này lúc {at}, sau khi bạn xem, nên không ký. Hãy mở xem lại rồi ký.',
    en: '{byName} changed this document at {at}, after you looked at it, so it was not signed. Look at it again, then sign.',
  },
}

function textsOf(reason: string, data: RefusalData): RefusalText {
  const { vi, en } = texts[reason] ?? { vi: reason, en: reason }
  return { vi: fillText(vi, data), en: fillText(en, data) }
}
