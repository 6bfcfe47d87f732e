import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { sendCode } from '#server/signing/door.ts'
import { assertFresh } from './arrival.queries.ts'
import { documentVisibleTo } from './document.queries.ts'
import { assertMaySign, placeIn, placeToSign } from './signing-place.ts'

/** Which prepared signing of the document. */
export const ofSigningInput = z.object({ revision: z.int().min(1), signingId: z.uuid() })

/**
 * The remote service sends its one-time code to the signer's telephone. A repeat so soon that the first is hardly there sends none.
 * Refuses as `completeSigning` does.
 */
export async function sendSigningCode(
  ground: { house: House; actor: Actor },
  input: { id: string } & z.output<typeof ofSigningInput>,
): Promise<{ sent: true }> {
  const { house, actor } = ground
  const document = await documentVisibleTo(house.db, actor, input.id)
  assertMaySign(actor, document)
  await assertFresh(house.db, document, input.revision)
  const place = placeToSign(actor, document)
  await sendCode(ground, { signingId: input.signingId, ...placeIn(document, place) })
  return { sent: true }
}
