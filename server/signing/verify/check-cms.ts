import { createHash } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import type { DerNode } from '../asn1/read-der.ts'
import { parseCms, type CmsSignedData, type CmsSigner } from '../cms/parse-cms.ts'
import { keyFits, verifySignature, type Hash } from '../cms/signature-scheme.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { subjectKeyIdentifier } from '../x509/extensions.ts'
import { checkSigningCertificate } from './check-signing-certificate.ts'
import type { Problem } from './report.ts'
import { timestampContent, type TimestampInfo } from './timestamp-content.ts'

/** What a CMS in `/Contents` turned out to be. */
export interface CmsResult {
  problems: Problem[]
  cms: CmsSignedData | null
  signer: Certificate | null
  certificates: Certificate[]
  /** Digest and signature value are right. */
  intact: boolean
  /** For a document time-stamp: what it states. */
  timestamp: TimestampInfo | null
}

export interface SignedContent {
  /** The bytes of `/Contents`, padding and all. */
  contents: Uint8Array
  subFilter: string | null
  isTimestamp: boolean
  /** The digest of the signed ranges. */
  digest(hash: Hash): Buffer
  /** The signed ranges themselves, for the rare signature without signed attributes. */
  bytes(): Buffer
}

const DETACHED = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])

/** Checks the CMS of one PDF signature: form, digest, signer's certificate, signature value. Trust is not asked here. */
export function checkCms(content: SignedContent): CmsResult {
  const result: CmsResult = { problems: [], cms: null, signer: null, certificates: [], intact: false, timestamp: null }
  try {
    result.cms = parseCms(content.contents)
    result.certificates = result.cms.certificates.map(parseCertificate)
    checkForm(result.cms, content, result.problems)
    result.signer = findSigner(result.cms.signer, result.certificates)
    result.intact = checkValues(result, result.cms, content)
    checkStrength(result)
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    result.intact = false
    result.problems.push({ code: 'cms_malformed', detail: error.message })
  }
  return result
}

function checkForm(cms: CmsSignedData, content: SignedContent, problems: Problem[]): void {
  const say = (code: string, detail: string) => problems.push({ code, detail })
  if (content.contents.subarray(cms.size_bytes).some((byte) => byte !== 0))
    say('cms_trailing_data', 'something other than zeros follows the signature')
  if (content.isTimestamp) return
  if (!DETACHED.has(content.subFilter ?? '')) say('subfilter_unknown', `SubFilter ${content.subFilter ?? '(none)'}`)
  if (cms.encapsulated) say('cms_content_attached', 'the signature carries content of its own')
  if (cms.contentType !== OID.data) say('cms_content_type', `content type ${cms.contentType}`)
}

/** The certificate that the signer identifier names; it, not the first in the bag, is the signer's. */
function findSigner(signer: CmsSigner, certificates: Certificate[]): Certificate | null {
  const { sid } = signer
  const named = certificates.filter((certificate) => {
    if ('keyIdentifier' in sid) return subjectKeyIdentifier(certificate)?.equals(sid.keyIdentifier) ?? false
    return certificate.serialHex === sid.serialHex && sameName(certificate.issuerDer, sid.issuerDer)
  })
  return named[0] ?? null
}

function checkValues(result: CmsResult, cms: CmsSignedData, content: SignedContent): boolean {
  const { problems, signer: certificate } = result
  const { signer } = cms
  const before = problems.length
  if (!signer.hash || !signer.scheme || signer.scheme.hash !== signer.hash) {
    problems.push({ code: 'algorithm_unknown', detail: `${signer.digestOid} with ${signer.schemeOid}` })
    return false
  }
  const digest = content.isTimestamp ? stampDigest(result, cms, content) : content.digest(signer.hash)
  checkAttributes(signer, digest, { cms, content }, problems)
  if (!certificate) {
    problems.push({ code: 'signer_certificate_missing', detail: "the signer's certificate is not in the file" })
    return false
  }
  problems.push(...checkSigningCertificate(signer, certificate, content.subFilter))
  const key = certificate.publicKey()
  const data = signer.signedAttributesDer ?? content.bytes()
  if (!key || !keyFits(signer.scheme, key))
    problems.push({ code: 'signature_wrong', detail: 'the key is of another kind' })
  else if (!verifySignature(signer.scheme, key, data, signer.signature))
    problems.push({ code: 'signature_wrong', detail: 'the signature value is not the key’s' })
  return !problems.slice(before).some(({ code }) => code === 'document_changed' || code === 'signature_wrong')
}

/** A time-stamp signs its own content, which must state the digest of the file. */
function stampDigest(result: CmsResult, cms: CmsSignedData, content: SignedContent): Buffer {
  const info = timestampContent(cms)
  result.timestamp = info
  if (!info.imprintHash || !content.digest(info.imprintHash).equals(info.imprint))
    result.problems.push({ code: 'document_changed', detail: 'the time-stamp is over other bytes' })
  if (info.imprintHash === 'sha1' || info.imprintHash === 'md5')
    result.problems.push({ code: 'hash_weak', detail: 'the time-stamp rests on a weak hash' })
  return createHash(cms.signer.hash!).update(cms.encapsulated!).digest()
}

function checkAttributes(
  signer: CmsSigner,
  digest: Buffer,
  { cms, content }: { cms: CmsSignedData; content: SignedContent },
  problems: Problem[],
): void {
  if (!signer.signedAttributesDer) {
    if (content.subFilter !== 'adbe.pkcs7.detached')
      problems.push({ code: 'cms_attribute_missing', detail: 'there are no signed attributes' })
    return
  }
  for (const type of signer.signed.repeated) problems.push({ code: 'cms_attribute_repeated', detail: type })
  const contentType = onlyValue(signer, OID.contentType, problems)
  const messageDigest = onlyValue(signer, OID.messageDigest, problems)
  if (contentType && contentType.oid() !== cms.contentType)
    problems.push({ code: 'cms_content_type', detail: 'the signed content type differs' })
  if (messageDigest && !messageDigest.expect(0x04).content.equals(digest))
    problems.push({ code: 'document_changed', detail: 'the signed bytes are not what was signed' })
}

/** The value of a mandatory attribute, which must have exactly one. */
function onlyValue(signer: CmsSigner, type: string, problems: Problem[]): DerNode | null {
  const [value, ...more] = signer.signed.values.get(type) ?? []
  if (!value) problems.push({ code: 'cms_attribute_missing', detail: type })
  if (more.length > 0) problems.push({ code: 'cms_attribute_repeated', detail: 'several values' })
  return value ?? null
}

const SHORTEST_RSA_BITS = 2048

function checkStrength({ cms, signer, problems }: CmsResult): void {
  const hash = cms?.signer.hash
  if (hash === 'md5') problems.push({ code: 'hash_broken', detail: 'MD5' })
  if (hash === 'sha1') problems.push({ code: 'hash_weak', detail: 'SHA-1' })
  const key = signer?.publicKey()
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? SHORTEST_RSA_BITS
  if (bits < SHORTEST_RSA_BITS) problems.push({ code: 'key_weak', detail: `RSA ${bits}` })
}
