import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { demoSeal, demoSignature } from '#server/signing/appearance/demo-images.ts'
import { signWithScheme, type SignatureScheme } from '#server/signing/cms/signature-scheme.ts'
import { issueDemoIdentity, makeDemoAuthority, type DemoIdentity } from '#server/signing/demo-pki.ts'
import { assembleSignature, embedSignature } from '#server/signing/embed-signature.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { prepareSignature, type SignatureWish } from '#server/signing/prepare-signature.ts'
import type { TrustContext } from '#server/signing/verify/trust-context.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { OID } from '#server/signing/asn1/oids.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** The instant of all signatures and judgements here. */
export const at = new Date('2020-06-23T09:22:05Z')

export const authority = makeDemoAuthority(at)
export const leader = issueDemoIdentity(
  authority,
  { kind: 'person', name: 'Nguyễn Văn Mẫu', title: 'Phó Chủ tịch', agency: 'UBND tỉnh An Giang', serial: 'DEMO:1' },
  at,
)
export const agency = issueDemoIdentity(
  authority,
  { kind: 'agency', name: 'Ủy ban nhân dân tỉnh An Giang', code: 'VNAG.000.00.01' },
  at,
)
export const ecdsa: SignatureScheme = { kind: 'ecdsa', hash: 'sha256' }

/** Pictures are drawn once for all tests of a file. */
const pictures = { leader: demoSignature('Nguyễn Văn Mẫu').png, seal: demoSeal('UBND tỉnh An Giang').png }

export const trust = { roots: [parseCertificate(authority.root)], intermediates: [], at }

/** Somebody with a certificate under a root that nobody trusts here. */
export const stranger = issueDemoIdentity(makeDemoAuthority(at), { kind: 'agency', name: 'Cơ quan lạ', code: 'X' }, at)

/** The verifier's finding with another trust. */
export const verifiedWith = (bytes: Uint8Array, other: Partial<TrustContext>) =>
  verifyPdf(bufferSource(bytes), { ...trust, ...other })

/** The verifier's finding with the demonstration's root trusted. */
export const verified = (bytes: Uint8Array) => verifyPdf(bufferSource(bytes), trust)

type Wish = Partial<SignatureWish> & { field: string }

/** Signs a prepared field in process, as a key holder would; `stamp` gives a time-stamp over the signature value. */
export function signed(
  base: Buffer,
  who: Pick<DemoIdentity, 'key' | 'chain'>,
  wish: Wish,
  stamp?: (signature: Buffer) => Buffer,
): Buffer {
  const scheme = wish.scheme ?? ecdsa
  const prepared = prepareSignature(bufferSource(base), { certificate: who.chain[0]!, signedAt: at, ...wish, scheme })
  const signature = signWithScheme(scheme, who.key, prepared.tbs)
  const cms = assembleSignature(prepared, signature, who.chain, stamp?.(signature))
  const name = createHash('sha256').update(base).digest('hex')
  return Buffer.concat([base, embedSignature(prepared, cms, name)])
}

export function leaderSigned(base: Buffer): Buffer {
  const alignSeal = { field: 'agency_seal', diameter_mm: 36 }
  return signed(base, leader, { field: 'leader_signature', picture: pictures.leader, alignSeal })
}

export function sealed(base: Buffer): Buffer {
  return signed(base, agency, {
    field: 'agency_seal',
    picture: pictures.seal,
    fills: [
      { field: 'document_number', value: 'Số: 664/UBND-TH' },
      { field: 'issue_date', value: 'An Giang, ngày 23 tháng 6 năm 2020', style: 'italic' },
    ],
  })
}

/** A letter that the leader signed and the clerk numbered, dated and sealed. */
export async function issuedLetter(options: { objectStreams?: boolean } = {}): Promise<Buffer> {
  return sealed(leaderSigned(await preparedLetter(options)))
}

/** A signer with a key of any kind, under the same authority. */
export function identityWith(key: KeyObject, usage: number[] = SIGNER_USAGE): DemoIdentity {
  const day_ms = 24 * 3600 * 1000
  const certificate = issueCertificate(
    {
      subject: [[OID.commonName, `Chìa khóa ${key.asymmetricKeyType}`]],
      key,
      serial: Buffer.from([0x51, 0x02]),
      from: new Date(at.getTime() - day_ms),
      to: new Date(at.getTime() + day_ms),
      usage,
    },
    authority.issuer,
  )
  return { certificate, chain: [certificate, authority.sub], key }
}

export const rsaKey = (bits = 2048): KeyObject => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return createPrivateKey(privateKey)
}
