import { revocationOfPath } from '../revocation/revocation-of-path.ts'
import type { RevocationStatus, UsedEvidence } from '../revocation/revocation-context.ts'
import type { Certificate } from '../x509/certificate.ts'
import { namesRevocationSource } from '../x509/extensions.ts'
import type { Answers, Evidence } from './evidence.ts'
import type { Problem, RevocationFacts } from './report.ts'

/** The instant that a certificate is judged at. */
export interface Instant {
  at: Date
  /** Proven by a time-stamp, not merely the present. */
  proven: boolean
  /** The present of this verification. */
  now: Date
  /** For a time-stamp: the instant that it states itself. */
  statedTime?: Date
}

/** How one certificate's revocation was judged. */
export interface RevocationResult {
  problem: Problem | null
  /** Null where nothing had to be asked. */
  facts: RevocationFacts | null
  /** Nothing is known, or only something too old: a fresh answer could settle it. */
  wanted: boolean
  /** Since when it is revoked, whether that matters here or not. */
  revokedAt: Date | null
  /** The revision of the file that brought the deciding answer; null for none and for one from outside. */
  revision: number | null
}

/** What a path is judged with. */
export interface RevocationGround {
  evidence: Evidence
  instant: Instant
  /** Certificates that may have signed the answers. */
  pool: Certificate[]
}

/**
 * Whether each certificate of a path, its root left out, was revoked at the instant (EN 319 102-1 5.2.6, 5.6.2). A
 * revocation that came later leaves it good at a proven instant and is noted. Unknown and stale are never good. A
 * certificate that names no source of revocation, and about which nothing is given, is not asked about.
 */
export function checkRevocation(path: Certificate[], ground: RevocationGround): RevocationResult[] {
  const all = provenStatuses(path, ground.evidence.answers(), ground)
  const inFile = ground.evidence.hasOutside ? provenStatuses(path, ground.evidence.answers(true), ground) : all
  return all.map((status, place) => {
    const same = status.status === 'good' && inFile[place]!.status === 'good'
    return judge(path[place]!, place, same ? inFile[place]! : status, ground)
  })
}

const MAX_ROUNDS = 8

/**
 * An answer counts only if it existed while the certificate of whoever signed it was valid: a key that is out of use may
 * have leaked. An answer that fails this is left out and the rest asked again.
 */
function provenStatuses(path: Certificate[], answers: Answers, ground: RevocationGround): RevocationStatus[] {
  const { instant, pool, evidence } = ground
  let left = answers
  for (let round = 0; ; round++) {
    const question = { at: instant.at, knownBy: instant.now, ...left, pool }
    const statuses = revocationOfPath(path, question)
    const late = new Set(statuses.flatMap((status, place) => lateAnswers(status, path.slice(place + 1), evidence)))
    if (late.size === 0) return statuses
    if (round >= MAX_ROUNDS) return statuses.map(() => ({ status: 'unknown', why: ['too many answers came too late'] }))
    left = { ocsp: left.ocsp.filter(({ der }) => !late.has(der)), crls: left.crls.filter(({ der }) => !late.has(der)) }
  }
}

/** The trust anchor's own validity is not asked, as in path validation. */
function lateAnswers(status: RevocationStatus, [issuer, ...above]: Certificate[], evidence: Evidence): Buffer[] {
  if (status.status === 'unknown' || !issuer) return []
  const signer = status.by.signer ?? (above.length > 0 ? issuer : null)
  return signer ? status.by.der.filter((der) => evidence.existedAt(der) > signer.notAfter) : []
}

function judge(
  certificate: Certificate,
  place: number,
  status: RevocationStatus,
  { evidence, instant }: RevocationGround,
): RevocationResult {
  if (status.status === 'unknown') return judgeUnknown(certificate, place, status.why)
  const revision = evidence.revisionOf(status.by.der)
  const facts = factsOf(certificate, status, revision)
  if (status.status === 'good') return { problem: null, facts, wanted: false, revokedAt: null, revision }
  const problem = judgeRevoked(status, place, instant)
  return { problem, facts, wanted: false, revokedAt: status.since, revision }
}

/** Revocations after which a time-stamp authority's earlier tokens stay good (RFC 3161 4, item 1). */
const HARMLESS_TO_TOKENS = new Set(['unspecified', 'affiliationChanged', 'superseded', 'cessationOfOperation'])

function judgeRevoked(
  { since, reason }: RevocationStatus & { status: 'revoked' },
  place: number,
  { at, statedTime }: Instant,
): Problem {
  const detail = `${who(place)} was revoked ${since.toISOString()} (${reason})`
  const harmless = statedTime !== undefined && HARMLESS_TO_TOKENS.has(reason) && statedTime < since
  if (at < since || harmless) return { code: 'revoked_later', detail }
  return { code: place === 0 ? 'revoked' : 'revoked_ca', detail }
}

function judgeUnknown(certificate: Certificate, place: number, why: string[]): RevocationResult {
  const nothing = { revokedAt: null, revision: null }
  if (!namesRevocationSource(certificate)) return { problem: null, facts: null, wanted: false, ...nothing }
  const stale = why.some((one) => /out of date|fresh/.test(one))
  const problem = {
    code: stale ? 'revocation_stale' : 'revocation_unknown',
    detail: `${who(place)}: ${why.slice(0, 3).join('; ') || 'nothing is known of its revocation'}`,
  }
  return { problem, facts: blankFacts(certificate), wanted: true, ...nothing }
}

const who = (place: number) => (place === 0 ? "the signer's certificate" : `issuer ${place} of the chain`)

function blankFacts({ serialHex }: Certificate): RevocationFacts {
  const never = { thisUpdate: null, nextUpdate: null, revokedAt: null, reason: null }
  return { serial: serialHex, status: 'unknown', source: null, inFile: false, ...never }
}

type Known = Exclude<RevocationStatus, { status: 'unknown' }>

function factsOf(certificate: Certificate, status: Known, revision: number | null): RevocationFacts {
  const { kind, thisUpdate, nextUpdate }: UsedEvidence = status.by
  const revoked = status.status === 'revoked' ? status : null
  return {
    ...blankFacts(certificate),
    status: status.status,
    source: kind,
    inFile: revision !== null,
    thisUpdate: thisUpdate.toISOString(),
    nextUpdate: nextUpdate?.toISOString() ?? null,
    revokedAt: revoked?.since.toISOString() ?? null,
    reason: revoked?.reason ?? null,
  }
}
