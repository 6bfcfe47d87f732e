import { DerProblem } from '../asn1/der-problem.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { openPdf, type PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import { activeContent } from '../open-for-signing.ts'
import { accountRevision } from './account-revision.ts'
import { judgeChanges } from './changes-after.ts'
import type { TrustContext } from './check-chain.ts'
import { checkSignature, type CheckedSignature } from './check-signature.ts'
import { compareWithPrevious } from './compare/compare-revisions.ts'
import type { Change } from './compare/comparison.ts'
import { judge } from './fault.ts'
import { findSignatures } from './find-signatures.ts'
import { permissionsOf } from './permissions.ts'
import type { Overall, Problem, SignatureReport, VerificationReport } from './report.ts'

const MAX_SIGNATURES = 200

/**
 * Verifies all signatures of a PDF against `trust`. Never throws for anything the file contains: what cannot be read
 * is `unreadable` and says why. No network, no clock but `trust.at`.
 */
export function verifyPdf(source: ByteSource, trust: TrustContext): VerificationReport {
  try {
    return verifyOpened(openPdf(source), trust)
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
  if (view.trailer.has('Encrypt')) throw new PdfProblem('encrypted', 'the file is encrypted')
  const found = findSignatures(view)
  if (found.length > MAX_SIGNATURES) throw new PdfProblem('too_large', `more than ${MAX_SIGNATURES} signatures`)
  const problems = fileProblems(file)
  const checked = found.map((one) => checkSignature(view, one, trust))
  markShared(checked)
  if (checked.length > 0) judgeRevisions(file, checked, problems)
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

function judgeRevisions(file: PdfFile, checked: CheckedSignature[], problems: Problem[]): void {
  const steps = new Map<number, Change[]>()
  const accounts = file.revisions.map((revision) => safeAccount(file, revision.index))
  const signed = checked.map((one) => ({ one, index: signedRevision(file, one) }))
  for (const { one, index } of signed) {
    const { report } = one
    if (index === null) {
      if (one.range)
        report.problems.push({ code: 'not_a_revision', detail: 'the signed bytes do not end where a revision ends' })
      report.changesAfter = 'forbidden'
    } else
      report.problems.push(
        ...accounts
          .slice(0, index + 1)
          .flat()
          .filter(({ code }) => code === 'duplicate_object'),
      )
    Object.assign(report, judge(report.problems))
  }
  const reports = signed.map(({ one }) => one.report)
  for (const { one, index } of signed) {
    if (index === null) continue
    const changes = [...tailChanges(file), ...changesSince(file, index, steps, accounts)]
    const later = { view: file.view(), signatures: reports }
    const { level, problems: reasons } = judgeChanges(changes, permissionsOf(file.view(), one.found), later)
    one.report.changesAfter = level
    one.report.coversWholeFile = index === file.revisions.length - 1 && file.isExact()
    one.report.problems.push(...reasons)
  }
  problems.push(...accounts.flat())
}

/** The revision whose end is the end of what was signed, or null. */
function signedRevision(file: PdfFile, { range }: CheckedSignature): number | null {
  const found = file.revisions.find(({ end, endWithEol }) => range && range.end >= end && range.end <= endWithEol)
  return found?.index ?? null
}

function changesSince(file: PdfFile, signed: number, steps: Map<number, Change[]>, accounts: Problem[][]): Change[] {
  const changes: Change[] = []
  for (let index = signed + 1; index < file.revisions.length; index++) {
    if (!steps.has(index)) steps.set(index, compareWithPrevious(file, index))
    changes.push(...steps.get(index)!)
    changes.push(...accounts[index]!.map((problem): Change => ({ level: 'forbidden', ...problem })))
  }
  return changes
}

function tailChanges(file: PdfFile): Change[] {
  if (file.isExact()) return []
  return [{ level: 'forbidden', code: 'stray_tail', detail: 'bytes after the last revision' }]
}

function safeAccount(file: PdfFile, index: number): Problem[] {
  try {
    return accountRevision(file, file.revisions[index]!)
  } catch (error) {
    if (error instanceof PdfProblem) return [{ code: 'revision_unreadable', detail: error.message }]
    throw error
  }
}

/** A signature that an older revision had and the newest has not. */
function lostSignatures(file: PdfFile): Problem[] {
  for (let index = file.revisions.length - 2; index >= 0; index--) {
    try {
      const lost = findSignatures(file.view(index))
      if (lost.length > 0) return lost.map(({ field }) => ({ code: 'signature_removed', detail: field.name }))
    } catch (error) {
      if (!(error instanceof PdfProblem)) throw error
    }
  }
  return []
}

function overallOf(signatures: SignatureReport[], lost: Problem[]): Overall {
  if (lost.length > 0) return 'invalid'
  if (signatures.length === 0) return 'unsigned'
  if (signatures.some((one) => one.indication === 'TOTAL-FAILED' || one.changesAfter === 'forbidden')) return 'invalid'
  const open = signatures.some((one) => one.indication === 'INDETERMINATE' || one.changesAfter === 'added')
  return open ? 'indeterminate' : 'valid'
}
