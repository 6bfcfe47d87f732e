/** Result of one signature's check by EN 319 102-1. */
export type Indication = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED'

/** What happened to the file after a signature was made, from harmless to fatal. */
export type ChangesAfter = 'none' | 'lta' | 'permitted' | 'added' | 'forbidden'

/** The verdict on a whole file. */
export type Overall = 'valid' | 'invalid' | 'indeterminate' | 'unsigned' | 'unreadable'

/** Something worth saying, as a stable word and what it concerns. */
export interface Problem {
  code: string
  detail: string
}

/** What the signer's certificate says. */
export interface CertificateFacts {
  subject: string
  organization: string | null
  title: string | null
  issuer: string
  serial: string
  from: string
  to: string
}

/** What was known of one certificate's revocation. Times are ISO. */
export interface RevocationFacts {
  serial: string
  status: 'good' | 'revoked' | 'unknown'
  source: 'ocsp' | 'crl' | null
  /** The answer stands in the file itself, not only with whoever verified. */
  inFile: boolean
  thisUpdate: string | null
  nextUpdate: string | null
  revokedAt: string | null
  reason: string | null
}

/** A time-stamp over one signature's value. */
export interface SignatureTimestamp {
  /** What it states, ISO; null when it cannot be read. */
  time: string | null
  authority: string | null
  indication: Indication
  subIndication: string | null
  problems: Problem[]
}

/** One signature. The fields up to `trusted` are the stable contract of `ecabinet verify --json`. */
export interface SignatureReport {
  field: string
  signer: string | null
  kind: 'person' | 'agency' | 'timestamp' | 'unknown'
  indication: Indication
  subIndication: string | null
  intact: boolean
  coversWholeFile: boolean
  changesAfter: ChangesAfter
  /** The PAdES level really reached: B-B, B-T, B-LT, B-LTA; CMS for an older kind, DTS for a document time-stamp. */
  level: string | null
  claimedTime: string | null
  /** The earliest instant at which a valid time-stamp proves that the signature existed, ISO. */
  provenTime: string | null
  digest: string | null
  algorithm: string | null
  trusted: boolean
  certificate: CertificateFacts | null
  /** Time-stamps inside the signature; those over the document are signatures of their own. */
  timestamps: SignatureTimestamp[]
  /** The signer's certificate first, then its issuers, as far as they had to be asked about. */
  revocation: RevocationFacts[]
  /** Why the indication is what it is, and what changed after. */
  problems: Problem[]
}

/** What the verifier found in one file at one instant. */
export interface VerificationReport {
  overall: Overall
  /** The instant certificates were judged at, ISO. */
  at: string
  signatures: SignatureReport[]
  problems: Problem[]
}

const ORDER: ChangesAfter[] = ['none', 'lta', 'permitted', 'added', 'forbidden']

/** The gravest of several. */
export function gravest(levels: ChangesAfter[]): ChangesAfter {
  return levels.reduce<ChangesAfter>(
    (worst, level) => (ORDER.indexOf(level) > ORDER.indexOf(worst) ? level : worst),
    'none',
  )
}
