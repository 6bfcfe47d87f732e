import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentForAct } from './document.queries.ts'
import { mayKeepBooks } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'
import { moveNumber } from './number.queries.ts'

export const voidNumberInput = z.object({ revision: z.int().min(1), reason: prose(500) })

/**
 * The clerk voids the number that a document holds but was never sealed with. It stays in the book as "Số hủy" with its reason
 * and is never given again; the document may take another one.
 * Refuses `not_your_turn`, `stale`, `wrong_state`. *Emits* `document.changed`.
 * @law ND30 art. 15.1
 */
export async function voidNumber(
  work: Work,
  input: { id: string } & z.output<typeof voidNumberInput>,
): Promise<DocumentAnswer> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!mayKeepBooks(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  const { code, number, numberBookId, numberYear } = document
  const moved = await moveDocument(work, document, {
    move: 'void_number',
    columns: { number: null, numberYear: null, numberBookId: null, code: null, issuedOn: null },
    reason: input.reason,
    data: { code },
  })
  await moveNumber(work.tx, document.id, { move: 'void', reason: input.reason })
  work.record({
    stream: `book:${numberBookId}:${numberYear}`,
    act: 'number.void',
    basis: 'ND30 art. 15.1',
    data: { number, code, documentId: document.id, reason: input.reason },
  })
  return answerOf(moved)
}
