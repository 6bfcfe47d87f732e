import type { CheckedSignature } from './check-signature.ts'
import type { Permissions } from './permissions.ts'
import type { ChangesAfter } from './report.ts'
import type { ValidityProfile } from './validity-profile.ts'

/** A signature and the revision it ends, or null when it ends none. */
export type SignedPart = CheckedSignature & { index: number | null }

/** What a change is weighed with: the signature before it, what that one allowed, and the signatures of the file. */
export interface Scales {
  own: SignedPart
  permissions: Permissions
  profile: ValidityProfile
  /** The file's signatures by the number of their field's object. */
  byField: ReadonlyMap<number, SignedPart>
  /** True when a sound signature, no time-stamp, covers this revision: somebody answers for it. */
  isAnsweredFor(revision: number): boolean
}

/** A change as it counts for one signature. */
export interface Weighed {
  level: ChangesAfter
  /** The word to tell it by where it would not be told, or not by its own. */
  note?: string
  /** Stays as it is whatever the certification says. */
  final?: boolean
}

/** Digest and value are right, and nothing speaks against it but what nobody knows. */
export const isSound = ({ report }: SignedPart): boolean => report.intact && report.indication !== 'TOTAL-FAILED'
