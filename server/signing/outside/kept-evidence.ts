import type { Crl } from '../revocation/read-crl.ts'
import type { OcspAnswer } from '../revocation/read-ocsp.ts'

/** Evidence that was fetched and is still current, so that the same service is not asked for each signature. */
export interface KeptEvidence {
  get(key: string, at: Date): OcspAnswer | Crl | null
  put(key: string, evidence: OcspAnswer | Crl): void
}

const MAX_PIECES = 256
const MAX_BYTES = 64 * 1024 * 1024

/** A small memory of evidence, each piece until its next update; the oldest goes first when it is full. */
export function keepEvidence(): KeptEvidence {
  const kept = new Map<string, { evidence: OcspAnswer | Crl; until: Date }>()
  let size_bytes = 0
  const forget = (key: string) => {
    size_bytes -= kept.get(key)?.evidence.der.length ?? 0
    kept.delete(key)
  }
  return {
    get(key, at) {
      const found = kept.get(key)
      if (found && found.until <= at) forget(key)
      return found && found.until > at ? found.evidence : null
    },
    put(key, evidence) {
      const until = nextUpdateOf(evidence)
      if (!until || evidence.der.length > MAX_BYTES) return
      forget(key)
      kept.set(key, { evidence, until })
      size_bytes += evidence.der.length
      while (kept.size > MAX_PIECES || size_bytes > MAX_BYTES) forget(kept.keys().next().value!)
    },
  }
}

/** Until when the evidence may be used again; null when it does not say so of everything that it states. */
function nextUpdateOf(evidence: OcspAnswer | Crl): Date | null {
  if ('nextUpdate' in evidence) return evidence.nextUpdate
  const ends = evidence.statements.map(({ nextUpdate }) => nextUpdate?.getTime() ?? 0)
  const first = ends.length > 0 ? Math.min(...ends) : 0
  return first > 0 ? new Date(first) : null
}
