import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { SigningSubject, SigningWish } from './begin-signing.ts'
import type { SignedFile } from './complete-signing.ts'
import { FIELDS, signWithPin } from './sign-as-leader.ts'
import { verifyFile } from './verify-file.ts'

export interface AgencySealing {
  subject: SigningSubject
  /** The file that the competent person signed. */
  baseSha256: string
  /** The PIN of the agency's key, which its clerk keeps. */
  pin: string
  /** The whole line, such as `Số: 664/UBND-TH`. */
  numberLine: string
  /** The whole line, such as `An Giang, ngày 23 tháng 6 năm 2020`. */
  dateLine: string
}

/**
 * The clerk fills number and date and applies the agency's seal, all in one revision. Only a clerk, and only over a
 * valid signature of the competent person. Runs outside any transaction. Refuses `first_signature_missing` and what
 * {@link signAsLeader} refuses.
 * @law ND30 art. 32.2.d
 * @law ND30 PL I.II.8.a
 */
export async function sealAsAgency(ground: { house: House; actor: Actor }, input: AgencySealing): Promise<SignedFile> {
  return signWithPin(ground, input.pin, await sealWish(ground, input))
}

/** Where and with which key the agency seals a kept file, and what is filled in before. Refuses as {@link sealAsAgency}. */
export async function sealWish(
  { house, actor }: { house: House; actor: Actor },
  input: Omit<AgencySealing, 'pin'>,
): Promise<SigningWish> {
  if (actor.role !== 'clerk') refuse('forbidden', 'only_clerks_seal')
  await assertLeaderSigned(house, input.baseSha256)
  return {
    subject: input.subject,
    baseSha256: input.baseSha256,
    field: FIELDS.seal,
    signer: { holder: 'agency', holderId: actor.agencyId },
    fills: [
      { field: FIELDS.number, value: input.numberLine },
      { field: FIELDS.date, value: input.dateLine, style: 'italic' },
    ],
  }
}

/**
 * Refuses `first_signature_missing` unless the kept file bears a valid signature of a person in the leader's field
 * with nothing changed after it.
 * @law ND30 art. 32.2.d
 */
export async function assertLeaderSigned(house: House, sha256: string): Promise<void> {
  const { report } = await verifyFile(house, sha256)
  const leader = report.signatures.find(({ field }) => field === FIELDS.leader)
  const unchanged = leader?.changesAfter === 'none' || leader?.changesAfter === 'lta'
  if (leader?.indication !== 'TOTAL-PASSED' || leader.kind !== 'person' || !unchanged)
    refuse('conflict', 'first_signature_missing')
}
