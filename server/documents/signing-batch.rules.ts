import { refuse } from '#server/kernel/refusal.ts'

/** So many documents at most are signed with one PIN. */
export const MOST_IN_BATCH = 200

/** Where one document of a batch stands. */
export const batchItemStates = ['waiting', 'signing', 'signed', 'failed', 'left_out'] as const
export type BatchItemState = (typeof batchItemStates)[number]

type Move = { from: readonly BatchItemState[]; to: BatchItemState }

/**
 * Every move of a document in a batch; nothing else writes its state. `interrupt`: the server ended while it was being signed, so
 * that it waits again; the document itself was not touched. `pass_over`: the signer had signed it by itself before its turn.
 */
export const batchItemMoves = {
  begin: { from: ['waiting'], to: 'signing' },
  sign: { from: ['signing'], to: 'signed' },
  fail: { from: ['signing'], to: 'failed' },
  interrupt: { from: ['signing'], to: 'waiting' },
  retry: { from: ['failed'], to: 'waiting' },
  leave_out: { from: ['waiting'], to: 'left_out' },
  pass_over: { from: ['signing'], to: 'left_out' },
} as const satisfies Record<string, Move>
export type BatchItemMove = keyof typeof batchItemMoves

/** What a batch is doing: a key is open for it, it waits for the PIN, or nothing of it waits. */
export type BatchPhase = 'running' | 'needs_pin' | 'finished'

type Held = { heldUntil: Date | null; finishedAt: Date | null }

/** The phase at an instant. A run that no longer says that it lives has lost its key, so the PIN is needed again. */
export function phaseOf({ heldUntil, finishedAt }: Held, now: Date): BatchPhase {
  if (finishedAt !== null) return 'finished'
  return heldUntil !== null && heldUntil > now ? 'running' : 'needs_pin'
}

/** Refuses `batch_running` while a key is open for it, and `wrong_state` where there is nothing left that a PIN could sign. */
export function checkResumable(batch: Held, wish: { now: Date; retryFailed: boolean; failed: number }): void {
  const phase = phaseOf(batch, wish.now)
  if (phase === 'running') refuse('conflict', 'batch_running')
  if (phase === 'finished' && !(wish.retryFailed && wish.failed > 0)) refuse('conflict', 'wrong_state')
}
