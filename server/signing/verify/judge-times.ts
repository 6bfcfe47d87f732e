import type { Certificate } from '../x509/certificate.ts'
import { checkChain, type ChainResult, type Link } from './check-chain.ts'
import { checkTimestamps, judgeToken, type CheckedTimestamp, type StampGround } from './check-timestamps.ts'
import type { Evidence, Proof } from './evidence.ts'
import { judge } from './fault.ts'
import { reachedLevel } from './reached-level.ts'
import type { SignedPart as Signed } from './scales.ts'
import type { TrustContext } from './trust-context.ts'

/** What was found out about one signature's certificates, for whoever extends the file. */
export interface JudgedChain {
  field: string
  /** Paths of the signer and of the time-stamps inside the signature, each without its root. */
  paths: Link[][]
  wanted: Link[]
}

/**
 * The time logic of EN 319 102-1 5.5 and 5.6: document time-stamps are judged from the newest back, each valid one proves
 * all that stood before it; then a signature's certificates are judged at the earliest instant at which it provably
 * existed, or now. Fills in indication, level, proven time and revocation of each report.
 */
export function judgeTimes(signed: Signed[], trust: TrustContext, evidence: Evidence): JudgedChain[] {
  const newestFirst = signed.toSorted((a, b) => (b.index ?? -1) - (a.index ?? -1))
  const judged = newestFirst.map((one) => {
    const proof = one.index === null ? null : evidence.proofOf(one.index + 1)
    const ground = { trust, evidence, proof, knownAt: proof?.at ?? null }
    return one.found.isTimestamp ? judgeDocumentStamp(one, ground) : judgeSigner(one, ground)
  })
  hardenRevocations(signed, judged)
  return judged.map(({ chain: _, ...rest }) => rest)
}

type Judged = JudgedChain & { chain: ChainResult | null }

function judgeDocumentStamp(one: Signed, ground: StampGround): Judged {
  const { report, cms } = one
  const { problems, chain } = cms ? judgeToken({ ...cms, info: cms.timestamp }, [], ground) : noToken
  report.problems.push(...problems)
  takeChain(one, chain)
  Object.assign(report, judge(report.problems))
  if (chain && report.indication === 'TOTAL-PASSED') provePast(one, chain, ground.evidence)
  return judgedOf(one, chain ? [chain] : [])
}

const noToken = { problems: [], chain: null }

function provePast({ report, cms, index }: Signed, chain: ChainResult, evidence: Evidence): void {
  const at = cms?.timestamp?.time
  if (!at || index === null) return
  report.provenTime = at.toISOString()
  evidence.prove({ index, at, chain })
}

function judgeSigner(one: Signed, ground: StampGround & { proof: Proof | null }): Judged {
  const { report, cms } = one
  const stamps = cms ? checkTimestamps(cms, ground) : []
  const provenAt = earliest([ground.knownAt, ...stamps.map(({ time }) => time)])
  const chain = cms?.signer ? signerChain(cms.signer, cms.certificates, { ...ground, provenAt }) : null
  report.timestamps = stamps.map((stamp) => stamp.report)
  report.problems.push(...(chain?.problems ?? []), ...remarksOn(stamps))
  takeChain(one, chain)
  Object.assign(report, judge(report.problems))
  report.provenTime = provenAt?.toISOString() ?? null
  const proving = provingChain(provenAt, stamps, ground.proof)
  const { trust, evidence } = ground
  report.level = reachedLevel(one, { chain, proving, evidence, lent: trust.intermediates })
  return judgedOf(
    one,
    [chain, ...stamps.map((stamp) => stamp.chain)].filter((each) => each !== null),
  )
}

function provingChain(provenAt: Date | null, stamps: CheckedTimestamp[], proof: Proof | null): ChainResult | null {
  if (!provenAt) return null
  return (stamps.find(({ time }) => time === provenAt) ?? proof)?.chain ?? null
}

function signerChain(
  signer: Certificate,
  pool: Certificate[],
  { trust, evidence, provenAt }: StampGround & { provenAt: Date | null },
): ChainResult {
  const instant = { at: provenAt ?? trust.at, proven: provenAt !== null, now: trust.at }
  return checkChain(signer, pool, { trust, evidence, purpose: 'signature', instant })
}

/** The signer's own chain comes first. */
function judgedOf({ report }: Signed, chains: ChainResult[]): Judged {
  const wanted = chains.flatMap((each) => each.wanted)
  return { field: report.field, paths: chains.map(linksOf), wanted, chain: chains[0] ?? null }
}

function takeChain(one: Signed, chain: ChainResult | null): void {
  const { report } = one
  one.anchor = chain?.path.at(-1) ?? null
  report.trusted = chain?.trusted ?? false
  report.revocation = chain?.revocation ?? []
}

const linksOf = ({ path }: ChainResult): Link[] =>
  path.slice(0, -1).map((certificate, i) => ({ certificate, issuer: path[i + 1]! }))

function earliest(times: (Date | null)[]): Date | null {
  return times.filter((time) => time !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}

/** A time-stamp that proves nothing is said, whatever else holds; the weak hash of one that does is a warning. */
function remarksOn(stamps: CheckedTimestamp[]) {
  return stamps.flatMap(({ report, time }) => {
    const weak = report.problems.filter(({ code }) => code === 'timestamp_weak')
    if (time) return weak
    const why = report.problems.map(({ code }) => code).join(', ')
    return [{ code: 'timestamp_ignored', detail: `the time-stamp proves nothing: ${why}` }]
  })
}

/**
 * A certificate that was revoked before a time-stamp which the signature itself covers was certainly revoked when it
 * signed (EN 319 102-1 5.3.4: the same holds for a content time-stamp): that is a failure and not merely unproven.
 */
function hardenRevocations(signed: Signed[], judged: Judged[]): void {
  for (const one of signed) {
    const revokedAt = judged.find(({ field }) => field === one.report.field)?.chain?.asked[0]?.revokedAt
    const isRevoked = one.report.problems.some(({ code }) => code === 'revoked')
    const notBefore = isRevoked ? latestBelow(signed, one) : null
    if (!notBefore || !revokedAt || revokedAt > notBefore) continue
    const detail = `the certificate was revoked before ${notBefore.toISOString()}, when the file was not signed yet`
    one.report.problems.unshift({ code: 'revoked_before_signing', detail })
    Object.assign(one.report, judge(one.report.problems))
  }
}

/** The latest valid time-stamp, over the document or in a signature, that this signature covers. */
function latestBelow(signed: Signed[], { index }: Signed): Date | null {
  const below = signed.filter((other) => index !== null && other.index !== null && other.index < index)
  const times = below.flatMap(({ report, found }) => {
    if (found.isTimestamp) return report.provenTime ?? []
    return report.timestamps.flatMap(({ indication, time }) => (indication === 'TOTAL-PASSED' && time ? time : []))
  })
  const latest = times.toSorted().at(-1)
  return latest === undefined ? null : new Date(latest)
}
