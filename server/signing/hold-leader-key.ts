import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { beginSigning } from './begin-signing.ts'
import { completeSigning, type SignedFile } from './complete-signing.ts'
import { openKey } from './open-key.ts'
import { type LeaderSigning, leaderWish } from './sign-as-leader.ts'
import { keyOf } from './key.queries.ts'
import { verifyFile } from './verify-file.ts'

/**
 * A key that one PIN opened for many files. `sign` does for each what `signAsLeader` does for one, in any order and several
 * at a time, and refuses the same; a certificate that ended meanwhile is `key_missing`. The plain key is in the worker
 * of this process only and gone after `close`; nothing of it or of the PIN is stored.
 */
export interface HeldKey {
  sign(input: Pick<LeaderSigning, 'subject' | 'baseSha256'>): Promise<SignedFile>
  close(): Promise<void>
}

/**
 * Opens the actor's own key once. One attempt is counted, whatever is signed afterwards. Runs outside any transaction. Refuses
 * `key_missing`, `pin_wrong`, `key_locked`.
 * @law ND30 PL I.II.7.d
 */
export async function holdLeaderKey(ground: { house: House; actor: Actor }, pin: string): Promise<HeldKey> {
  const { house, actor } = ground
  const signer = { holder: 'person' as const, holderId: actor.personId }
  const held = (await keyOf(house.db, signer, house.clock.now())) ?? refuse('conflict', 'key_missing')
  const key = await openKey(house, held.store, pin)
  return {
    async sign(input) {
      const begun = await beginSigning(ground, await leaderWish(ground, input))
      const [signature] = await key.sign([begun.tbs], begun.scheme)
      const file = await completeSigning(ground, { signingId: begun.signingId, signature: signature! })
      await verifyFile(house, file.sha256)
      return file
    },
    close: () => key.close(),
  }
}
