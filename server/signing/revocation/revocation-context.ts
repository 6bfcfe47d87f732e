import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from './read-crl.ts'
import type { OcspAnswer } from './read-ocsp.ts'
import type { RevocationReason } from './revocation-reason.ts'

/** Evidence that was used: the bytes to keep beside a signature, and when they were made. */
export interface UsedEvidence {
  kind: 'ocsp' | 'crl'
  /** The OCSP answer, or the list with the delta that completes it, in DER. */
  der: Buffer[]
  thisUpdate: Date
  nextUpdate: Date | null
  /** Whoever signed it, when it is not the issuer of the certificate: to be kept with the evidence. */
  signer: Certificate | null
}

/**
 * What is known of a certificate. *Revoked* is answered whenever the evidence says so, also when `since` lies after the
 * instant asked about: the caller compares. *Unknown* is never good: `why` says what spoke against each piece of evidence.
 */
export type RevocationStatus =
  | { status: 'good'; by: UsedEvidence }
  | { status: 'revoked'; since: Date; reason: RevocationReason; by: UsedEvidence }
  | { status: 'unknown'; why: string[] }

/** The instant, the evidence and the trust under which revocation is judged. */
export interface RevocationQuestion {
  /** The status is asked for this instant: evidence must still have been current then, or have been made later. */
  at: Date
  /** Evidence made later than this is from the future and not used. The same as `at` when absent. */
  knownBy?: Date
  /** Evidence may have been made at most this long before `at`, whatever it says of its next update. */
  maxAge_ms?: number
  ocsp: OcspAnswer[]
  crls: Crl[]
  /** Certificates of responders and list issuers, beside those that the evidence carries. */
  pool: Certificate[]
}

/** Clocks differ by this much. */
const SKEW_MS = 5 * 60 * 1000

/** Why evidence of these times cannot be used, or null. */
export function untimely(question: RevocationQuestion, thisUpdate: Date, nextUpdate: Date | null): string | null {
  const { at, knownBy = at, maxAge_ms } = question
  if (thisUpdate.getTime() > knownBy.getTime() + SKEW_MS) return 'was made later'
  if (nextUpdate && nextUpdate < thisUpdate) return 'ends before it begins'
  const age_ms = at.getTime() - thisUpdate.getTime()
  if (nextUpdate && nextUpdate < at) return 'is out of date'
  return age_ms > (maxAge_ms ?? (nextUpdate ? Infinity : SHORT_LIFE_MS)) ? 'is not fresh enough' : null
}

/** What does not say when the next one comes is believed for a day. */
const SHORT_LIFE_MS = 24 * 3600 * 1000
