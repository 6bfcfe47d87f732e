import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { checkSigner } from '../cms/check-signer.ts'
import { parseCms, type CmsSignedData } from '../cms/parse-cms.ts'
import type { Hash } from '../cms/signature-scheme.ts'
import { checkToken } from '../timestamp/check-token.ts'
import type { TimestampInfo } from '../timestamp/timestamp-info.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import type { Problem } from './report.ts'

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
  if (content.isTimestamp) {
    const { info, ...token } = checkToken(content.contents, content.digest)
    return { ...token, timestamp: info }
  }
  const result: CmsResult = { problems: [], cms: null, signer: null, certificates: [], intact: false, timestamp: null }
  try {
    result.cms = parseCms(content.contents)
    result.certificates = result.cms.certificates.map(parseCertificate)
    checkForm(result.cms, content, result.problems)
    checkValues(result, result.cms, content)
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
  if (!DETACHED.has(content.subFilter ?? '')) say('subfilter_unknown', `SubFilter ${content.subFilter ?? '(none)'}`)
  if (cms.encapsulated) say('cms_content_attached', 'the signature carries content of its own')
  if (cms.contentType !== OID.data) say('cms_content_type', `content type ${cms.contentType}`)
}

/** PAdES demands signed attributes and the certificate among them; older PDF signatures may lack both. */
function checkValues(result: CmsResult, cms: CmsSignedData, content: SignedContent): void {
  const signer = checkSigner(cms, result.certificates, {
    digest: content.digest,
    ...(content.subFilter === 'adbe.pkcs7.detached' ? { bytes: content.bytes } : {}),
    mustStateCertificate: content.subFilter === 'ETSI.CAdES.detached',
  })
  result.signer = signer.certificate
  result.intact = signer.intact
  result.problems.push(...signer.problems)
}
