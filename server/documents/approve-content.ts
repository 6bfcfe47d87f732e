import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentForAct } from './document.queries.ts'
import { mayApproveContent } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'

/** The revision that the reviewer has read. */
export const approveInput = z.object({ revision: z.int().min(1) })

/**
 * The head of the drafter's unit answers for the content and passes the document to the office.
 * Refuses `not_your_turn`, `stale`, `wrong_state`. *Emits* `document.changed`.
 * @law ND30 art. 12.1
 */
export async function approveContent(work: Work, input: { id: string; revision: number }): Promise<DocumentAnswer> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!mayApproveContent(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  return answerOf(await moveDocument(work, document, { move: 'approve_content' }))
}
