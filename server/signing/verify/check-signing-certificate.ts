import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import type { DerNode } from '../asn1/read-der.ts'
import type { CmsSigner } from '../cms/parse-cms.ts'
import { hashOf, type Hash } from '../cms/signature-scheme.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Problem } from './report.ts'

/**
 * The signed statement of which certificate signed (ESS signing-certificate or -v2). Its first entry must be the
 * certificate that the signer identifier names. PAdES demands it; older PDF signatures may lack it.
 */
export function checkSigningCertificate(
  signer: CmsSigner,
  certificate: Certificate,
  subFilter: string | null,
): Problem[] {
  const stated = statedHash(signer)
  if (!stated) {
    const needed = subFilter === 'ETSI.CAdES.detached'
    return needed ? [{ code: 'signing_certificate_missing', detail: 'no signing-certificate attribute' }] : []
  }
  const actual = stated.hash ? createHash(stated.hash).update(certificate.der).digest() : null
  if (actual?.equals(stated.value)) return []
  return [{ code: 'signing_certificate_differs', detail: 'the attribute names another certificate' }]
}

function statedHash(signer: CmsSigner): { hash: Hash | null; value: Buffer } | null {
  const v2 = firstCertId(signer, OID.signingCertificateV2)
  if (v2) {
    const [first, second] = v2.children()
    if (first?.tag === 0x30) return { hash: hashOf(first), value: second?.expect(0x04).content ?? Buffer.alloc(0) }
    return { hash: 'sha256', value: first?.expect(0x04).content ?? Buffer.alloc(0) }
  }
  const v1 = firstCertId(signer, OID.signingCertificate)
  return v1 ? { hash: 'sha1', value: v1.children()[0]?.expect(0x04).content ?? Buffer.alloc(0) } : null
}

function firstCertId(signer: CmsSigner, type: string): DerNode | null {
  return signer.signed.values.get(type)?.[0]?.expect(0x30).children()[0]?.expect(0x30).children()[0] ?? null
}
