import type { Work } from '#server/kernel/unit-of-work.ts'

/** *Emits* `batch.changed` to the signer's post: of one document its new state, of the whole batch that it should be looked at again. */
export function tellBatch(work: Work, batchId: string, item?: { documentId: string; state: string }): void {
  const about = item ? { documentId: item.documentId, state: item.state } : {}
  const payload = { kind: 'signing_batch', id: batchId, batchId, ...about }
  work.emit({ topic: `post:${work.actor.postId}`, type: 'batch.changed', payload })
}
