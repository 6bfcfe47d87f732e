import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentForAct } from './document.queries.ts'
import { mayApproveForm } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'

/**
 * The office answers for form and procedure and lays the document before the signer. Nobody approves the form of an own
 * draft (`own_draft`). Refuses `not_your_turn`, `stale`, `wrong_state`. *Emits* `document.changed`.
 * @law ND30 art. 12.2
 */
export async function approveForm(work: Work, input: { id: string; revision: number }): Promise<DocumentAnswer> {
  const { actor, tx } = work
  const document = await documentForAct(tx, actor, input.id)
  if (!mayApproveForm(actor, document)) {
    refuse('forbidden', actor.postId === document.drafterPostId ? 'own_draft' : 'not_your_turn')
  }
  await assertFresh(tx, document, input.revision)
  return answerOf(await moveDocument(work, document, { move: 'approve_form' }))
}
