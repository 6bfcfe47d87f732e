import type { PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import { accountRevision } from './account-revision.ts'
import { judgeChanges } from './changes-after.ts'
import type { CheckedSignature } from './check-signature.ts'
import { compareWithPrevious } from './compare/compare-revisions.ts'
import type { Change } from './compare/comparison.ts'
import { History } from './compare/history.ts'
import { judge } from './fault.ts'
import { permissionsOf } from './permissions.ts'
import type { Problem } from './report.ts'

/** A signature and the revision it ends, or null when it ends none. */
type Signed = CheckedSignature & { index: number | null }

/**
 * Fills in what became of the file around and after each signature: indication, later changes, coverage. Answers what is
 * wrong with the revisions themselves.
 */
export function judgeRevisions(file: PdfFile, checked: CheckedSignature[]): Problem[] {
  const accounts = file.revisions.map((revision) => safeAccount(file, revision.index))
  const signed = checked.map((one): Signed => ({ ...one, index: signedRevision(file, one) }))
  for (const one of signed) judgeSignature(one, accounts)
  const steps = stepsAfter(file, firstSigned(signed), accounts)
  for (const one of signed) judgeLater(file, one, { steps, signed })
  return accounts.flat()
}

function judgeSignature({ report, range, index }: Signed, accounts: Problem[][]): void {
  const covered = index === null ? [] : accounts.slice(0, index + 1).flat()
  report.problems.push(...covered.filter(({ code }) => code === 'duplicate_object'))
  if (index === null && range)
    report.problems.push({ code: 'not_a_revision', detail: 'the signed bytes do not end where a revision ends' })
  Object.assign(report, judge(report.problems))
}

/** The revision whose end is the end of what was signed, or null. */
function signedRevision(file: PdfFile, { range }: CheckedSignature): number | null {
  const found = file.revisions.find(({ end, endWithEol }) => range && range.end >= end && range.end <= endWithEol)
  return found?.index ?? null
}

function firstSigned(signed: Signed[]): number {
  return Math.min(...signed.map(({ index }) => index ?? Infinity))
}

/** What each revision after the first signed one changed; a revision that does not add up is forbidden. */
function stepsAfter(file: PdfFile, first: number, accounts: Problem[][]): Change[][] {
  const steps: Change[][] = []
  const history = first < file.revisions.length - 1 ? new History(file) : null
  for (let index = first + 1; history && index < file.revisions.length; index++) {
    const faults = accounts[index]!.map((problem): Change => ({ level: 'forbidden', ...problem }))
    steps[index] = [...compareWithPrevious(history, index), ...faults]
  }
  return steps
}

function judgeLater(file: PdfFile, one: Signed, all: { steps: Change[][]; signed: Signed[] }): void {
  const { report, index, found } = one
  if (index === null) {
    report.changesAfter = 'forbidden'
    return
  }
  const tail: Change = { level: 'forbidden', code: 'stray_tail', detail: 'bytes after the last revision' }
  const changes = [...(file.isExact() ? [] : [tail]), ...all.steps.slice(index + 1).flat()]
  const later = { view: file.view(), signatures: all.signed.map((other) => other.report) }
  const { level, problems } = judgeChanges(changes, permissionsOf(file.view(), found), later)
  report.changesAfter = level
  report.coversWholeFile = index === file.revisions.length - 1 && file.isExact()
  report.problems.push(...problems)
}

function safeAccount(file: PdfFile, index: number): Problem[] {
  try {
    return accountRevision(file, file.revisions[index]!)
  } catch (error) {
    if (error instanceof PdfProblem) return [{ code: 'revision_unreadable', detail: error.message }]
    throw error
  }
}
