import type { Hash } from '../cms/signature-scheme.ts'
import type { Link } from '../verify/check-chain.ts'

/** What is to be stamped. */
export interface Imprint {
  hash: Hash
  digest: Buffer
}

/** A revocation answer as an authority gave it. */
export type RevocationAnswer = { kind: 'ocsps' | 'crls'; der: Buffer }

/**
 * The services that long life needs: somebody who stamps times, and those who know what was revoked.
 *
 * Contract, the same for all:
 * - `stamp` answers a token over exactly this digest, `status` a fresh OCSP answer or list about this certificate. Both are
 *   only fetched and read, not trusted: the verifier judges them like everything else.
 * - Whoever does not answer, in time or sensibly, is an {@link AuthorityProblem}; nothing else is thrown.
 * - Asking again is allowed at any time and answers anew. Nothing is retried inside.
 */
export interface Authorities {
  stamp(imprint: Imprint): Promise<Buffer>
  status(link: Link): Promise<RevocationAnswer>
}

/** A service that was needed and did not help. The file stays as it is and the next try may succeed. */
export class AuthorityProblem extends Error {
  readonly service: 'timestamp' | 'revocation'
  constructor(service: 'timestamp' | 'revocation', detail: string) {
    super(detail)
    this.name = 'AuthorityProblem'
    this.service = service
  }
}
