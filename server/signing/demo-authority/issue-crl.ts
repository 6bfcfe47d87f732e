import { OID } from '../asn1/oids.ts'
import { bitString, enumerated, integer, sequence, serialInteger, time, tlv } from '../asn1/write-der.ts'
import { schemeIdentifier, signWithScheme } from '../cms/signature-scheme.ts'
import { reasonCode } from '../revocation/revocation-reason.ts'
import { certificateExtension, encodeName, keyIdentifier, type Issuer } from '../x509/issue-certificate.ts'
import type { Revocations } from './revocations.ts'

/** What one list says. */
export interface CrlWish {
  number: number
  thisUpdate: Date
  nextUpdate: Date
  revoked: Revocations
  /** Ready DER extensions, beside the list's number and the key's identifier. */
  extensions?: Buffer[]
}

/** A certificate revocation list of version 2 in DER (RFC 5280 5). For the demonstration and for tests. */
export function issueCrl(wish: CrlWish, issuer: Issuer): Buffer {
  const algorithm = schemeIdentifier(issuer.scheme)
  const entries = [...wish.revoked].map(([serialHex, { at, reason }]) =>
    sequence(
      serialInteger(serialHex),
      time(at),
      ...(reason === 'unspecified'
        ? []
        : [sequence(certificateExtension(OID.reasonCode, enumerated(reasonCode(reason))))]),
    ),
  )
  const tbs = sequence(
    integer(1),
    algorithm,
    encodeName(issuer.name),
    time(wish.thisUpdate),
    time(wish.nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tlv(
      0xa0,
      sequence(
        certificateExtension(OID.authorityKeyIdentifier, sequence(tlv(0x80, keyIdentifier(issuer.key)))),
        certificateExtension(OID.crlNumber, integer(wish.number)),
        ...(wish.extensions ?? []),
      ),
    ),
  )
  return sequence(tbs, algorithm, bitString(signWithScheme(issuer.scheme, issuer.key, tbs)))
}
