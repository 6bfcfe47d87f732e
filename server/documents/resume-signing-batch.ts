import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Command, Work } from '#server/kernel/unit-of-work.ts'
import { holdLeaderKey } from '#server/signing/door.ts'
import { newRun, type Run, withHeldKey } from './run-signing-batch.ts'
import { tellBatch } from './tell-batch.ts'
import { batchCountsOf, batchForAct, moveItems, openBatchOf, updateBatch } from './signing-batch.queries.ts'
import { checkResumable } from './signing-batch.rules.ts'
import { performInSteps } from './several-steps.ts'

/** `retryFailed` also takes those that failed once more; what was signed or left out stays so. */
export const resumeSigningBatchInput = z.object({
  retryFailed: z.boolean().default(false),
  pin: z.string().min(1).max(100),
})
type Input = { id: string } & z.output<typeof resumeSigningBatchInput>

/**
 * The signer gives the PIN again: because the server ended in the middle, because the session ended, or to try those again that
 * failed. Refuses `batch_running`, `batch_open`, `wrong_state` where nothing is left to sign, and what opening the key refuses.
 * *Emits* `batch.changed`.
 * @law ND30 art. 13
 */
export async function resumeSigningBatch(
  ground: { house: House; actor: Actor; command: Command },
  { pin, ...input }: Input,
): Promise<{ id: string }> {
  const { house, actor } = ground
  return withHeldKey(ground, (held) =>
    performInSteps(ground, {
      begin: (work) => checkToResume(work, input),
      between: () => held.open(() => holdLeaderKey({ house, actor }, pin)),
      finish: async (work) => {
        const run = newRun()
        await takeUp(work, input, run)
        held.begun(input.id, run)
        return { id: input.id }
      },
    }),
  )
}

type Wish = Omit<Input, 'pin'>

async function checkToResume(work: Work, { id, retryFailed }: Wish): Promise<null> {
  const { tx, actor, at } = work
  const batch = await batchForAct(tx, actor, id)
  const { failed } = (await batchCountsOf(tx, [id])).get(id)!
  checkResumable(batch, { now: at, retryFailed, failed })
  const open = await openBatchOf(tx, actor)
  if (open && open.id !== id) refuse('conflict', 'batch_open', { batchId: open.id })
  return null
}

async function takeUp(work: Work, wish: Wish, run: Run): Promise<void> {
  await checkToResume(work, wish)
  const { tx, at } = work
  const again = { runId: null, changedAt: at }
  const interrupted = await moveItems(tx, wish.id, { move: 'interrupt', ...again })
  const retried = wish.retryFailed ? await moveItems(tx, wish.id, { move: 'retry', ...again }) : 0
  await updateBatch(tx, wish.id, { runStartedAt: at, finishedAt: null, ...run.held(at) })
  const data = { interrupted, retried }
  work.record({ stream: `signing_batch:${wish.id}`, act: 'signing_batch.resume', basis: 'ND30 art. 13', data })
  tellBatch(work, wish.id)
}
