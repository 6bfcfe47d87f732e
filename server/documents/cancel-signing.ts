import type { Work } from '#server/kernel/unit-of-work.ts'
import { cancelSigning as cancel } from '#server/signing/door.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentForAct } from './document.queries.ts'
import { assertMaySign } from './signing-place.ts'

/** The signer gives a prepared signing up; the document stays as it is. Refuses `not_your_turn`, `not_found`. */
export async function cancelSigning(
  work: Work,
  input: { id: string; revision: number; signingId: string },
): Promise<{ id: string }> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  assertMaySign(work.actor, document)
  await assertFresh(work.tx, document, input.revision)
  await cancel(work, input.signingId, { kind: 'document', id: document.id })
  return { id: document.id }
}
