import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { keyKindOf, type OpenSigning, unfinishedSigning } from '#server/signing/door.ts'
import { documentVisibleTo } from './document.queries.ts'
import { placeFor, placeIn, type SigningPlace } from './signing-place.ts'

/** How the actor would sign the document now (the kind of the key), and the signing that waits to be gone on with. */
export type DocumentSigning = {
  place: SigningPlace | null
  keyKind: Awaited<ReturnType<typeof keyKindOf>>
  unfinished: OpenSigning | null
}

/** For whom no signature is due, all is null. Whoever may not see the document gets `not_found`. */
export async function documentSigningFor(ground: { house: House; actor: Actor }, id: string): Promise<DocumentSigning> {
  const { house, actor } = ground
  const document = await documentVisibleTo(house.db, actor, id)
  const place = placeFor(actor, document)
  if (!place) return { place, keyKind: null, unfinished: null }
  const person = { holder: 'person', holderId: actor.personId } as const
  const agency = { holder: 'agency', holderId: actor.agencyId } as const
  const keyKind = await keyKindOf(house, place === 'leader' ? person : agency)
  return { place, keyKind, unfinished: await unfinishedSigning(ground, placeIn(document, place)) }
}
