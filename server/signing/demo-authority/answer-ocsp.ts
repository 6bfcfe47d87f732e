import { createHash, type KeyObject } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { bitString, enumerated, generalizedTime, octetString, oid, sequence, tagged, tlv } from '../asn1/write-der.ts'
import { schemeIdentifier, signWithScheme, type SignatureScheme } from '../cms/signature-scheme.ts'
import { keyBits } from '../revocation/check-ocsp.ts'
import { readCertId, type OcspCertId } from '../revocation/read-ocsp.ts'
import { reasonCode } from '../revocation/revocation-reason.ts'
import { parseCertificate, readExtensions, type Certificate } from '../x509/certificate.ts'
import type { Revocations } from './revocations.ts'

/** Whoever answers: the issuer itself, or whom it certified for OCSP signing. */
export interface OcspResponder {
  key: KeyObject
  scheme: SignatureScheme
  certificate: Uint8Array
  /** The authority whose certificates are answered for. */
  issuer: Certificate
}

/** What the responder knows at the moment of the question. */
export interface OcspState {
  at: Date
  /** How long the answer may be used. */
  lasts_ms: number
  revoked: Revocations
  /** Whether the authority has issued this serial number. */
  issued(serialHex: string): boolean
}

const STATUS = { malformed: 1, unauthorized: 6 } as const

/**
 * Answers an OCSPRequest with an OCSPResponse, both DER, as a responder does (RFC 6960). For the demonstration and for
 * tests. *Unknown* is said of other issuers' certificates and of serial numbers that were never issued.
 */
export function answerOcsp(request: Uint8Array, responder: OcspResponder, state: OcspState): Buffer {
  try {
    const [list, ...rest] = tbsParts(request)
    const ids = need(list, 'the list').expect(0x30).children()
    if (ids.length === 0 || ids.length > 100) return sequence(enumerated(STATUS.unauthorized))
    const statements = ids.map((one) => statement(need(one.children()[0], 'a certificate'), responder, state))
    const nonce = readExtensions(rest.find(({ tag }) => tag === 0xa2)?.children()[0]).get(OID.ocspNonce)
    return respond(statements, nonce ? nonce.value : null, responder, state)
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    return sequence(enumerated(STATUS.malformed))
  }
}

/** The request's parts from the list on; version and name of the asker are passed over. */
function tbsParts(request: Uint8Array): DerNode[] {
  const [tbs] = readDer(request).expect(0x30).children()
  const parts = need(tbs, 'the request').expect(0x30).children()
  return parts.filter(({ tag }) => tag === 0x30 || tag === 0xa2)
}

function statement(node: DerNode, { issuer }: OcspResponder, { at, lasts_ms, revoked, issued }: OcspState): Buffer {
  const id = readCertId(node)
  const gone = revoked.get(id.serialHex)
  const known = isOurs(id, issuer) && issued(id.serialHex)
  const since = gone && tlv(0xa1, generalizedTime(gone.at), tagged(0, enumerated(reasonCode(gone.reason))))
  const status = known ? (since ?? tlv(0x80)) : tlv(0x82)
  return sequence(node.raw, status, generalizedTime(at), tagged(0, generalizedTime(new Date(at.getTime() + lasts_ms))))
}

function isOurs({ hash, nameHash, keyHash }: OcspCertId, issuer: Certificate): boolean {
  if (!hash) return false
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest()
  return nameHash.equals(digest(issuer.subjectDer)) && keyHash.equals(digest(keyBits(issuer)))
}

function respond(
  statements: Buffer[],
  nonce: Buffer | null,
  { key, scheme, certificate }: OcspResponder,
  { at }: OcspState,
): Buffer {
  const byKey = createHash('sha1')
    .update(keyBits(parseCertificate(certificate)))
    .digest()
  const data = sequence(
    tlv(0xa2, octetString(byKey)),
    generalizedTime(at),
    sequence(...statements),
    ...(nonce ? [tagged(1, sequence(sequence(oid(OID.ocspNonce), octetString(nonce))))] : []),
  )
  const signature = bitString(signWithScheme(scheme, key, data))
  const basic = sequence(data, schemeIdentifier(scheme), signature, tagged(0, sequence(certificate)))
  return sequence(enumerated(0), tagged(0, sequence(oid(OID.ocspBasic), octetString(basic))))
}
