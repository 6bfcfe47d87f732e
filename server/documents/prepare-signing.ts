import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { type Command, perform } from '#server/kernel/unit-of-work.ts'
import { leaderWish, openSigning, type OpenSigning, sealWish } from '#server/signing/door.ts'
import { documentForAct, documentVisibleTo } from './document.queries.ts'
import { numbered, printedOn, worthNumbering } from './number-and-seal.ts'
import { authorityOf } from './sign-document.ts'
import { assertMaySign, placeDue, placeFor, placeIn } from './signing-place.ts'

export const prepareSigningInput = z.object({ revision: z.int().min(1) })

type Ground = { house: House; actor: Actor; command: Command }

/**
 * Begins a signature or a seal whose key answers later: a remote service, a program on the signer's computer. It waits half an hour and
 * survives reload and restart; `completeSigning` goes on with it. For a seal the number is reserved first, as `numberAndSeal` does.
 * Refuses `not_your_turn`, `wrong_state`, `stale`, and what the signing room refuses.
 * @law ND30 art. 13
 * @law ND30 art. 32.2.d
 */
export async function prepareSigning(ground: Ground, input: { id: string; revision: number }): Promise<OpenSigning> {
  const { house, actor } = ground
  const seen = await documentVisibleTo(house.db, actor, input.id)
  assertMaySign(actor, seen)
  if (placeFor(actor, seen) === 'seal') return prepareSeal(ground, input)
  const document = await perform(house, actor, keyless(ground), async (work) => {
    const row = await documentForAct(work.tx, work.actor, input.id)
    await placeDue(work, row, input.revision)
    await authorityOf(work, row)
    return row
  })
  return openSigning(ground, await leaderWish(ground, placeIn(document, 'leader')))
}

async function prepareSeal(ground: Ground, input: { id: string; revision: number }): Promise<OpenSigning> {
  await worthNumbering(ground, input.id)
  const printed = await perform(ground.house, ground.actor, keyless(ground), async (work) =>
    printedOn(work, await numbered(work, input)),
  )
  const { baseSha256, numberLine, dateLine } = printed
  const subject = { kind: 'document', id: input.id } as const
  return openSigning(ground, await sealWish(ground, { subject, baseSha256, numberLine, dateLine }))
}

/** A repeat prepares anew: the earlier one is swept, and of two only one is ever embedded. */
const keyless = ({ command }: Ground): Command => ({ ...command, key: null })
