import { agenciesByIds, agencyById, postById, unitById } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Composition } from './compose/composition.ts'
import { addresseeLines, recipientLines, signerLines } from './document-addressees.rules.ts'
import { authorityToday } from './document-content.ts'
import { type DocumentRow, documentTypeOf, recipientIdsOf } from './document.queries.ts'

/** Công văn: no title, the subject below the number. */
const letterType = 'cong_van'

/** True for the type that is written as a letter. */
export const isLetter = (typeCode: string) => typeCode === letterType

/** Everything that the sheet of a document shows, put together as of now. Refuses `signer_missing`, `no_signing_authority`. */
export async function compositionOf(tx: Tx, document: DocumentRow, at: Date): Promise<Composition> {
  const agency = await agencyById(tx, document.agencyId)
  const parent = agency.parentId === null ? null : await agencyById(tx, agency.parentId)
  const type = await documentTypeOf(tx, document.typeCode)
  return {
    agency: { name: agency.name, parent: parent?.name ?? null },
    type: { name: type.nameVi, letter: isLetter(type.code) },
    symbol: document.symbol,
    place: agency.place,
    subject: document.subject,
    body: document.body,
    ...(await listsOf(tx, document)),
    signer: await signerOf(tx, document, at),
    urgency: document.urgency,
    circulation: document.circulation,
    contact: agency.contact === '' ? null : agency.contact,
    composedAt: at,
  }
}

async function listsOf(tx: Tx, document: DocumentRow) {
  const ids = await recipientIdsOf(tx, document.id)
  const found = new Map((await agenciesByIds(tx, ids)).map(({ id, name }) => [id, name]))
  const unit = await unitById(tx, document.unitId)
  const source = {
    recipientNames: ids.map((id) => found.get(id) ?? id),
    addressLines: document.addressLines,
    copyLines: document.copyLines,
    letter: isLetter(document.typeCode),
    unitSymbol: unit.symbol,
  }
  return { addressees: addresseeLines(source), recipients: recipientLines(source) }
}

async function signerOf(tx: Tx, document: DocumentRow, at: Date): Promise<Composition['signer']> {
  const { signerPostId, signingAuthorityId } = document
  if (signerPostId === null) return refuse('conflict', 'signer_missing')
  const authority = await authorityToday({ tx, at }, { signerPostId, signingAuthorityId })
  const post = await postById(tx, signerPostId)
  return { ...signerLines(authority), fullName: post.fullName }
}
