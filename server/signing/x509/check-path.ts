import { verifySignature } from '../cms/signature-scheme.ts'
import type { Certificate } from './certificate.ts'
import { sameName } from './distinguished-name.ts'
import { allowsUsage, basicConstraints, isSelfIssued, KEY_USAGE, UNDERSTOOD } from './extensions.ts'
import { breaksNameConstraints } from './name-constraints.ts'
import { policiesHold, type PolicyDemand } from './policy-tree.ts'

/** Why a path does not hold, in EN 319 102-1 terms where it has one. */
export type PathFault =
  | 'bad_signature'
  | 'name_chaining'
  | 'not_yet_valid'
  | 'expired'
  | 'not_a_ca'
  | 'path_length'
  | 'key_usage'
  | 'name_constraints'
  | 'policies'
  | 'unknown_critical_extension'
  | 'malformed'

/** The first fault of a path and the certificate (0 = end entity) that has it. */
export interface PathFinding {
  fault: PathFault
  at: number
}

/**
 * RFC 5280 section 6 for a path ordered from the end entity to the trust anchor (last), judged at one instant, with name
 * constraints and certificate policies; revocation is asked elsewhere. The anchor's own constraints bind too.
 * Returns the worst faults first: everything that no point in time could heal stands before validity.
 */
export function checkPath(path: Certificate[], at: Date, policy: PolicyDemand = {}): PathFinding[] {
  const findings: PathFinding[] = []
  const say = (i: number, faults: PathFault[]) => findings.push(...faults.map((fault) => ({ fault, at: i })))
  path.slice(0, -1).forEach((certificate, i) => {
    say(i, linkFaults(certificate, path[i + 1]!))
    if (i > 0) say(i, authorityFaults(certificate, path, i))
    if (hasUnknownCritical(certificate)) say(i, ['unknown_critical_extension'])
    const bound = i === 0 || !isSelfIssued(certificate)
    if (bound && path.slice(i + 1).some((above) => breaksNameConstraints(certificate, above)))
      say(i, ['name_constraints'])
  })
  if (!policiesHold(path, policy)) say(0, ['policies'])
  path.slice(0, -1).forEach((certificate, i) => {
    if (at < certificate.notBefore) say(i, ['not_yet_valid'])
    if (at > certificate.notAfter) say(i, ['expired'])
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
  const below = path.slice(1, i).filter((other) => !isSelfIssued(other)).length
  const limit = constraints?.pathLength ?? null
  if (limit !== null && below > limit) faults.push('path_length')
  return faults
}

function hasUnknownCritical(certificate: Certificate): boolean {
  return [...certificate.extensions].some(([id, extension]) => extension.critical && !UNDERSTOOD.has(id))
}
