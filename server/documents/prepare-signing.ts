import { z } from 'zod'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { leaderWish, readyOpenSigning, type ReadySigning, sealWish, storeSigning } from '#server/signing/door.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { documentForAct, documentVisibleTo } from './document.queries.ts'
import { numbered, printedOn, worthNumbering } from './number-and-seal.ts'
import type { SeveralSteps } from './several-steps.ts'
import { authorityOf } from './sign-document.ts'
import { assertMaySign, placeDue, placeFor, placeIn } from './signing-place.ts'

export const prepareSigningInput = z.object({ revision: z.int().min(1) })

type Ground = { house: House; actor: Actor }
type Input = { id: string; revision: number }

/** What is signed, as it was looked at; for a seal with what it prints. */
type Begun = { revision: number; baseSha256: string; printed: { numberLine: string; dateLine: string } | null }

/**
 * Begins a signature or a seal whose key answers later: a remote service, a program on the signer's computer. It waits half an hour and
 * survives reload and restart; `completeSigning` goes on with it. For a seal the number is reserved first, as `numberAndSeal` does.
 * The same operation again is the same signing; another prepares anew, and of two only one is ever embedded. Refuses `not_your_turn`,
 * `wrong_state`, `stale`, and what the signing room refuses.
 * @law ND30 art. 13
 * @law ND30 art. 32.2.d
 */
export function prepareSigning(ground: Ground, input: Input): SeveralSteps<Begun, ReadySigning, { signingId: string }> {
  return {
    before: () => worthPreparing(ground, input.id),
    begin: (work) => begin(work, input),
    between: async ({ baseSha256, printed }) =>
      readyOpenSigning(ground, await wishFor(ground, input.id, { baseSha256, printed })),
    finish: async (work, { revision }, ready) => {
      await placeDue(work, await documentForAct(work.tx, work.actor, input.id), revision)
      return { signingId: await storeSigning(work, ready) }
    },
  }
}

async function worthPreparing({ house, actor }: Ground, id: string): Promise<void> {
  const seen = await documentVisibleTo(house.db, actor, id)
  assertMaySign(actor, seen)
  if (placeFor(actor, seen) === 'seal') await worthNumbering({ house, actor }, id)
}

async function begin(work: Work, input: Input): Promise<Begun> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if ((await placeDue(work, document, input.revision)) === 'seal') {
    const { revision, baseSha256, ...printed } = await printedOn(work, await numbered(work, input))
    return { revision, baseSha256, printed }
  }
  await authorityOf(work, document)
  return { revision: document.revision, baseSha256: document.fileSha256!, printed: null }
}

function wishFor(ground: Ground, id: string, { baseSha256, printed }: Pick<Begun, 'baseSha256' | 'printed'>) {
  if (!printed) return leaderWish(ground, placeIn({ id, fileSha256: baseSha256 }, 'leader'))
  return sealWish(ground, { subject: { kind: 'document', id }, baseSha256, ...printed })
}
