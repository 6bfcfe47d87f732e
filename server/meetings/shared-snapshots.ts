import type { House, Tx } from '#server/kernel/house.ts'
import type { Audience } from './screen.state.ts'
import { snapshotOf } from './snapshot.queries.ts'

/** A snapshot as the JSON text that is sent to everybody of its class. */
export type SnapshotText = { epoch: string; seq: number; text: string }

/** Gives the snapshot of a class, at least as new as `(epoch, seq)`. The caller has decided that the reader belongs to the class. */
export type SharedSnapshots = {
  atLeast(of: { meetingId: string; audience: Audience; epoch: string; seq: number }): Promise<SnapshotText>
}

const most = 60

/** Runs a reader on one unmoving view of the database, so that a snapshot and its number belong together. */
export function readWhole<Answer>(house: House, run: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  return house.db.transaction((tx) => run(tx), { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/**
 * Reads and encodes a snapshot once for all who ask for the same: when a thousand screens come at once they cost one
 * reading a class. Every change of a snapshot has its number in the log, so an equal number means an equal snapshot; only
 * turnouts may be ahead of it.
 */
export function openSharedSnapshots(house: House): SharedSnapshots {
  const newest = new Map<string, Promise<SnapshotText>>()

  const build = (key: string, meetingId: string, audience: Audience) => {
    const building = readWhole(house, (tx) => snapshotOf(tx, meetingId, audience)).then((snapshot) => {
      const { epoch, seq } = snapshot
      return { epoch, seq, text: JSON.stringify(snapshot) }
    })
    newest.delete(key)
    newest.set(key, building)
    building.catch(() => newest.get(key) === building && newest.delete(key))
    if (newest.size > most) newest.delete(newest.keys().next().value!)
    return building
  }

  return {
    async atLeast({ meetingId, audience, ...wanted }) {
      const key = `${meetingId} ${audience}`
      const first = newest.get(key)
      const known = await first
      if (serves(known, wanted)) return known
      // While this one waited, another may have begun to read anew.
      const second = newest.get(key)
      const begun = second === first ? undefined : await second
      return serves(begun, wanted) ? begun : build(key, meetingId, audience)
    },
  }
}

function serves(found: SnapshotText | undefined, wanted: { epoch: string; seq: number }): found is SnapshotText {
  return found !== undefined && found.epoch === wanted.epoch && found.seq >= wanted.seq
}
