import { signingBatches, signingBatchItems } from '#db/documents/signing-batches.schema.ts'
import { testPin } from '#test/documents/outgoing-desk.ts'
import { laidMany, seen } from '#test/documents/signing-batch-desk.ts'
import type { RoomWorld } from '#test/meetings/room-world.ts'
import { actorOf } from '#test/support/world.ts'
import type { Acts } from './act.ts'
import { deskOf } from './of-documents.ts'

/** A batch of the vice-chairman that waits for the PIN, as after a kill, in the place of whatever he had open. */
async function waitingBatch(room: RoomWorld): Promise<string> {
  const [item] = seen(await laidMany(deskOf(room), 1))
  const { agencyId, postId, personId } = actorOf(room.world, 'pct')
  const at = room.clock.now()
  await room.house.db.update(signingBatches).set({ finishedAt: at })
  const [batch] = await room.house.db
    .insert(signingBatches)
    .values({ agencyId, postId, personId, createdAt: at, runStartedAt: at })
    .returning()
  const { fileSha256, ...shown } = item!
  const waiting = { ...shown, seenSha256: fileSha256, state: 'waiting' as const, changedAt: at }
  await room.house.db.insert(signingBatchItems).values({ ...waiting, batchId: batch!.id, position: 0 })
  return batch!.id
}

/** Signing many documents. Needs the keys of `giveKeys`. */
export const signingBatchActs: Acts = {
  'POST /signing-batches': async (room) => {
    await room.house.db.update(signingBatches).set({ finishedAt: room.clock.now() })
    const items = seen(await laidMany(deskOf(room), 1))
    return { userName: 'pct', path: '/signing-batches', body: { items, pin: testPin } }
  },
  'POST /signing-batches/:id/resume': async (room) => {
    const path = `/signing-batches/${await waitingBatch(room)}/resume`
    return { userName: 'pct', path, body: { pin: testPin } }
  },
  'POST /signing-batches/:id/cancel': async (room) => {
    return { userName: 'pct', path: `/signing-batches/${await waitingBatch(room)}/cancel` }
  },
}
