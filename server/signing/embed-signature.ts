import { refuse } from '#server/kernel/refusal.ts'
import { buildCms } from './cms/build-cms.ts'
import type { PreparedSignature } from './prepare-signature.ts'

/** The CMS of a prepared signature: `certificates` are the signer's first, then its issuers, in DER. */
export function assembleSignature(
  prepared: Pick<PreparedSignature, 'scheme' | 'tbs'>,
  signature: Uint8Array,
  certificates: Uint8Array[],
): Buffer {
  return buildCms({ scheme: prepared.scheme, signedAttributes: prepared.tbs, signature, certificates })
}

/**
 * The finished revision to append to the base file. `baseSha256` is what the base is now; refuses when it is not
 * what was prepared, and when the CMS outgrows its place.
 */
export function embedSignature(prepared: PreparedSignature, cms: Buffer, baseSha256: string): Buffer {
  if (prepared.baseSha256 !== baseSha256) refuse('conflict', 'base_changed')
  if (cms.length > prepared.reserved_bytes) refuse('invalid', 'signature_too_large', { size_bytes: cms.length })
  const increment = Buffer.from(prepared.increment)
  increment.write(cms.toString('hex'), prepared.contentsAt, 'latin1')
  return increment
}
