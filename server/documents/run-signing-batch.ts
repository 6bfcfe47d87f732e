import { randomUUID } from 'node:crypto'
import { aliveSessions } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import type { HeldKey } from '#server/signing/door.ts'
import { type RunningBatch, signBatchItem } from './sign-batch-item.ts'
import { tellBatch } from './tell-batch.ts'
import { batchCountsOf, batchForAct, renewHold, takeNextItem, updateBatch } from './signing-batch.queries.ts'

/** A run that has not said for so long that it lives is taken for dead, and its key with it. */
const lease_ms = 10_000
/** So many documents of a batch are under way at once: while one is prepared or verified, the other waits for nothing. */
const lanes = 2

/** One opening of the key for one batch. `held` are the columns that say so. */
export type Run = { id: string; held(at: Date): { runId: string; heldUntil: Date } }

/** A run with an id of its own. */
export function newRun(): Run {
  const id = randomUUID()
  return { id, held: (at) => ({ runId: id, heldUntil: new Date(at.getTime() + lease_ms) }) }
}

type Holding = { open(unlock: () => Promise<HeldKey>): Promise<null>; begun(batchId: string, run: Run): void }

/**
 * Lends `act` a place for the key that it opens. When `act` has committed a run of a batch, the batch is signed with the key in the background
 * and the key closed behind it; in every other case, a replayed answer too, the key is closed at once.
 */
export async function withHeldKey<Answer>(
  ground: { house: House; actor: Actor },
  act: (held: Holding) => Promise<Answer>,
): Promise<Answer> {
  const box: { key?: HeldKey; begun?: { batchId: string; run: Run } } = {}
  try {
    const answer = await act({
      open: async (unlock) => ((box.key = await unlock()), null),
      begun: (batchId, run) => (box.begun = { batchId, run }),
    })
    if (box.key && box.begun) {
      const { batchId, run } = box.begun
      start({ house: ground.house, actor: ground.actor, key: box.key, batchId, run, stopped: false })
      delete box.key
    }
    return answer
  } finally {
    await box.key?.close()
  }
}

type Running = RunningBatch & { run: Run; stopped: boolean }
const running = new Map<Running, Promise<void>>()

function start(batch: Running): void {
  const { house, batchId } = batch
  const done = signAll(batch)
    .catch((error: unknown) => house.log.warn({ error, batchId }, 'signing batch interrupted; it waits for the PIN'))
    .finally(() => running.delete(batch))
  running.set(batch, done)
}

/** Resolves when nothing of this house is being signed in a batch. With `stop` no further document is begun; the rest waits for the PIN. */
export async function batchesAtRest(house: House, options: { stop?: boolean } = {}): Promise<void> {
  const own = [...running].filter(([batch]) => batch.house === house)
  if (options.stop) for (const [batch] of own) batch.stopped = true
  await Promise.all(own.map(([, done]) => done))
}

async function signAll(batch: Running): Promise<void> {
  const renewal = setInterval(() => void renew(batch), lease_ms / 3)
  try {
    await Promise.all(Array.from({ length: lanes }, () => signOneByOne(batch)))
  } finally {
    clearInterval(renewal)
    await batch.key.close()
    await endRun(batch)
  }
}

/** The session that gave the PIN must still be good: who is signed out, disabled or left the post signs nothing more. */
async function signOneByOne(batch: Running): Promise<void> {
  const { house, actor } = batch
  while (!batch.stopped) {
    const alive = await aliveSessions(house, [actor.sessionId])
    const item = alive.has(actor.sessionId) ? await take(batch) : null
    if (!item) return
    await signBatchItem(batch, item)
  }
}

function take({ house, actor, batchId, run }: Running) {
  return perform(house, actor, { key: null, intent: `take ${batchId}` }, async (work) => {
    const item = await takeNextItem(work.tx, { batchId, runId: run.id, at: work.at })
    if (item) tellBatch(work, batchId, item)
    return item
  })
}

async function renew(batch: Running): Promise<void> {
  const { house, batchId, run } = batch
  const { heldUntil } = run.held(house.clock.now())
  const kept = await renewHold(house.db, { batchId, runId: run.id }, heldUntil).catch(() => true)
  if (!kept) batch.stopped = true
}

async function endRun({ house, actor, batchId, run }: Running): Promise<void> {
  await perform(house, actor, { key: null, intent: `end ${batchId}` }, async (work) => {
    const batch = await batchForAct(work.tx, actor, batchId)
    if (batch.runId !== run.id) return
    const counts = (await batchCountsOf(work.tx, [batchId])).get(batchId)!
    const finished = counts.waiting + counts.signing === 0
    await updateBatch(work.tx, batchId, { runId: null, heldUntil: null, finishedAt: finished ? work.at : null })
    const act = finished ? 'signing_batch.finish' : 'signing_batch.pause'
    work.record({ stream: `signing_batch:${batchId}`, act, data: counts })
    tellBatch(work, batchId)
  })
}
