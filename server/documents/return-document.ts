import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentForAct } from './document.queries.ts'
import { nextState } from './document.rules.ts'
import { mayReturn } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'

/** Nobody gets a draft back without a reason. */
export const returnDocumentInput = z.object({ revision: z.int().min(1), reason: prose(1000) })

/**
 * Whoever has the document for review or signature gives it back to the drafter. What was submitted stays as a version.
 * Refuses `not_your_turn`, `stale`, `wrong_state`. *Emits* `document.changed`.
 * @law ND30 art. 10.3
 */
export async function returnDocument(
  work: Work,
  input: { id: string } & z.output<typeof returnDocumentInput>,
): Promise<DocumentAnswer> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  await assertFresh(work.tx, document, input.revision)
  nextState(document.state, 'return')
  if (!mayReturn(work.actor, document)) refuse('forbidden', 'not_your_turn')
  return answerOf(await moveDocument(work, document, { move: 'return', reason: input.reason }))
}
