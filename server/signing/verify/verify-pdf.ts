import { DerProblem } from '../asn1/der-problem.ts'
import { activeContent } from '../open-for-signing.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { readFormFields, type FormField } from '../pdf/form-fields.ts'
import { PdfRef } from '../pdf/objects.ts'
import { openPdf, type PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import { checkSignature, type CheckedSignature } from './check-signature.ts'
import { findSignatures, type FoundSignature } from './find-signatures.ts'
import { judgeRevisions } from './judge-revisions.ts'
import type { JudgedChain } from './judge-times.ts'
import type { Overall, Problem, SignatureReport, VerificationReport } from './report.ts'
import type { TrustContext } from './trust-context.ts'

const MAX_SIGNATURES = 200

/**
 * Verifies all signatures of a PDF against `trust`. Never throws for anything the file contains: what cannot be read
 * is `unreadable` and says why; so is an encrypted file that neither `password` nor the empty one opens. No network,
 * no clock but `trust.at`.
 */
export function verifyPdf(source: ByteSource, trust: TrustContext, password = ''): VerificationReport {
  return examinePdf(source, trust, password).report
}

/** A report, and the certificates behind it: what an extension must store and what is still to be asked about. */
export interface Examination {
  report: VerificationReport
  chains: JudgedChain[]
}

/** {@link verifyPdf} for whoever can fetch revocation answers or extend the file. */
export function examinePdf(source: ByteSource, trust: TrustContext, password = ''): Examination {
  try {
    return verifyOpened(openPdf(source, password), trust)
  } catch (error) {
    if (!(error instanceof PdfProblem) && !(error instanceof DerProblem)) throw error
    const code = error instanceof PdfProblem ? error.code : 'broken_structure'
    const problems = [{ code, detail: error.message }]
    return { report: { overall: 'unreadable', at: trust.at.toISOString(), signatures: [], problems }, chains: [] }
  }
}

function verifyOpened(file: PdfFile, trust: TrustContext): Examination {
  const view = file.view()
  const found = findSignatures(view)
  if (found.length > MAX_SIGNATURES) throw new PdfProblem('too_large', `more than ${MAX_SIGNATURES} signatures`)
  const problems = fileProblems(file)
  const checked = found.map((one) => checkSignature(view, one))
  markShared(checked)
  const judged = checked.length > 0 ? judgeRevisions(file, checked, trust) : { problems: [], chains: [] }
  problems.push(...judged.problems)
  const signatures = checked.map(({ report }) => report)
  const lost = lostSignatures(file, found)
  const overall = overallOf(signatures, lost)
  const report = { overall, at: trust.at.toISOString(), signatures, problems: [...problems, ...lost] }
  return { report, chains: judged.chains }
}

function fileProblems(file: PdfFile): Problem[] {
  const problems: Problem[] = []
  if (!file.isExact())
    problems.push({ code: 'stray_tail', detail: `${file.strayTail_bytes} bytes belong to no revision` })
  const active = activeContent(file.view())
  if (active) problems.push({ code: 'active_content', detail: active })
  return problems
}

/** One signature value in several fields would let one signer appear as many. */
function markShared(checked: CheckedSignature[]): void {
  for (const group of Map.groupBy(checked, ({ range }) => range?.gapStart).values()) {
    if (group.length < 2 || !group[0]!.range) continue
    for (const { report } of group)
      report.problems.push({ code: 'signature_shared', detail: 'the value stands in several fields' })
  }
}

/** All forms of all revisions together may have so many fields. */
const MAX_OLD_FIELDS = 1_000_000

/** Signatures that an older revision had and the newest has not; whoever signed later cannot speak for them. */
function lostSignatures(file: PdfFile, found: FoundSignature[]): Problem[] {
  const kept = new Set(found.map(({ span }) => span?.[0]))
  const lost = new Map<string, Problem>()
  let looked = 0
  for (let index = file.revisions.length - 2; index >= 0; index--) {
    const fields = fieldsAsOf(file, index)
    looked += fields.length
    if (looked > MAX_OLD_FIELDS) throw new PdfProblem('too_large', 'too many fields in too many revisions')
    for (const { name } of fields.filter((field) => isSigned(field) && !kept.has(placeOf(file, index, field))))
      lost.set(name, { code: 'signature_removed', detail: name })
  }
  return [...lost.values()]
}

const isSigned = ({ type, value }: FormField): boolean => type === 'Sig' && value !== null

/** Where the signature of a field stood, or undefined where it was in no object of its own. */
function placeOf(file: PdfFile, index: number, { value }: FormField): number | undefined {
  const entry = value instanceof PdfRef ? file.entryOf(value.num, index) : null
  return entry?.kind === 'at' ? entry.offset : undefined
}

/** An older revision that cannot be read has lost nothing that could be shown. */
function fieldsAsOf(file: PdfFile, index: number): FormField[] {
  try {
    return readFormFields(file.view(index))
  } catch (error) {
    if (error instanceof PdfProblem) return []
    throw error
  }
}

function overallOf(signatures: SignatureReport[], lost: Problem[]): Overall {
  if (lost.length > 0) return 'invalid'
  if (signatures.length === 0) return 'unsigned'
  if (signatures.some((one) => one.indication === 'TOTAL-FAILED' || one.changesAfter === 'forbidden')) return 'invalid'
  const open = signatures.some((one) => one.indication === 'INDETERMINATE' || one.changesAfter === 'added')
  return open ? 'indeterminate' : 'valid'
}
