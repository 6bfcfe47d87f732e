import { buildPath } from '../x509/build-path.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PathFinding } from '../x509/check-path.ts'
import { allowsUsage, KEY_USAGE } from '../x509/extensions.ts'
import { checkRevocation, type Instant, type RevocationResult } from './check-revocation.ts'
import type { Evidence } from './evidence.ts'
import type { Problem, RevocationFacts } from './report.ts'
import { rootsFor, type Purpose, type TrustContext } from './trust-context.ts'

/** One certificate of a path and the one that signed it. */
export interface Link {
  certificate: Certificate
  issuer: Certificate
}

export interface ChainResult {
  problems: Problem[]
  /** The chain ends in a given root and nothing but time or revocation speaks against it. */
  trusted: boolean
  path: Certificate[]
  revocation: RevocationFacts[]
  /** How revocation was judged, for each certificate that had to be asked about. */
  asked: RevocationResult[]
  /** Certificates about which a fresh revocation answer is wanted. */
  wanted: Link[]
}

/** What a chain is judged with. */
export interface ChainGround {
  trust: TrustContext
  evidence: Evidence
  purpose: Purpose
  instant: Instant
}

/**
 * Checks what the signer's certificate is for, whether its chain reaches a root that may vouch for it, and whether
 * every certificate of the chain was valid and not revoked at the instant. That a time-stamp's certificate is for
 * time-stamping is judged with its token.
 */
export function checkChain(signer: Certificate, pool: Certificate[], ground: ChainGround): ChainResult {
  const { trust, evidence, purpose, instant } = ground
  const problems = purpose === 'timestamp' ? [] : signatureUse(signer)
  const issuers = [...pool, ...evidence.certificates, ...trust.intermediates]
  const found = buildPath(signer, issuers, rootsFor(trust, purpose, instant.at), instant.at)
  if (!found) {
    problems.push(chainMissing(signer, issuers, ground))
    return { problems, trusted: false, path: [], revocation: [], asked: [], wanted: [] }
  }
  problems.push(...found.findings.map((finding) => describe(finding, instant)))
  const trusted = !found.findings.some(({ fault }) => fault !== 'expired' && fault !== 'not_yet_valid')
  const links = found.path.slice(0, -1).map((certificate, i) => ({ certificate, issuer: found.path[i + 1]! }))
  const results = trusted ? checkRevocation(found.path, { evidence, instant, pool: issuers }) : []
  problems.push(...oncePerCode(results.flatMap(({ problem }) => problem ?? [])))
  return {
    problems,
    trusted,
    path: found.path,
    revocation: results.flatMap(({ facts }) => facts ?? []),
    asked: results.filter(({ facts }) => facts !== null),
    wanted: links.filter((_, i) => results[i]?.wanted),
  }
}

/** What holds for the signer need not be said again for each issuer. */
function oncePerCode(problems: Problem[]): Problem[] {
  return [...Map.groupBy(problems, ({ code }) => code).values()].map(([first]) => first!)
}

/** A chain that ends in a root which may not vouch for this is told apart from none at all. */
function chainMissing(signer: Certificate, issuers: Certificate[], { trust, purpose, instant }: ChainGround): Problem {
  const elsewhere = buildPath(signer, issuers, trust.roots, instant.at)
  if (!elsewhere) return { code: 'chain_missing', detail: 'no chain to a trusted root' }
  return { code: 'root_not_for_purpose', detail: `the root does not vouch for a ${purpose} at this time` }
}

function describe({ fault, at }: PathFinding, { proven }: Instant): Problem {
  const who = at === 0 ? "the signer's certificate" : `issuer ${at} of the chain`
  if (fault === 'bad_signature') return { code: 'chain_bad_signature', detail: `${who}: the issuer did not sign it` }
  if (fault === 'expired') return { code: 'certificate_expired', detail: `${who} has expired` }
  if (fault !== 'not_yet_valid') return { code: 'chain_constraints', detail: `${who}: ${fault}` }
  const code = proven && at === 0 ? 'signed_before_certificate' : 'certificate_not_yet_valid'
  return { code, detail: `${who} is not valid yet` }
}

function signatureUse(signer: Certificate): Problem[] {
  const fits = allowsUsage(signer, KEY_USAGE.digitalSignature) || allowsUsage(signer, KEY_USAGE.nonRepudiation)
  return fits ? [] : [{ code: 'key_usage', detail: 'the certificate is not for signing' }]
}
