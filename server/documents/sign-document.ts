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

/** What the signer looked at. `seenSha256` binds the signature to these bytes, `batchId` names the batch in the journal. */
type Looked = { id: string; revision: number; seenSha256?: string; batchId?: string }

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
  const { id, revision, pin } = input
  return {
    ...signatureOf({ id, revision }),
    between: ({ fileSha256 }) =>
      signAsLeader(ground, { subject: { kind: 'document', id }, baseSha256: fileSha256, pin }),
  }
}

/**
 * What stands before and after the signature itself, alone or in a batch: the same rights, state and freshness are asked before
 * and again after it. Refuses as {@link signDocument}, and `not_what_was_seen`.
 * @law ND30 art. 13
 */
export function signatureOf(looked: Looked): Pick<SeveralSteps<Begun, SignedFile, DocumentAnswer>, 'begin' | 'finish'> {
  return {
    begin: async (work) => {
      const document = await documentToSign(work, looked)
      const { competence, onBehalfOf } = await authorityOf(work, document)
      return { fileSha256: document.fileSha256!, competence, onBehalfOf }
    },
    finish: async (work, begun, signed) => {
      const document = await documentToSign(work, looked)
      return markSigned(work, { document, signed, ...begun, batchId: looked.batchId })
    },
  }
}

/** The signed file takes the place of the one that was reviewed. */
export async function markSigned(
  work: Work,
  of: {
    document: DocumentRow
    signed: SignedFile
    competence: string
    onBehalfOf: string | null
    batchId?: string | undefined
  },
): Promise<DocumentAnswer> {
  const { competence, onBehalfOf, batchId } = of
  const moved = await moveDocument(work, of.document, {
    move: 'sign',
    columns: { fileSha256: of.signed.sha256 },
    onBehalfOf,
    data: { competence, signedOver: of.document.fileSha256, ...(batchId ? { batchId } : {}) },
  })
  return answerOf(moved)
}

async function documentToSign(work: Work, { id, revision, seenSha256 }: Looked): Promise<DocumentRow> {
  const document = await documentForAct(work.tx, work.actor, id)
  if (!maySign(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, revision)
  nextState(document.state, 'sign')
  if (seenSha256 !== undefined && document.fileSha256 !== seenSha256) refuse('conflict', 'not_what_was_seen')
  return document
}

/** In whose name the signer signs on this day; refuses `signer_missing` and `no_signing_authority`. */
export async function authorityOf(work: Work, { signerPostId, signingAuthorityId }: DocumentRow) {
  if (signerPostId === null) return refuse('conflict', 'signer_missing')
  return authorityToday(work, { signerPostId, signingAuthorityId })
}
