import { readDer } from '../asn1/read-der.ts'

/** Why a certificate was revoked, in the words and order of RFC 5280 5.3.1; position 7 is not used there. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

export type RevocationReason = (typeof REASONS)[number]

/** The reason in a CRLReason in DER; a missing or unknown one is unspecified. */
export function reasonOf(der: Uint8Array | null): RevocationReason {
  const code = der ? (readDer(der).expect(0x0a).content[0] ?? 0) : 0
  return REASONS[code] ?? 'unspecified'
}

/** The number of a reason, for those who write lists and answers. */
export function reasonCode(reason: RevocationReason): number {
  return REASONS.indexOf(reason)
}
