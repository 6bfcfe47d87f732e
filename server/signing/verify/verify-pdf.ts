import { DerProblem } from '../asn1/der-problem.ts'
import { activeContent } from '../open-for-signing.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { readFormFields, type FormField } from '../pdf/form-fields.ts'
import { openPdf, type PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import type { TrustContext } from './check-chain.ts'
import { checkSignature, type CheckedSignature } from './check-signature.ts'
import { findSignatures } from './find-signatures.ts'
import { judgeRevisions } from './judge-revisions.ts'
import type { Overall, Problem, SignatureReport, VerificationReport } from './report.ts'

const MAX_SIGNATURES = 200

/**
 * Verifies all signatures of a PDF against `trust`. Never throws for anything the file contains: what cannot be read
 * is `unreadable` and says why; so is an encrypted file that neither `password` nor the empty one opens. No network,
 * no clock but `trust.at`.
 */
export function verifyPdf(source: ByteSource, trust: TrustContext, password = ''): VerificationReport {
  try {
    return verifyOpened(openPdf(source, password), trust)
  } catch (error) {
    if (!(error instanceof PdfProblem) && !(error instanceof DerProblem)) throw error
    const code = error instanceof PdfProblem ? error.code : 'broken_structure'
    return {
      overall: 'unreadable',
      at: trust.at.toISOString(),
      signatures: [],
      problems: [{ code, detail: error.message }],
    }
  }
}

function verifyOpened(file: PdfFile, trust: TrustContext): VerificationReport {
  const view = file.view()
  const found = findSignatures(view)
  if (found.length > MAX_SIGNATURES) throw new PdfProblem('too_large', `more than ${MAX_SIGNATURES} signatures`)
  const problems = fileProblems(file)
  const checked = found.map((one) => checkSignature(view, one, trust))
  markShared(checked)
  if (checked.length > 0) problems.push(...judgeRevisions(file, checked, trust))
  const signatures = checked.map(({ report }) => report)
  const lost = signatures.length === 0 ? lostSignatures(file) : []
  return {
    overall: overallOf(signatures, lost),
    at: trust.at.toISOString(),
    signatures,
    problems: [...problems, ...lost],
  }
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

const MAX_OLD_FIELDS = 200_000

/** A signature that an older revision had and the newest has not. */
function lostSignatures(file: PdfFile): Problem[] {
  let looked = 0
  for (let index = file.revisions.length - 2; index >= 0 && looked < MAX_OLD_FIELDS; index--) {
    const fields = fieldsAsOf(file, index)
    const lost = fields.filter((field) => field.type === 'Sig' && field.value !== null)
    if (lost.length > 0) return lost.map(({ name }) => ({ code: 'signature_removed', detail: name }))
    looked += fields.length + 1
  }
  return []
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
