import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import {
  CHANGES_TEXTS,
  FINDING_TEXTS,
  INDICATION_TEXTS,
  OVERALL_TEXTS,
  reportById,
  type SignatureReport,
  type VerificationReport,
} from '#server/signing/door.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'

type Problem = VerificationReport['problems'][number]

/**
 * What the verifier found in an arrival's file, with the sentences that the screen shows; `overall` is null while the check is
 * under way. Refuses `not_found`.
 * @law QD28 art. 9.1
 */
export async function arrivalVerificationFor(tx: Tx, actor: Actor, id: string) {
  const { verificationOverall, verificationReportId } = await arrivalVisibleTo(tx, actor, id)
  const found = verificationReportId === null ? null : await reportById(tx, verificationReportId)
  if (found) return { at: found.at, ...reportInWords(found.report) }
  const overall = verificationOverall === null ? null : ('unreadable' as const)
  return { at: null, overall, text: overall && OVERALL_TEXTS[overall], signatures: [], problems: [] }
}

const problemInWords = ({ code, detail }: Problem) => ({ code, detail, text: FINDING_TEXTS[code] ?? null })

function reportInWords({ overall, signatures, problems }: VerificationReport) {
  const text = OVERALL_TEXTS[overall]
  return { overall, text, signatures: signatures.map(inWords), problems: problems.map(problemInWords) }
}

function inWords(signature: SignatureReport) {
  const { indication, changesAfter, problems } = signature
  return {
    ...signature,
    indicationText: INDICATION_TEXTS[indication],
    changesText: CHANGES_TEXTS[changesAfter],
    problems: problems.map(problemInWords),
  }
}
