import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { keyOf, newestCertificateOf, type CertificateRow, type Holder, type KeyStoreRow } from './key.queries.ts'

/**
 * The certificate that a holder signs with now, and where its key is. Refuses, before anything is prepared, `certificate_expired`,
 * `certificate_not_yet_valid`, `certificate_revoked`, and `key_missing` where there never was one.
 */
export async function keyForSigning(
  house: House,
  signer: Holder,
): Promise<{ certificate: CertificateRow; store: KeyStoreRow }> {
  const at = house.clock.now()
  return (await keyOf(house.db, signer, at)) ?? whyNone(await newestCertificateOf(house.db, signer), at)
}

function whyNone(newest: CertificateRow | null, at: Date): never {
  if (!newest) return refuse('conflict', 'key_missing')
  const { revokedAt, validFrom, validTo } = newest
  if (revokedAt && revokedAt <= at) return refuse('conflict', 'certificate_revoked', { at: revokedAt.toISOString() })
  if (validFrom > at) return refuse('conflict', 'certificate_not_yet_valid', { at: validFrom.toISOString() })
  return refuse('conflict', 'certificate_expired', { at: validTo.toISOString() })
}
