import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { beginSigning, type SigningSubject, type SigningWish } from './begin-signing.ts'
import { completeSigning, type SignedFile } from './complete-signing.ts'
import { keyForSigning } from './key-for-signing.ts'
import { openKey } from './open-key.ts'
import { imageOf } from './key.queries.ts'
import { verifyFile } from './verify-file.ts'

/** The names of the fields that every paper carries before its first signature. */
export const FIELDS = {
  number: 'document_number',
  date: 'issue_date',
  leader: 'leader_signature',
  seal: 'agency_seal',
} as const

/** The seal of a provincial committee; used where an agency has no picture of its own yet. */
const COMMON_SEAL_MM = 36

export interface LeaderSigning {
  subject: SigningSubject
  /** The file as it was reviewed. */
  baseSha256: string
  pin: string
}

/**
 * The competent person signs a kept file with the own key: blue signature in the prepared field, seal field moved to
 * its lawful place beside it. Runs outside any transaction and answers the new kept file; the caller's own rows are
 * the caller's. Refuses `key_missing`, `pin_wrong`, `key_locked`, `field_missing`, `field_signed`, unreadable files.
 * @law ND30 PL I.II.7.d
 */
export async function signAsLeader(ground: { house: House; actor: Actor }, input: LeaderSigning): Promise<SignedFile> {
  return signWithPin(ground, input.pin, await leaderWish(ground, input))
}

/** Where and with which key the competent person signs a kept file. @law ND30 PL I.II.7.d */
export async function leaderWish(
  { house, actor }: { house: House; actor: Actor },
  { subject, baseSha256 }: Pick<LeaderSigning, 'subject' | 'baseSha256'>,
): Promise<SigningWish> {
  const seal = await imageOf(house.db, { holder: 'agency', holderId: actor.agencyId })
  return {
    ...{ subject, baseSha256, field: FIELDS.leader },
    signer: { holder: 'person', holderId: actor.personId },
    alignSeal: { field: FIELDS.seal, diameter_mm: seal?.widthMm ?? COMMON_SEAL_MM },
  }
}

/**
 * Unlock, begin, sign, complete; then the result is verified and the finding stored, as evidence of what was made. The
 * PIN comes first: a wrong one leaves nothing prepared.
 */
export async function signWithPin(
  ground: { house: House; actor: Actor },
  pin: string,
  wish: SigningWish,
): Promise<SignedFile> {
  const { house } = ground
  const held = await keyForSigning(house, wish.signer)
  const key = await openKey(house, held.store, pin)
  try {
    const [scheme] = key.schemes
    const begun = await beginSigning(ground, { ...wish, ...(scheme ? { scheme } : {}) })
    const [signature] = await key.sign([begun.tbs], begun.scheme)
    const file = await completeSigning(ground, { signingId: begun.signingId, signature: signature! })
    await verifyFile(house, file.sha256)
    return file
  } finally {
    await key.close()
  }
}
