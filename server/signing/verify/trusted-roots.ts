import { readCertificates, type Certificate } from '../x509/certificate.ts'
import type { Purpose, RootScope, TrustContext, TrustRoot } from './trust-context.ts'
import { DEFAULT_PROFILE, readProfile, type ValidityProfile } from './validity-profile.ts'

/** A trusted root as it is stored: PEM, the word for its profile, and from when to when it is trusted (ISO). */
export interface StoredRoot {
  pem: string
  profile: string | null
  from?: string | null
  to?: string | null
}

/**
 * Profiles that vouch for one thing only: a time-stamp authority's root for no signer, and a province's own root for no
 * time, which comes from a licensed authority. Every other profile (`national`, `government`, `demo` …) does for both.
 */
const ONLY: Record<string, readonly Purpose[]> = { timestamping: ['timestamp'], province: ['signature'] }

/** The stored roots as the verifier takes them; where one root is stored twice, a strict row makes it strict. */
export function trustIn(stored: StoredRoot[]): Required<Pick<TrustContext, 'roots' | 'profileOf'>> {
  const profiles = new Map<string, ValidityProfile>()
  const roots = stored.flatMap(({ pem, profile, ...period }) => {
    const certificates = readCertificates(Buffer.from(pem))
    for (const root of certificates)
      if (profiles.get(keyOf(root)) !== 'strict') profiles.set(keyOf(root), readProfile(profile))
    return certificates.map((root): TrustRoot => ({ ...root, scope: scopeOf({ profile, ...period }) }))
  })
  return { roots, profileOf: (root) => profiles.get(keyOf(root)) ?? DEFAULT_PROFILE }
}

function scopeOf({ profile, from, to }: Omit<StoredRoot, 'pem'>): RootScope {
  const purposes = ONLY[profile ?? '']
  return {
    ...(purposes ? { purposes } : {}),
    ...(from ? { from: new Date(from) } : {}),
    ...(to ? { to: new Date(to) } : {}),
  }
}

const keyOf = ({ der }: Certificate): string => Buffer.from(der).toString('base64')
