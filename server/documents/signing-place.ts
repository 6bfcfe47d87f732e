import type { Actor } from '#server/kernel/actor.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { FIELDS } from '#server/signing/door.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import type { DocumentRow } from './document.queries.ts'
import { canMove } from './document.rules.ts'
import { mayKeepBooks, maySign } from './documents.permissions.ts'

/** Whose signature a document waits for: the competent person's, or the agency's over it. */
export type SigningPlace = 'leader' | 'seal'

/** Where the actor may sign the document now, or null. */
export function placeFor(actor: Actor, document: DocumentRow): SigningPlace | null {
  if (maySign(actor, document) && canMove(document.state, 'sign')) return 'leader'
  const sealable = canMove(document.state, 'number') || canMove(document.state, 'seal')
  return mayKeepBooks(actor, document) && sealable ? 'seal' : null
}

/** As {@link placeFor}; refuses `not_your_turn` to whom neither is due, and `wrong_state` when it is not due now. */
export function placeToSign(actor: Actor, document: DocumentRow): SigningPlace {
  assertMaySign(actor, document)
  return placeFor(actor, document) ?? refuse('conflict', 'wrong_state')
}

/** As {@link placeToSign}, on a locked document that the caller has just looked at; refuses `stale` before `wrong_state`. */
export async function placeDue(work: Work, document: DocumentRow, revision: number): Promise<SigningPlace> {
  assertMaySign(work.actor, document)
  await assertFresh(work.tx, document, revision)
  return placeToSign(work.actor, document)
}

/** Refuses `not_your_turn` to whom neither the signature nor the seal can be due. */
export function assertMaySign(actor: Actor, document: DocumentRow): void {
  if (!maySign(actor, document) && !mayKeepBooks(actor, document)) refuse('forbidden', 'not_your_turn')
}

/** What the signing room calls the place: the thing, its file as it is now, the field. */
export function placeIn(document: Pick<DocumentRow, 'id' | 'fileSha256'>, place: SigningPlace) {
  return {
    subject: { kind: 'document', id: document.id } as const,
    baseSha256: document.fileSha256!,
    field: place === 'leader' ? FIELDS.leader : FIELDS.seal,
  }
}
