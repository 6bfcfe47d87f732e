import { readCertificates, type Certificate } from '../x509/certificate.ts'
import type { TrustContext } from './check-chain.ts'
import { DEFAULT_PROFILE, readProfile, type ValidityProfile } from './validity-profile.ts'

/** A trusted root as it is stored: PEM, and the word for its profile. */
export interface StoredRoot {
  pem: string
  profile: string | null
}

/** The stored roots as the verifier takes them; where one root is stored twice, a strict row makes it strict. */
export function trustIn(stored: StoredRoot[]): Required<Pick<TrustContext, 'roots' | 'profileOf'>> {
  const profiles = new Map<string, ValidityProfile>()
  const roots = stored.flatMap(({ pem, profile }) => {
    const certificates = readCertificates(Buffer.from(pem))
    for (const root of certificates)
      if (profiles.get(keyOf(root)) !== 'strict') profiles.set(keyOf(root), readProfile(profile))
    return certificates
  })
  return { roots, profileOf: (root) => profiles.get(keyOf(root)) ?? DEFAULT_PROFILE }
}

const keyOf = ({ der }: Certificate): string => Buffer.from(der).toString('base64')
