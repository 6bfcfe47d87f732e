import { OID } from '../asn1/oids.ts'
import type { DerNode } from '../asn1/read-der.ts'
import type { Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { subjectKeyIdentifier } from '../x509/extensions.ts'
import type { Problem } from '../verify/report.ts'
import { checkSigningCertificate } from './check-signing-certificate.ts'
import type { CmsSignedData, CmsSigner } from './parse-cms.ts'
import { keyFits, verifySignature, type Hash } from './signature-scheme.ts'

/** What the one signer of a CMS must have signed. */
export interface SignedMatter {
  /** The digest of the content. */
  digest(hash: Hash): Uint8Array
  /** The content itself, where a signature without signed attributes is allowed; absent where it is not. */
  bytes?: () => Buffer
  /** Whether the signer must state the own certificate in a signed attribute. */
  mustStateCertificate: boolean
}

export interface SignerResult {
  problems: Problem[]
  /** The certificate that the signer identifier names; null when none given is it. */
  certificate: Certificate | null
  /** Digest and signature value are right. */
  intact: boolean
}

/**
 * Checks one SignerInfo (RFC 5652 5.4–5.6): signed attributes, digest, which certificate, signature value, and whether
 * hash and key are strong enough. A malformed part is a `DerProblem`. Trust is not asked here.
 */
export function checkSigner(cms: CmsSignedData, certificates: Certificate[], matter: SignedMatter): SignerResult {
  const certificate = findSigner(cms.signer, certificates)
  const values = valueProblems(cms, certificate, matter)
  const decides = new Set(['document_changed', 'signature_wrong', 'algorithm_unknown', 'signer_certificate_missing'])
  const problems = [...values, ...strengthProblems(cms.signer, certificate)]
  return { problems, certificate, intact: !values.some(({ code }) => decides.has(code)) }
}

/** The certificate that the signer identifier names; it, not the first in the bag, is the signer's. */
function findSigner({ sid }: CmsSigner, certificates: Certificate[]): Certificate | null {
  const named = certificates.find((certificate) => {
    if ('keyIdentifier' in sid) return subjectKeyIdentifier(certificate)?.equals(sid.keyIdentifier) ?? false
    return certificate.serialHex === sid.serialHex && sameName(certificate.issuerDer, sid.issuerDer)
  })
  return named ?? null
}

function valueProblems(cms: CmsSignedData, certificate: Certificate | null, matter: SignedMatter): Problem[] {
  const { signer } = cms
  if (!signer.hash || !signer.scheme || signer.scheme.hash !== signer.hash)
    return [{ code: 'algorithm_unknown', detail: `${signer.digestOid} with ${signer.schemeOid}` }]
  const problems = attributeProblems(cms, matter.digest(signer.hash), matter.bytes === undefined)
  if (!certificate)
    return [...problems, { code: 'signer_certificate_missing', detail: "the signer's certificate is not in the file" }]
  problems.push(...checkSigningCertificate(signer, certificate, matter.mustStateCertificate))
  const data = signer.signedAttributesDer ?? matter.bytes?.() ?? cms.encapsulated ?? Buffer.alloc(0)
  return [...problems, ...signatureProblems(signer, certificate, data)]
}

function signatureProblems(signer: CmsSigner, certificate: Certificate, data: Buffer): Problem[] {
  const key = certificate.publicKey()
  if (!key || !keyFits(signer.scheme!, key)) return [{ code: 'signature_wrong', detail: 'the key is of another kind' }]
  if (verifySignature(signer.scheme!, key, data, signer.signature)) return []
  return [{ code: 'signature_wrong', detail: 'the signature value is not the key’s' }]
}

function attributeProblems(cms: CmsSignedData, digest: Uint8Array, needed: boolean): Problem[] {
  const { signer } = cms
  if (!signer.signedAttributesDer)
    return needed ? [{ code: 'cms_attribute_missing', detail: 'there are no signed attributes' }] : []
  const problems: Problem[] = signer.signed.repeated.map((type) => ({ code: 'cms_attribute_repeated', detail: type }))
  const contentType = onlyValue(signer, OID.contentType, problems)
  const messageDigest = onlyValue(signer, OID.messageDigest, problems)
  if (contentType && contentType.oid() !== cms.contentType)
    problems.push({ code: 'cms_content_type', detail: 'the signed content type differs' })
  if (messageDigest && !messageDigest.expect(0x04).content.equals(digest))
    problems.push({ code: 'document_changed', detail: 'the signed bytes are not what was signed' })
  return problems
}

/** The value of a mandatory attribute, which must have exactly one. */
function onlyValue(signer: CmsSigner, type: string, problems: Problem[]): DerNode | null {
  const [value, ...more] = signer.signed.values.get(type) ?? []
  if (!value) problems.push({ code: 'cms_attribute_missing', detail: type })
  if (more.length > 0) problems.push({ code: 'cms_attribute_repeated', detail: 'several values' })
  return value ?? null
}

const SHORTEST_RSA_BITS = 2048

function strengthProblems(signer: CmsSigner, certificate: Certificate | null): Problem[] {
  const problems: Problem[] = []
  if (signer.hash === 'md5') problems.push({ code: 'hash_broken', detail: 'MD5' })
  if (signer.hash === 'sha1') problems.push({ code: 'hash_weak', detail: 'SHA-1' })
  const bits = certificate?.publicKey()?.asymmetricKeyDetails?.modulusLength ?? SHORTEST_RSA_BITS
  if (bits < SHORTEST_RSA_BITS) problems.push({ code: 'key_weak', detail: `RSA ${bits}` })
  return problems
}
