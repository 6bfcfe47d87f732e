import { randomUUID } from 'node:crypto'
import type { Actor } from '#server/kernel/actor.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import type { HeldKey, SignedFile } from '#server/signing/door.ts'
import { actsOf } from './document.queries.ts'
import { tellBatch } from './tell-batch.ts'
import { signatureOf } from './sign-document.ts'
import { settleItem, type SigningBatchItem } from './signing-batch.queries.ts'

/** A batch with its open key. */
export type RunningBatch = { house: House; actor: Actor; key: HeldKey; batchId: string }

type Begun = Awaited<ReturnType<ReturnType<typeof signatureOf>['begin']>>
class Overtaken extends Error {}

/**
 * Signs one document of a batch as if it were signed alone: the same rights and state, the revision and the very file that were shown. What
 * refuses it is written at the item and stops no other. The document and the item change in one transaction, so that a crash
 * leaves both or neither.
 */
export async function signBatchItem(batch: RunningBatch, item: SigningBatchItem): Promise<void> {
  const { house, actor, key } = batch
  const { documentId: id, revision, seenSha256, batchId } = item
  const signature = signatureOf({ id, revision, seenSha256, batchId })
  try {
    const begun = await perform(house, actor, { key: null, intent: `sign ${id}` }, signature.begin)
    const signed = await key.sign({ subject: { kind: 'document', id }, baseSha256: begun.fileSha256 })
    await finish(batch, item, { begun, signed, signature })
  } catch (error) {
    if (!(error instanceof Overtaken)) await fail(batch, item, error)
  }
}

type Made = { begun: Begun; signed: SignedFile; signature: ReturnType<typeof signatureOf> }

function finish({ house, actor }: RunningBatch, item: SigningBatchItem, made: Made): Promise<void> {
  const { begun, signed, signature } = made
  return perform(house, actor, { key: null, intent: `signed ${item.documentId}` }, async (work) => {
    await signature.finish(work, begun, signed)
    const { competence, onBehalfOf } = begun
    const result = { competence, onBehalfOf, signedSha256: signed.sha256, changedAt: work.at }
    if (!(await settleItem(work.tx, item, { move: 'sign', ...result }))) throw new Overtaken()
    tellBatch(work, item.batchId, { documentId: item.documentId, state: 'signed' })
  })
}

async function fail({ house, actor }: RunningBatch, item: SigningBatchItem, error: unknown): Promise<void> {
  const { code, reason, data } = refusalFor(house, item, error)
  await perform(house, actor, { key: null, intent: `failed ${item.documentId}` }, async (work) => {
    const alone = await signedAlone(work.tx, actor, item)
    const move = alone ? ('pass_over' as const) : ('fail' as const)
    const why = alone ? { code: 'conflict', reason: 'signed_already', data: {} } : { code, reason, data }
    if (!(await settleItem(work.tx, item, { move, ...why, changedAt: work.at }))) return
    tellBatch(work, item.batchId, { documentId: item.documentId, state: alone ? 'left_out' : 'failed' })
  })
}

/** What was no refusal is a bug: it is logged, and the row says under which trace id. */
function refusalFor(house: House, item: SigningBatchItem, error: unknown): Pick<Refusal, 'code' | 'reason' | 'data'> {
  if (error instanceof Refusal) return error
  const traceId = randomUUID()
  house.log.error({ error, traceId, batchId: item.batchId, documentId: item.documentId }, 'bug')
  return new Refusal('unavailable', 'internal', { traceId })
}

/** True where the signer signed, by itself, the very revision that waited here: the wish is fulfilled, nothing failed. */
async function signedAlone(tx: Tx, actor: Actor, item: SigningBatchItem): Promise<boolean> {
  const acts = await actsOf(tx, item.documentId)
  return acts.some(
    ({ act, postId, revision }) => act === 'sign' && postId === actor.postId && revision === item.revision + 1,
  )
}
