import { bufferSource } from '../pdf/byte-source.ts'
import type { TrustContext } from '../verify/trust-context.ts'
import type { VerificationReport } from '../verify/report.ts'
import { verifyPdf } from '../verify/verify-pdf.ts'
import { readCertificates, type Certificate } from '../x509/certificate.ts'
import { checkJournal } from './check-journal.ts'
import { readBundle, type ReadBundle } from './read-bundle.ts'

/** The verdict on a bundle that is not even opened. */
export function refusedBundle(code: 'bundle_too_large', trust: TrustContext): VerificationReport {
  return {
    overall: 'unreadable',
    at: trust.at.toISOString(),
    signatures: [],
    problems: [{ code, detail: 'the archive' }],
  }
}

/**
 * Checks an evidence bundle without network or database: the archive, every part against the manifest, the journal's chain, and
 * the document by itself against `trust`, or its archive copy where there is one, which must be the document with more behind it; certificates of the bundle complete chains but are never trusted for being in it. The
 * file's own overall stands unless something in the bundle does not agree (`invalid`) or it is refused (`unreadable`).
 */
export function verifyBundle(archive: Buffer, trust: TrustContext): VerificationReport {
  const bundle = readBundle(archive)
  const { manifest, parts, problems } = bundle
  const report = { at: trust.at.toISOString(), signatures: [], problems }
  if (bundle.refused || !manifest) return { ...report, overall: 'unreadable' }
  const pathOf = (role: string) => manifest.files.find((file) => file.role === role)?.path ?? ''
  const [journal, document] = [parts.get(pathOf('journal')), parts.get(pathOf('document'))]
  if (journal) problems.push(...checkJournal(journal, parts.get(pathOf('seals')), manifest))
  else problems.push({ code: 'bundle_file_missing', detail: 'journal.jsonl' })
  if (!document) return { ...report, overall: 'invalid', problems: [...problems, NO_DOCUMENT] }
  const copy = parts.get(pathOf('archive'))
  if (copy && !copy.subarray(0, document.length).equals(document)) problems.push(OTHER_COPY)
  const intermediates = [...trust.intermediates, ...certificatesOf(bundle)]
  const found = verifyPdf(bufferSource(copy ?? document), { ...trust, intermediates })
  const overall = problems.length > 0 ? 'invalid' : found.overall
  return { ...found, overall, problems: [...problems, ...found.problems] }
}

const NO_DOCUMENT = { code: 'bundle_document_missing', detail: 'document.pdf' }

const OTHER_COPY = { code: 'bundle_archive_differs', detail: 'archive-copy.pdf' }

const MOST_CERTIFICATES = 500

/** Certificates that the bundle carries; one that cannot be read completes no chain. */
function certificatesOf({ manifest, parts }: ReadBundle): Certificate[] {
  const files = (manifest?.files ?? []).filter(({ role }) => role === 'certificate').slice(0, MOST_CERTIFICATES)
  return files.flatMap(({ path }) => {
    try {
      return readCertificates(parts.get(path) ?? Buffer.alloc(0))
    } catch {
      return []
    }
  })
}
