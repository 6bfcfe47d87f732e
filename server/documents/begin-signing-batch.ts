import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Command, Work } from '#server/kernel/unit-of-work.ts'
import { holdLeaderKey } from '#server/signing/door.ts'
import { maySeeDocument, maySign } from './documents.permissions.ts'
import { newRun, type Run, withHeldKey } from './run-signing-batch.ts'
import { documentsAskedFor, insertBatch, openBatchOf } from './signing-batch.queries.ts'
import { MOST_IN_BATCH } from './signing-batch.rules.ts'
import { performInSteps } from './several-steps.ts'

const seen = z.object({
  documentId: z.uuid(),
  revision: z.int().min(1),
  /** The file that was shown. */
  fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const eachOnce = (items: readonly { documentId: string }[]) =>
  new Set(items.map(({ documentId }) => documentId)).size === items.length

/** What was looked at and ticked, in its order, and one PIN, which is used once and kept nowhere. */
export const beginSigningBatchInput = z.object({
  items: z.array(seen).min(1).max(MOST_IN_BATCH).refine(eachOnce, 'document_twice'),
  pin: z.string().min(1).max(100),
})
type Input = z.output<typeof beginSigningBatchInput>

/**
 * The signer signs many documents with one PIN. The PIN opens the key once, in this process; then each document is signed by the rules
 * of signing one, and what refuses one holds up no other. Answers when the batch is stored; results come by `batch.changed`.
 * Refuses `not_your_turn` where none of them is the actor's to sign, `batch_open {batchId}` while another is unfinished, and what opening the key refuses
 * (`pin_wrong`, `key_locked`, `key_missing`): then nothing is begun.
 * @law ND30 art. 13
 */
export async function beginSigningBatch(
  ground: { house: House; actor: Actor; command: Command },
  { items, pin }: Input,
): Promise<{ id: string }> {
  const { house, actor } = ground
  return withHeldKey(ground, (held) =>
    performInSteps(ground, {
      begin: (work) => checkWorthBeginning(work, items),
      between: () => held.open(() => holdLeaderKey({ house, actor }, pin)),
      finish: async (work) => {
        const run = newRun()
        const id = await storeBatch(work, items, run)
        held.begun(id, run)
        return { id }
      },
    }),
  )
}

/** Nobody's PIN is asked for nothing. What is not the signer's among several fails by itself later. */
async function checkWorthBeginning(work: Work, items: Input['items']): Promise<null> {
  const { tx, actor } = work
  const asked = await documentsAskedFor(
    tx,
    items.map(({ documentId }) => documentId),
  )
  const visible = asked.filter((document) => maySeeDocument(actor, document))
  if (visible.length === 0) refuse('not_found', 'not_found')
  if (!visible.some((document) => maySign(actor, document))) refuse('forbidden', 'not_your_turn')
  await checkNoneOpen(work)
  return null
}

async function checkNoneOpen({ tx, actor }: Work): Promise<void> {
  const open = await openBatchOf(tx, actor)
  if (open) refuse('conflict', 'batch_open', { batchId: open.id })
}

async function storeBatch(work: Work, items: Input['items'], run: Run): Promise<string> {
  const { tx, actor, at } = work
  const { agencyId, postId, personId, onBehalfOf = null } = actor
  const who = { agencyId, postId, personId, onBehalfOf }
  const rows = items.map(({ fileSha256, ...item }) => ({ ...item, seenSha256: fileSha256, changedAt: at }))
  const batch = await insertBatch(tx, { ...who, createdAt: at, runStartedAt: at, ...run.held(at) }, rows)
  if (!batch) return refuse('conflict', 'batch_open', { batchId: (await openBatchOf(tx, actor))?.id ?? null })
  work.record({
    stream: `signing_batch:${batch.id}`,
    act: 'signing_batch.begin',
    basis: 'ND30 art. 13',
    data: { items },
  })
  return batch.id
}
