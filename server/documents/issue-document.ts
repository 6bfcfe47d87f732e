import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { keepArchiveCopy } from '#server/signing/door.ts'
import { latestSending } from '#server/kernel/working-calendar.rules.ts'
import { assertFresh } from './arrival.queries.ts'
import { calendarFrom } from './calendar.queries.ts'
import { documentForAct, signedAtOf } from './document.queries.ts'
import { mayKeepBooks } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'

export const issueDocumentInput = z.object({ revision: z.int().min(1) })

/**
 * Gives the sealed document legal effect and sends it to every recipient: one delivery each, made in the same transaction
 * by the exchange. From now on an archive copy of its file is kept. Refuses `not_your_turn`, `stale`, `wrong_state`. *Tells* `document.issued`; *emits* `document.changed`.
 * @law ND30 art. 18.1
 * @law QD28 art. 6.2
 */
export async function issueDocument(work: Work, input: { id: string; revision: number }): Promise<DocumentAnswer> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!mayKeepBooks(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  const issued = await moveDocument(work, document, {
    move: 'issue',
    columns: { issuedAt: work.at },
    data: { code: document.code, late: await isLate(work, document.id) },
  })
  const { id, agencyId, fileSha256: sha256 } = issued
  if (sha256 !== null) await keepArchiveCopy(work, { subject: { kind: 'document', id }, agencyId, sha256 })
  await work.tell({ type: 'document.issued', documentId: document.id })
  return answerOf(issued)
}

/** Sending late is written down, not refused: a late document is better than none. @law QD28 art. 6.2 */
async function isLate({ tx, at }: Work, documentId: string): Promise<boolean> {
  const signedAt = await signedAtOf(tx, documentId)
  return signedAt !== null && at > latestSending(signedAt, await calendarFrom(tx, signedAt))
}
