import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { type SignedFile, signAsLeader } from '#server/signing/door.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { authorityToday } from './document-content.ts'
import { documentForAct, type DocumentRow } from './document.queries.ts'
import { nextState } from './document.rules.ts'
import { maySign } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'
import type { SeveralSteps } from './several-steps.ts'

/** The PIN of the signer's own key; it is used once and kept nowhere. */
export const signDocumentInput = z.object({ revision: z.int().min(1), pin: z.string().min(1).max(100) })

/** What is signed, and in whose name. */
type Begun = { fileSha256: string; competence: string; onBehalfOf: string | null }

/**
 * The named signer signs the very file that was reviewed, with the own key, in the form that the signing authority gives on
 * this day. From here on the file is only appended to. Refuses `not_your_turn`, `stale`, `wrong_state`,
 * `no_signing_authority`, and what the signing room refuses (`pin_wrong`, `key_locked`, `key_missing` …).
 * *Emits* `document.changed`.
 * @law ND30 art. 13
 */
export function signDocument(
  ground: { house: House; actor: Actor },
  input: { id: string } & z.output<typeof signDocumentInput>,
): SeveralSteps<Begun, SignedFile, DocumentAnswer> {
  return {
    begin: async (work) => {
      const document = await documentToSign(work, input)
      const { competence, onBehalfOf } = await authorityOf(work, document)
      return { fileSha256: document.fileSha256!, competence, onBehalfOf }
    },
    between: (begun) =>
      signAsLeader(ground, {
        subject: { kind: 'document', id: input.id },
        baseSha256: begun.fileSha256,
        pin: input.pin,
      }),
    finish: async (work, begun, signed) => {
      const document = await documentToSign(work, input)
      const moved = await moveDocument(work, document, {
        move: 'sign',
        columns: { fileSha256: signed.sha256 },
        onBehalfOf: begun.onBehalfOf,
        data: { competence: begun.competence, signedOver: begun.fileSha256 },
      })
      return answerOf(moved)
    },
  }
}

async function documentToSign(work: Work, input: { id: string; revision: number }): Promise<DocumentRow> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!maySign(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  nextState(document.state, 'sign')
  return document
}

async function authorityOf(work: Work, { signerPostId, signingAuthorityId }: DocumentRow) {
  if (signerPostId === null) return refuse('conflict', 'signer_missing')
  return authorityToday(work, { signerPostId, signingAuthorityId })
}
