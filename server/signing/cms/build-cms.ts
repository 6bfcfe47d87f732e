import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import { integer, octetString, serialInteger, oid, sequence, setOf, tagged, tlv } from '../asn1/write-der.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { hashIdentifier, schemeIdentifier, type SignatureScheme } from './signature-scheme.ts'

export interface CmsParts {
  scheme: SignatureScheme
  /** The DER SET that was signed. */
  signedAttributes: Uint8Array
  signature: Uint8Array
  /** The signer's certificate first, then its issuers. */
  certificates: Uint8Array[]
  /** DER attributes that stand outside the signature, such as a time-stamp. */
  unsignedAttributes?: Uint8Array[]
  /** Content that travels inside, as a time-stamp's does; none for a detached signature over data. */
  content?: { type: string; bytes: Uint8Array }
  /** True leaves the certificates out, for a reader who has them. */
  withoutCertificates?: boolean
}

/** A CMS SignedData with one signer, in DER. Version 3 where the content is not plain data (RFC 5652 5.1). */
export function buildCms(parts: CmsParts): Buffer {
  const { content } = parts
  const digestAlgorithm = hashIdentifier(parts.scheme.hash)
  const signedData = sequence(
    integer(content ? 3 : 1),
    setOf(digestAlgorithm),
    content ? sequence(oid(content.type), tagged(0, octetString(content.bytes))) : sequence(oid(OID.data)),
    ...(parts.withoutCertificates ? [] : [certificateSet(parts.certificates)]),
    setOf(signerInfo(parts, digestAlgorithm)),
  )
  return sequence(oid(OID.signedData), tagged(0, signedData))
}

const certificateSet = (certificates: Uint8Array[]): Buffer =>
  tlv(0xa0, ...certificates.toSorted((a, b) => Buffer.compare(a, b)))

function signerInfo(parts: CmsParts, digestAlgorithm: Buffer): Buffer {
  const signer = parseCertificate(parts.certificates[0]!)
  const unsigned = parts.unsignedAttributes ?? []
  return sequence(
    integer(1),
    sequence(signer.issuerDer, serialInteger(signer.serialHex)),
    digestAlgorithm,
    tlv(0xa0, readDer(parts.signedAttributes).expect(0x31).content),
    schemeIdentifier(parts.scheme),
    octetString(parts.signature),
    ...(unsigned.length > 0 ? [tlv(0xa1, ...unsigned)] : []),
  )
}
