import { z } from 'zod'
import { postsOfAgency } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { isLetter } from './document-composition.ts'
import { documentForAct, type DocumentRow, insertVersion, recipientIdsOf } from './document.queries.ts'
import { checkComplete, nextState } from './document.rules.ts'
import { isHeadOf, mayEdit } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'
import { type SheetFile, sheetOf } from './document-sheet.ts'
import type { SeveralSteps } from './several-steps.ts'

export const submitDocumentInput = z.object({ revision: z.int().min(1) })

/**
 * Lays the draft out as a PDF with its prepared fields, keeps it as a version and passes it to the head of the unit, or to the
 * office where the drafter is the head or the unit has none. Refuses `not_your_turn`, `stale`, `wrong_state`,
 * `signer_missing`, `no_signing_authority`, `body_missing`, `recipients_missing`, and what composing refuses.
 * *Emits* `document.changed`.
 * @law ND30 art. 10
 */
export function submitDocument(
  ground: { house: House; actor: Actor },
  input: { id: string; revision: number },
): SeveralSteps<null, SheetFile, DocumentAnswer> {
  const ready = (work: Work) => documentToSubmit(work, input)
  return {
    begin: async (work) => {
      await ready(work)
      return null
    },
    between: () => sheetOf(ground.house, ground.actor, input.id),
    finish: async (work, _begun, file) => {
      const document = await ready(work)
      const { subject, body } = document
      const kept = { documentId: document.id, subject, body, fileSha256: file.sha256, at: work.at }
      const version = await insertVersion(work.tx, { ...kept, postId: work.actor.postId })
      const move = (await goesToHead(work, document)) ? 'submit' : 'submit_own'
      const columns = { fileSha256: file.sha256, filePages: file.pages }
      return answerOf(await moveDocument(work, document, { move, version, columns }))
    },
  }
}

async function documentToSubmit(work: Work, input: { id: string; revision: number }): Promise<DocumentRow> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!mayEdit(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  nextState(document.state, 'submit')
  const recipients = (await recipientIdsOf(work.tx, document.id)).length
  checkComplete({ ...document, recipients, letter: isLetter(document.typeCode) })
  return document
}

/** Somebody else must answer for the content. @law ND30 art. 12.1 */
async function goesToHead({ tx, actor, at }: Work, { agencyId, unitId }: DocumentRow): Promise<boolean> {
  if (isHeadOf(actor, unitId)) return false
  const posts = await postsOfAgency(tx, { agencyId, unitId, at })
  return posts.some((post) => isHeadOf(post, unitId))
}
