import { boolean, integer, octetString, oid, sequence } from '../asn1/write-der.ts'
import { hashIdentifier, type Hash } from '../cms/signature-scheme.ts'

/** What a time-stamp authority is asked: to state that it saw this digest. */
export interface TimestampQuestion {
  hash: Extract<Hash, 'sha256' | 'sha384' | 'sha512'>
  /** The digest, by `hash`, of the bytes to be stamped: a signature value or a file's signed ranges. */
  imprint: Uint8Array
  /** Random bytes that only this question has; the answer must repeat them. Eight or more. */
  nonce: Uint8Array
  /** The policy that the authority must stamp under, dotted; any when absent. */
  policy?: string
}

/** A TimeStampReq in DER (RFC 3161 2.4.1). It asks for the authority's certificate inside the token. */
export function askTimestamp({ hash, imprint, nonce, policy }: TimestampQuestion): Buffer {
  return sequence(
    integer(1),
    sequence(hashIdentifier(hash), octetString(imprint)),
    ...(policy ? [oid(policy)] : []),
    integer(nonce),
    boolean(true),
  )
}
