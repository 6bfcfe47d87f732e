import type { PdfFile } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import { accountRevision } from './account-revision.ts'
import { judgeChanges } from './changes-after.ts'
import type { CheckedSignature } from './check-signature.ts'
import { compareWithPrevious } from './compare/compare-revisions.ts'
import type { Change } from './compare/comparison.ts'
import { History } from './compare/history.ts'
import { Evidence } from './evidence.ts'
import { judgeTimes, type JudgedChain } from './judge-times.ts'
import { permissionsOf } from './permissions.ts'
import type { Problem } from './report.ts'
import { isSound, type Scales, type SignedPart as Signed } from './scales.ts'
import type { TrustContext } from './trust-context.ts'
import { DEFAULT_PROFILE, type ValidityProfile } from './validity-profile.ts'

/**
 * Fills in what is known of each signature from the file around it: time, indication, later changes, coverage. Answers
 * what is wrong with the revisions themselves, and the certificates that were judged.
 */
export function judgeRevisions(
  file: PdfFile,
  checked: CheckedSignature[],
  trust: TrustContext,
): { problems: Problem[]; chains: JudgedChain[] } {
  const accounts = file.revisions.map((revision) => safeAccount(file, revision.index))
  const signed = checked.map((one): Signed => ({ ...one, index: signedRevision(file, one) }))
  for (const one of signed) noteStructure(one, accounts)
  const chains = judgeTimes(signed, trust, new Evidence(file, trust.evidence, trust.at))
  const steps = stepsAfter(file, firstSigned(signed), accounts)
  const weigher = weigherOf(signed, trust)
  for (const one of signed) judgeLater(file, one, { steps, weigher })
  return { problems: accounts.flat(), chains }
}

function noteStructure({ report, range, index }: Signed, accounts: Problem[][]): void {
  const covered = index === null ? [] : accounts.slice(0, index + 1).flat()
  report.problems.push(...covered.filter(({ code }) => code === 'duplicate_object' || code === 'duplicate_key'))
  if (index === null && range)
    report.problems.push({ code: 'not_a_revision', detail: 'the signed bytes do not end where a revision ends' })
}

/**
 * The revision whose end is the end of what was signed, or null; also where that revision does not list the signature
 * itself, so that it came to be one only later.
 */
function signedRevision(file: PdfFile, { range, found }: CheckedSignature): number | null {
  const revision = file.revisions.find(({ end, endWithEol }) => range && range.end >= end && range.end <= endWithEol)
  const entry = revision && found.ref ? file.entryOf(found.ref.num, revision.index) : null
  return revision && entry?.kind === 'at' && entry.offset === found.span?.[0] ? revision.index : null
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
    steps[index] = [...compareWithPrevious(history, index), ...faults].map((change) => ({ ...change, revision: index }))
  }
  return steps
}

/** What all signatures of one file are weighed with. */
type Weigher = Pick<Scales, 'byField' | 'isAnsweredFor'> & { profileOf(one: Signed): ValidityProfile }

function weigherOf(signed: Signed[], trust: TrustContext): Weigher {
  const answering = signed.filter((one) => isSound(one) && one.report.kind !== 'timestamp')
  const last = Math.max(-1, ...answering.map(({ index }) => index ?? -1))
  return {
    byField: new Map(signed.map((one) => [one.found.field.ref?.num ?? -1, one])),
    isAnsweredFor: (revision) => last >= revision,
    profileOf: ({ anchor }) => (anchor && trust.profileOf?.(anchor)) ?? DEFAULT_PROFILE,
  }
}

function judgeLater(file: PdfFile, own: Signed, { steps, weigher }: { steps: Change[][]; weigher: Weigher }): void {
  const { report, index, found } = own
  if (index === null) {
    report.changesAfter = 'forbidden'
    return
  }
  const tail: Change = { level: 'forbidden', code: 'stray_tail', detail: 'bytes after the last revision' }
  const changes = [...(file.isExact() ? [] : [tail]), ...steps.slice(index + 1).flat()]
  const permissions = permissionsOf(file.view(index), found)
  const { level, problems } = judgeChanges(changes, { ...weigher, own, permissions, profile: weigher.profileOf(own) })
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
