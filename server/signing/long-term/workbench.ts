import { Refusal } from '#server/kernel/refusal.ts'
import { bufferSource, type ByteSource } from '../pdf/byte-source.ts'
import { tailedSource } from '../pdf/tailed-source.ts'
import type { GivenEvidence } from '../verify/evidence.ts'
import type { TrustContext } from '../verify/trust-context.ts'
import { examinePdf, type Examination } from '../verify/verify-pdf.ts'
import { addSecurityStore, type SignatureData } from './add-security-store.ts'
import type { Authorities } from './authorities.ts'
import type { PreparedTimestamp } from '../seal-placeholder.ts'
import { embedTimestamp, prepareDocumentTimestamp } from './document-timestamp.ts'
import type { SecurityData } from './security-store.ts'

/** A file that grows by whole revisions. What is there already is never touched. */
export interface Workbench {
  /** What was appended so far. */
  tail(): Buffer
  examine(evidence: GivenEvidence): Promise<Examination>
  store(data: SecurityData, bySignature: readonly SignatureData[]): Promise<void>
  /** Throws what the authority throws; then nothing was appended. */
  stamp(authorities: Pick<Authorities, 'stamp'>): Promise<void>
}

const LARGEST_TOKEN_BYTES = 256 * 1024

/** A workbench in this process over bytes in memory, for files that are our own or whose checker is confined already. */
export function workbench(base: Buffer, trust: TrustContext): Workbench {
  return workbenchOver(bufferSource(base), trust)
}

/** {@link workbench} over any source, of which no copy is held; `password` opens an encrypted file. */
export function workbenchOver(base: ByteSource, trust: TrustContext, password = ''): Workbench {
  let tail = Buffer.alloc(0)
  const append = (increment: Buffer | null) => {
    if (increment) tail = Buffer.concat([tail, increment])
  }
  const file = () => tailedSource(base, tail)
  return {
    tail: () => tail,
    examine: (evidence) => Promise.resolve(examinePdf(file(), { ...trust, evidence }, password)),
    store(data, bySignature) {
      append(addSecurityStore(file(), data, bySignature, password))
      return Promise.resolve()
    },
    stamp: async (authorities) =>
      append(await stampedIncrement((wish) => prepareDocumentTimestamp(file(), { ...wish, password }), authorities)),
  }
}

/**
 * The increment of a document time-stamp, from preparing to embedding. A token that outgrows its place is asked for again, with
 * more space. Throws what the authority throws.
 */
export async function stampedIncrement(
  prepare: (wish: { reserved_bytes: number }) => PreparedTimestamp | Promise<PreparedTimestamp>,
  authorities: Pick<Authorities, 'stamp'>,
): Promise<Buffer> {
  for (let reserved_bytes = 16 * 1024; ; reserved_bytes *= 4) {
    const prepared = await prepare({ reserved_bytes })
    const token = await authorities.stamp(prepared)
    try {
      return embedTimestamp(prepared, token, prepared.baseSha256)
    } catch (error) {
      const isTooLarge = error instanceof Refusal && error.reason === 'signature_too_large'
      if (!isTooLarge || reserved_bytes > LARGEST_TOKEN_BYTES) throw error
    }
  }
}
