import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { need, type DerNode } from '../asn1/read-der.ts'
import type { CmsSigner } from './parse-cms.ts'
import { hashOf, type Hash } from './signature-scheme.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Problem } from '../verify/report.ts'

/**
 * The signed statement of which certificate signed (ESS signing-certificate or -v2). Its first entry must be the
 * certificate that the signer identifier names. PAdES and time-stamps demand it; older PDF signatures may lack it.
 */
export function checkSigningCertificate(signer: CmsSigner, certificate: Certificate, demanded: boolean): Problem[] {
  const stated = statedHash(signer)
  if (!stated) {
    return demanded ? [{ code: 'signing_certificate_missing', detail: 'no signing-certificate attribute' }] : []
  }
  const actual = stated.hash ? createHash(stated.hash).update(certificate.der).digest() : null
  if (actual?.equals(stated.value)) return []
  return [{ code: 'signing_certificate_differs', detail: 'the attribute names another certificate' }]
}

function statedHash(signer: CmsSigner): { hash: Hash | null; value: Buffer } | null {
  const v2 = firstCertId(signer, OID.signingCertificateV2)
  if (v2) {
    const [first, second] = v2.children()
    const named = first?.tag === 0x30 ? first : null
    return { hash: named ? hashOf(named) : 'sha256', value: octetsOf(named ? second : first) }
  }
  const v1 = firstCertId(signer, OID.signingCertificate)
  return v1 && { hash: 'sha1', value: octetsOf(v1.children()[0]) }
}

const octetsOf = (node: DerNode | undefined): Buffer => need(node, 'the certificate hash').expect(0x04).content

function firstCertId(signer: CmsSigner, type: string): DerNode | null {
  const value = signer.signed.values.get(type)?.[0]
  if (!value) return null
  const list = need(value.expect(0x30).children()[0], 'the list of certificates')
  return need(list.expect(0x30).children()[0], 'the first certificate')
}
