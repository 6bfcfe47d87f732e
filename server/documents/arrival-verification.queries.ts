import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import {
  CHANGES_TEXTS,
  FINDING_TEXTS,
  INDICATION_TEXTS,
  OVERALL_TEXTS,
  reportById,
  type SignatureReport,
} from '#server/signing/door.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'

/**
 * What the verifier found in an arrival's file, with the sentences that the screen shows; `overall` is null while the check is
 * under way. Refuses `not_found`.
 * @law QD28 art. 9.1
 */
export async function arrivalVerificationFor(tx: Tx, actor: Actor, id: string) {
  const { verificationOverall, verificationReportId } = await arrivalVisibleTo(tx, actor, id)
  const found = verificationReportId === null ? null : await reportById(tx, verificationReportId)
  const overall = found?.report.overall ?? (verificationOverall === null ? null : 'unreadable')
  return {
    overall,
    text: overall === null ? null : OVERALL_TEXTS[overall],
    at: found?.at ?? null,
    signatures: found?.report.signatures.map(inWords) ?? [],
    problems:
      found?.report.problems.map(({ code, detail }) => ({ code, detail, text: FINDING_TEXTS[code] ?? null })) ?? [],
  }
}

function inWords(signature: SignatureReport) {
  const { indication, changesAfter, problems } = signature
  return {
    ...signature,
    indicationText: INDICATION_TEXTS[indication],
    changesText: CHANGES_TEXTS[changesAfter],
    problems: problems.map(({ code, detail }) => ({ code, detail, text: FINDING_TEXTS[code] ?? null })),
  }
}
