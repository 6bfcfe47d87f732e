import type { Work } from '#server/kernel/unit-of-work.ts'
import { tellBatch } from './tell-batch.ts'
import { batchCountsOf, batchForAct, moveItems, updateBatch } from './signing-batch.queries.ts'
import { phaseOf } from './signing-batch.rules.ts'

/**
 * The signer stops a batch: what is not begun is left out; what is being signed this moment is finished, what was signed stays signed.
 * A repeat changes nothing. *Emits* `batch.changed`.
 */
export async function cancelSigningBatch(work: Work, { id }: { id: string }): Promise<{ id: string; leftOut: number }> {
  const { tx, actor, at } = work
  const batch = await batchForAct(tx, actor, id)
  if (batch.finishedAt !== null) return { id, leftOut: 0 }
  const running = phaseOf(batch, at) === 'running'
  if (!running) await moveItems(tx, id, { move: 'interrupt', changedAt: at })
  const leftOut = await moveItems(tx, id, { move: 'leave_out', changedAt: at })
  const { signing } = (await batchCountsOf(tx, [id])).get(id)!
  if (signing === 0) await updateBatch(tx, id, { finishedAt: at, runId: null, heldUntil: null })
  work.record({ stream: `signing_batch:${id}`, act: 'signing_batch.cancel', data: { leftOut } })
  tellBatch(work, id)
  return { id, leftOut }
}
