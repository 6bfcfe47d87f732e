import { createHash } from 'node:crypto'
import { refuse } from '#server/kernel/refusal.ts'
import { OID } from './asn1/oids.ts'
import { buildCms } from './cms/build-cms.ts'
import { attribute } from './cms/signed-attributes.ts'
import type { Hash } from './cms/signature-scheme.ts'
import type { PreparedSignature } from './prepare-signature.ts'

/**
 * The CMS of a prepared signature: `certificates` are the signer's first, then its issuers, in DER. `timestamp` is a
 * token over the signature value ({@link signatureImprint}): with it the signature is B-T, without it B-B.
 */
export function assembleSignature(
  prepared: Pick<PreparedSignature, 'scheme' | 'tbs'>,
  signature: Uint8Array,
  certificates: Uint8Array[],
  timestamp: Uint8Array | null = null,
): Buffer {
  const unsignedAttributes = timestamp ? [attribute(OID.timeStampToken, timestamp)] : []
  return buildCms({
    scheme: prepared.scheme,
    signedAttributes: prepared.tbs,
    signature,
    certificates,
    unsignedAttributes,
  })
}

/** What a signature time-stamp is over: the digest of the signature value (ETSI EN 319 122-1 5.3). */
export function signatureImprint(signature: Uint8Array, hash: Hash = 'sha256'): { hash: Hash; digest: Buffer } {
  return { hash, digest: createHash(hash).update(signature).digest() }
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
