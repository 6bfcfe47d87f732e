import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { checkToken, type TokenResult } from '../timestamp/check-token.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkChain, type ChainResult } from './check-chain.ts'
import type { CmsResult } from './check-cms.ts'
import type { Evidence } from './evidence.ts'
import { judge } from './fault.ts'
import type { Problem, SignatureTimestamp } from './report.ts'
import { certificateFacts } from './signer-facts.ts'
import type { TrustContext } from './trust-context.ts'

/** A token found in a signature: what it is worth, and for a valid one the instant that it proves. */
export interface CheckedTimestamp {
  report: SignatureTimestamp
  /** Null unless the token is valid. */
  time: Date | null
  chain: ChainResult | null
}

/** The present, and the instant at which a later document time-stamp proves everything in the signature, if one does. */
export interface StampGround {
  trust: TrustContext
  evidence: Evidence
  knownAt: Date | null
}

/** More tokens than this in one signature are looked at no further. */
const MAX_TOKENS = 8

/**
 * Judges the time-stamps inside one signature (ETSI EN 319 122-1 5.3): each must be over this very signature value. A
 * token that is not counts for nothing and harms nothing.
 */
export function checkTimestamps({ cms, certificates }: CmsResult, ground: StampGround): CheckedTimestamp[] {
  if (!cms) return []
  const { signature, unsigned } = cms.signer
  const tokens = unsigned.values.get(OID.timeStampToken) ?? []
  return tokens.slice(0, MAX_TOKENS).map(({ raw }) => {
    const digest = (hash: Parameters<typeof createHash>[0]) => createHash(hash).update(signature).digest()
    return judgeStamp(checkToken(raw, digest, [...certificates, ...ground.evidence.certificates]), certificates, ground)
  })
}

function judgeStamp(token: TokenResult, pool: Certificate[], ground: StampGround): CheckedTimestamp {
  const found = token.problems.map(asTokenProblem)
  const { problems, chain } = judgeToken(token, pool, ground)
  const all = [...found, ...problems]
  const { indication, subIndication } = judge(all)
  const report: SignatureTimestamp = {
    time: token.info?.time.toISOString() ?? null,
    authority: token.signer ? certificateFacts(token.signer).subject : null,
    indication,
    subIndication,
    problems: all,
  }
  return { report, time: indication === 'TOTAL-PASSED' && token.info ? token.info.time : null, chain }
}

/** The weakness of an imprint over a mere signature value is a warning; many government services still use SHA-1. */
function asTokenProblem(problem: Problem): Problem {
  const { code, detail } = problem
  if (code === 'document_changed')
    return { code: 'timestamp_elsewhere', detail: 'the time-stamp is over something else' }
  if (code === 'hash_weak' && detail.includes('rests on')) return { code: 'timestamp_weak', detail }
  return problem
}

/** Chain, validity, revocation and order in time of a token whose content was read. */
export function judgeToken(
  token: Pick<TokenResult, 'info' | 'signer' | 'certificates'>,
  pool: Certificate[],
  ground: StampGround,
): { problems: Problem[]; chain: ChainResult | null } {
  const { info, signer, certificates } = token
  if (!info || !signer) return { problems: [], chain: null }
  const { trust, evidence, knownAt } = ground
  const now = trust.at
  const instant = { at: knownAt ?? now, proven: knownAt !== null, now, statedTime: info.time }
  const chain = checkChain(signer, [...certificates, ...pool], { trust, evidence, purpose: 'timestamp', instant })
  const stated = info.time.getTime() - (info.accuracy_ms ?? 0)
  const problems = stated > instant.at.getTime() + SKEW_MS ? [outOfOrder(instant)] : []
  if (info.time < signer.notBefore || info.time > signer.notAfter)
    problems.push({
      code: 'certificate_expired',
      detail: 'the stated time lies outside the validity of the certificate',
    })
  return { problems: [...problems, ...chain.problems], chain }
}

const SKEW_MS = 5 * 60 * 1000

function outOfOrder({ proven }: { proven: boolean }): Problem {
  const than = proven ? 'than a later time-stamp over it' : 'than now'
  return { code: 'timestamp_order', detail: `the time-stamp states a later time ${than}` }
}
