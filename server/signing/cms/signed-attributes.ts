import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { octetString, oid, sequence, setOf } from '../asn1/write-der.ts'
import { hashIdentifier, type Hash } from './signature-scheme.ts'

/**
 * The DER SET that a key holder signs for a PAdES baseline signature: content type, message digest and the hash
 * of the signer's certificate (signing-certificate-v2), sorted. No signing time: PAdES puts it in `/M`. `contentType` names content of another kind than data.
 */
export function signedAttributes(
  digest: Uint8Array,
  hash: Hash,
  certificate: Uint8Array,
  contentType: string = OID.data,
): Buffer {
  return setOf(
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingCertificateV2, signingCertificateV2(hash, certificate)),
  )
}

/** One CMS attribute with one value. */
export function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value))
}

/** ESSCertIDv2 leaves its hash algorithm out when it is SHA-256, the default (RFC 5035). */
function signingCertificateV2(hash: Hash, certificate: Uint8Array): Buffer {
  const certHash = octetString(createHash(hash).update(certificate).digest())
  const certId = hash === 'sha256' ? sequence(certHash) : sequence(hashIdentifier(hash), certHash)
  return sequence(sequence(certId))
}
