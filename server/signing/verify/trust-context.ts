import type { Certificate } from '../x509/certificate.ts'
import type { GivenEvidence } from './evidence.ts'
import type { ValidityProfile } from './validity-profile.ts'

/** What a signature's or a time-stamp's chain is asked for. */
export type Purpose = 'signature' | 'timestamp'

/** What a root may vouch for, and from when to when; what is left out is not limited. */
export interface RootScope {
  purposes?: readonly Purpose[]
  from?: Date
  to?: Date
}

/** A trusted root certificate; without a scope it vouches for everything at any time. */
export type TrustRoot = Certificate & { scope?: RootScope }

/** What is trusted: given roots, more issuers from a local store, revocation answers at hand, and the present instant. */
export interface TrustContext {
  roots: TrustRoot[]
  intermediates: Certificate[]
  at: Date
  evidence?: GivenEvidence
  /** How files are judged whose certifying signature ends in this root; see {@link DEFAULT_PROFILE} where unset. */
  profileOf?: (root: Certificate) => ValidityProfile
}

/** The roots that may vouch for this purpose at this instant. */
export function rootsFor({ roots }: TrustContext, purpose: Purpose, at: Date): TrustRoot[] {
  return roots.filter(({ scope }) => {
    const { purposes, from, to } = scope ?? {}
    return (purposes?.includes(purpose) ?? true) && (!from || from <= at) && (!to || at < to)
  })
}
