import type { Certificate } from '../x509/certificate.ts'
import type { ChainResult } from './check-chain.ts'
import type { CheckedSignature } from './check-signature.ts'
import type { Evidence } from './evidence.ts'

/** What the level of one signature rests on: its own chain and that of the time-stamp that proves its time. */
export interface LevelGround {
  chain: ChainResult | null
  /** Null without a proven time. */
  proving: ChainResult | null
  evidence: Evidence
  /** Issuers that came from the verifier's own store, not from the file. */
  lent: Certificate[]
}

/**
 * The PAdES baseline level (EN 319 142-1 clause 6) that a signature has really reached: B-T with a valid time-stamp, B-LT when
 * the file itself holds every certificate and revocation answer that its validation needed, B-LTA when a valid document
 * time-stamp covers those. What only looks like a level counts as the level below.
 */
export function reachedLevel(signature: CheckedSignature, ground: LevelGround): string | null {
  if (!signature.cms?.cms) return null
  if (!isPades(signature)) return 'CMS'
  const { chain, proving, evidence } = ground
  if (!proving || !chain?.trusted || signature.report.indication === 'TOTAL-FAILED') return 'B-B'
  const held = heldSince([chain, proving], ground)
  if (held === null) return 'B-T'
  return evidence.proofOf(held) ? 'B-LTA' : 'B-LT'
}

function isPades({ cms, found }: CheckedSignature): boolean {
  const states = !cms?.problems.some(({ code }) => code === 'signing_certificate_missing')
  return found.subFilter === 'ETSI.CAdES.detached' && states
}

/** The revision that completed the validation data of these chains, or null when not all of it is in the file. */
function heldSince(chains: ChainResult[], { evidence, lent }: LevelGround): number | null {
  if (evidence.firstStore === null) return null
  const isLent = (one: Certificate) => lent.some(({ der }) => der.equals(one.der)) && !evidence.holds(one)
  if (chains.some(({ path }) => path.slice(0, -1).some(isLent))) return null
  const revisions = chains.flatMap(({ asked }) => asked.map(({ revision }) => revision))
  if (revisions.includes(null)) return null
  return Math.max(evidence.firstStore, ...revisions.map(Number))
}
