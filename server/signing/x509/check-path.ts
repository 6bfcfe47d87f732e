import { verifySignature } from '../cms/signature-scheme.ts'
import type { Certificate } from './certificate.ts'
import { sameName } from './distinguished-name.ts'
import { allowsUsage, basicConstraints, KEY_USAGE, UNDERSTOOD } from './extensions.ts'

/** Why a path does not hold, in EN 319 102-1 terms where it has one. */
export type PathFault =
  | 'bad_signature'
  | 'name_chaining'
  | 'not_yet_valid'
  | 'expired'
  | 'not_a_ca'
  | 'path_length'
  | 'key_usage'
  | 'unknown_critical_extension'

/** The first fault of a path and the certificate (0 = end entity) that has it. */
export interface PathFinding {
  fault: PathFault
  at: number
}

/**
 * RFC 5280 section 6 for a path ordered from the end entity to the trust anchor (last), judged at one instant.
 * Certificate policies and name constraints are not evaluated: where they are critical, the path fails.
 * Returns the worst faults first: everything that no point in time could heal stands before validity.
 */
export function checkPath(path: Certificate[], at: Date): PathFinding[] {
  const findings: PathFinding[] = []
  path.slice(0, -1).forEach((certificate, i) => {
    for (const fault of linkFaults(certificate, path[i + 1]!)) findings.push({ fault, at: i })
    if (i > 0) for (const fault of authorityFaults(certificate, path, i)) findings.push({ fault, at: i })
    if (hasUnknownCritical(certificate)) findings.push({ fault: 'unknown_critical_extension', at: i })
  })
  path.slice(0, -1).forEach((certificate, i) => {
    if (at < certificate.notBefore) findings.push({ fault: 'not_yet_valid', at: i })
    if (at > certificate.notAfter) findings.push({ fault: 'expired', at: i })
  })
  return findings
}

function linkFaults(certificate: Certificate, issuer: Certificate): PathFault[] {
  const faults: PathFault[] = []
  const key = issuer.publicKey()
  const good =
    key && certificate.scheme && verifySignature(certificate.scheme, key, certificate.tbsDer, certificate.signature)
  if (!good) faults.push('bad_signature')
  if (!sameName(certificate.issuerDer, issuer.subjectDer)) faults.push('name_chaining')
  return faults
}

/** What an intermediate must be allowed to do; `i` counts from the end entity. */
function authorityFaults(certificate: Certificate, path: Certificate[], i: number): PathFault[] {
  const faults: PathFault[] = []
  const constraints = basicConstraints(certificate)
  if (certificate.version < 3 || !constraints?.ca) faults.push('not_a_ca')
  if (!allowsUsage(certificate, KEY_USAGE.keyCertSign)) faults.push('key_usage')
  const below = path.slice(1, i).filter((other) => !sameName(other.issuerDer, other.subjectDer)).length
  const limit = constraints?.pathLength ?? null
  if (limit !== null && below > limit) faults.push('path_length')
  return faults
}

function hasUnknownCritical(certificate: Certificate): boolean {
  return [...certificate.extensions].some(([id, extension]) => extension.critical && !UNDERSTOOD.has(id))
}
