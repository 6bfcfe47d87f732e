import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { octetString, sequence, serialInteger, tagged } from '../asn1/write-der.ts'
import { hashIdentifier } from '../cms/signature-scheme.ts'
import type { Certificate } from '../x509/certificate.ts'
import { certificateExtension } from '../x509/issue-certificate.ts'
import { keyBits } from './check-ocsp.ts'
import type { OcspAnswer } from './read-ocsp.ts'

/** What a responder is asked: the status of certificates, each with its issuer. */
export interface OcspQuestion {
  certificates: { certificate: Certificate; issuer: Certificate }[]
  /** How certificates are named: SHA-1, which every responder knows and which need not be strong here, unless told. */
  hash?: 'sha1' | 'sha256'
  /** Random bytes, 1 to 32 of them (RFC 8954), that a fresh answer repeats. */
  nonce?: Uint8Array
}

/** An OCSPRequest in DER (RFC 6960 4.1), unsigned. */
export function askOcsp({ certificates, hash = 'sha1', nonce }: OcspQuestion): Buffer {
  const digest = (bytes: Uint8Array) => octetString(createHash(hash).update(bytes).digest())
  const list = certificates.map(({ certificate, issuer }) =>
    sequence(
      sequence(
        hashIdentifier(hash),
        digest(certificate.issuerDer),
        digest(keyBits(issuer)),
        serialInteger(certificate.serialHex),
      ),
    ),
  )
  const extensions = nonce ? [tagged(2, sequence(certificateExtension(OID.ocspNonce, octetString(nonce))))] : []
  return sequence(sequence(sequence(...list), ...extensions))
}

/**
 * True unless the answer repeats another nonce. One without a nonce was made ahead of time, which responders may do; how
 * old it may be is judged by its times.
 */
export function repeatsNonce(answer: OcspAnswer, nonce: Uint8Array): boolean {
  return answer.nonce === null || answer.nonce.equals(nonce)
}
