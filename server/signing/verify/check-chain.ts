import { buildPath } from '../x509/build-path.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PathFinding } from '../x509/check-path.ts'
import { allowsUsage, KEY_USAGE, namesRevocationSource } from '../x509/extensions.ts'
import type { Problem } from './report.ts'
import type { ValidityProfile } from './validity-profile.ts'

/** What is trusted and when: given roots, more issuers from a local store, and the instant to judge at. */
export interface TrustContext {
  roots: Certificate[]
  intermediates: Certificate[]
  at: Date
  /** How files are judged whose certifying signature ends in this root; see {@link DEFAULT_PROFILE} where unset. */
  profileOf?: (root: Certificate) => ValidityProfile
}

export interface ChainResult {
  problems: Problem[]
  /** The chain ends in a given root and nothing but time or revocation speaks against it. */
  trusted: boolean
  path: Certificate[]
}

/**
 * Checks what the signer's certificate is for and whether its chain reaches a trusted root. That a time-stamp's
 * certificate is for time-stamping is judged with its token.
 */
export function checkChain(
  signer: Certificate,
  pool: Certificate[],
  trust: TrustContext,
  purpose: 'signature' | 'timestamp',
): ChainResult {
  const problems = purpose === 'timestamp' ? [] : signatureUse(signer)
  const found = buildPath(signer, [...pool, ...trust.intermediates], trust.roots, trust.at)
  if (!found) {
    problems.push({ code: 'chain_missing', detail: 'no chain to a trusted root' })
    return { problems, trusted: false, path: [] }
  }
  problems.push(...found.findings.map(describe))
  if (found.path.slice(0, -1).some(namesRevocationSource))
    problems.push({ code: 'revocation_unknown', detail: 'the revocation status was not asked' })
  const trusted = !found.findings.some(({ fault }) => fault !== 'expired' && fault !== 'not_yet_valid')
  return { problems, trusted, path: found.path }
}

function describe({ fault, at }: PathFinding): Problem {
  const who = at === 0 ? "the signer's certificate" : `issuer ${at} of the chain`
  if (fault === 'bad_signature') return { code: 'chain_bad_signature', detail: `${who}: the issuer did not sign it` }
  if (fault === 'expired') return { code: 'certificate_expired', detail: `${who} has expired` }
  if (fault === 'not_yet_valid') return { code: 'certificate_not_yet_valid', detail: `${who} is not valid yet` }
  return { code: 'chain_constraints', detail: `${who}: ${fault}` }
}

function signatureUse(signer: Certificate): Problem[] {
  const fits = allowsUsage(signer, KEY_USAGE.digitalSignature) || allowsUsage(signer, KEY_USAGE.nonRepudiation)
  return fits ? [] : [{ code: 'key_usage', detail: 'the certificate is not for signing' }]
}
