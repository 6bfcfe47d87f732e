import { createHash } from 'node:crypto'
import { schemeName } from '../cms/signature-scheme.ts'
import { textOf } from '../pdf/objects.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkByteRange, type SignedRange } from './check-byte-range.ts'
import { checkCms, type CmsResult, type SignedContent } from './check-cms.ts'
import type { FoundSignature } from './find-signatures.ts'
import type { Problem, SignatureReport } from './report.ts'
import { certificateFacts, readPdfDate, signerKind } from './signer-facts.ts'

/** One signature checked by itself: chain, time, later changes and the indication are still open. */
export interface CheckedSignature {
  found: FoundSignature
  range: SignedRange | null
  /** Null where there was no range to check. */
  cms: CmsResult | null
  report: SignatureReport
  /** The trusted root that its chain ends in; null before that is judged, and where there is none. */
  anchor: Certificate | null
}

/** Structure, digest, signature value and certificate of one signature. */
export function checkSignature(view: PdfView, found: FoundSignature): CheckedSignature {
  const { range, problems } = checkByteRange(view, found)
  if (!range) return { found, range, cms: null, anchor: null, report: blankReport(view, found, problems) }
  const cms = checkCms(signedContent(view, found, range))
  const all = [...problems, ...cms.problems]
  return { found, range, cms, anchor: null, report: { ...blankReport(view, found, all), ...cmsFacts(cms, found) } }
}

function signedContent(view: PdfView, found: FoundSignature, range: SignedRange): SignedContent {
  const { source } = view.file
  const parts = [
    [0, range.gapStart],
    [range.gapEnd, range.end],
  ] as const
  return {
    contents: range.contents.bytes,
    subFilter: found.subFilter,
    isTimestamp: found.isTimestamp,
    bytes: () => Buffer.concat(parts.map(([from, to]) => source.read(from, to))),
    digest(hash) {
      const hasher = createHash(hash)
      for (const [from, to] of parts) source.each(from, to, (piece) => hasher.update(piece))
      return hasher.digest()
    },
  }
}

function blankReport(view: PdfView, found: FoundSignature, problems: Problem[]): SignatureReport {
  return {
    field: found.field.name,
    signer: null,
    kind: found.isTimestamp ? 'timestamp' : 'unknown',
    indication: 'INDETERMINATE',
    subIndication: null,
    intact: false,
    coversWholeFile: false,
    changesAfter: 'none',
    level: null,
    claimedTime: readPdfDate(textOf(view.get(found.dict, 'M'))),
    provenTime: null,
    digest: null,
    algorithm: null,
    trusted: false,
    certificate: null,
    timestamps: [],
    revocation: [],
    problems,
  }
}

const DIGEST_NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

function cmsFacts(cms: CmsResult, found: FoundSignature): Partial<SignatureReport> {
  if (!cms.cms) return {}
  const { hash, scheme } = cms.cms.signer
  return {
    intact: cms.intact,
    digest: hash && DIGEST_NAMES[hash],
    algorithm: scheme && schemeName(scheme),
    level: found.isTimestamp ? 'DTS' : null,
    ...(cms.signer ? holderFacts(cms.signer, found) : {}),
    ...(cms.timestamp ? { claimedTime: cms.timestamp.time.toISOString() } : {}),
  }
}

function holderFacts(signer: Certificate, { isTimestamp }: FoundSignature): Partial<SignatureReport> {
  const certificate = certificateFacts(signer)
  return { signer: certificate.subject, certificate, kind: isTimestamp ? 'timestamp' : signerKind(signer) }
}
