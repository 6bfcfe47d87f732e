import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { finishSigning, type SigningProgress } from '#server/signing/door.ts'
import { documentForAct } from './document.queries.ts'
import type { DocumentAnswer } from './move-document.ts'
import { markSealed } from './number-and-seal.ts'
import type { SeveralSteps } from './several-steps.ts'
import { authorityOf, markSigned } from './sign-document.ts'
import { placeDue, placeIn, type SigningPlace, placeToSign } from './signing-place.ts'

const secret = z.string().min(1).max(100).optional()

/** PIN and one-time code are used once and kept nowhere; `signature` is what a program on the signer's computer made. */
export const completeSigningInput = z.object({
  revision: z.int().min(1),
  signingId: z.uuid(),
  pin: secret,
  code: secret,
  signature: z.base64().max(20_000).optional(),
})

type Begun = { place: SigningPlace; baseSha256: string }
/** `waiting`: a device has not confirmed yet; ask again. */
export type CompletedSigning = { waiting: true } | ({ waiting: false } & DocumentAnswer)

/**
 * Goes on with a prepared signing and, once it is embedded and verified, moves the document as `signDocument` and `numberAndSeal` do.
 * Refuses `not_your_turn`, `stale`, `wrong_state`, `not_found` for a signing that is not this document's and this post's, `base_changed` when
 * the document's file is another by now, and what the signing room refuses. *Emits* `document.changed`.
 */
export function completeSigning(
  ground: { house: House; actor: Actor },
  input: { id: string } & z.output<typeof completeSigningInput>,
): SeveralSteps<Begun, SigningProgress, CompletedSigning> {
  return {
    begin: async (work) => {
      const document = await documentForAct(work.tx, work.actor, input.id)
      const place = await placeDue(work, document, input.revision)
      return { place, baseSha256: document.fileSha256! }
    },
    between: async ({ place, baseSha256 }) => {
      const where = placeIn({ id: input.id, fileSha256: baseSha256 }, place)
      const { pin, code, signature } = input
      const answer = { pin, code, ...(signature ? { signature: Buffer.from(signature, 'base64') } : {}) }
      return finishSigning(ground, { signingId: input.signingId, ...where }, answer)
    },
    finish: (work, begun, made) => finish(work, { id: input.id, ...begun }, made),
  }
}

async function finish(work: Work, begun: Begun & { id: string }, made: SigningProgress): Promise<CompletedSigning> {
  if (made.state === 'waiting') return { waiting: true }
  const document = await documentForAct(work.tx, work.actor, begun.id)
  placeToSign(work.actor, document)
  if (document.fileSha256 !== begun.baseSha256) return refuse('conflict', 'base_changed')
  if (begun.place === 'seal') return { waiting: false, ...(await markSealed(work, document, made)) }
  const authority = await authorityOf(work, document)
  return { waiting: false, ...(await markSigned(work, { document, signed: made, ...authority })) }
}
