import { z } from 'zod'
import { agencyById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { assertLeaderSigned, sealAsAgency, type SignedFile } from '#server/signing/door.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { placeAndDay } from './document-date.rules.ts'
import { numberLine } from './document-number.rules.ts'
import { documentForAct, type DocumentRow, documentVisibleTo } from './document.queries.ts'
import { nextState } from './document.rules.ts'
import { mayKeepBooks } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, moveDocument } from './move-document.ts'
import { moveNumber } from './number.queries.ts'
import { reserveNumber } from './reserve-number.ts'
import type { SeveralSteps } from './several-steps.ts'

/** The PIN of the agency's key, which the clerk keeps. */
export const numberAndSealInput = z.object({ revision: z.int().min(1), pin: z.string().min(1).max(100) })

/** What is printed and sealed. */
type Begun = { revision: number; baseSha256: string; numberLine: string; dateLine: string }

/**
 * The clerk numbers, dates and seals a document that the competent person has signed. First a short transaction reserves the
 * number (or finds the one that an interrupted attempt reserved), then number and date are filled in and the seal is
 * applied with no lock held, then a second transaction marks the number used. Refuses `not_your_turn`, `stale`,
 * `wrong_state`, `no_number_book`, `first_signature_missing`, and what the signing room refuses. *Emits* `document.changed`.
 * @law ND30 art. 15.3
 * @law ND30 art. 32.2.d
 */
export function numberAndSeal(
  ground: { house: House; actor: Actor },
  input: { id: string } & z.output<typeof numberAndSealInput>,
): SeveralSteps<Begun, SignedFile, DocumentAnswer> {
  return {
    before: () => worthNumbering(ground, input.id),
    begin: async (work) => printedOn(work, await numbered(work, input)),
    between: ({ baseSha256, numberLine: number, dateLine }) =>
      sealAsAgency(ground, {
        subject: { kind: 'document', id: input.id },
        pin: input.pin,
        baseSha256,
        numberLine: number,
        dateLine,
      }),
    finish: async (work, begun, sealed) => {
      const document = await documentToKeep(work, { id: input.id, revision: begun.revision })
      return markSealed(work, document, sealed)
    },
  }
}

/** The sealed file takes the place of the signed one, and the number is used. */
export async function markSealed(work: Work, document: DocumentRow, sealed: SignedFile): Promise<DocumentAnswer> {
  const columns = { fileSha256: sealed.sha256 }
  const moved = await moveDocument(work, document, { move: 'seal', columns, data: { code: document.code } })
  await moveNumber(work.tx, document.id, { move: 'use' })
  return answerOf(moved)
}

/** No number is spent on a paper that may not be sealed. @law ND30 art. 32.2.d */
export async function worthNumbering({ house, actor }: { house: House; actor: Actor }, id: string): Promise<void> {
  const document = await documentVisibleTo(house.db, actor, id)
  if (!mayKeepBooks(actor, document)) refuse('forbidden', 'not_your_turn')
  if (document.state === 'signed') await assertLeaderSigned(house, document.fileSha256!)
}

/** The document with its number: the one it holds already, or the next of the book. */
export async function numbered(work: Work, input: { id: string; revision: number }): Promise<DocumentRow> {
  const document = await documentToKeep(work, input)
  if (document.state === 'numbered') return document
  nextState(document.state, 'number')
  return reserveNumber(work, document)
}

async function documentToKeep(work: Work, input: { id: string; revision: number }): Promise<DocumentRow> {
  const document = await documentForAct(work.tx, work.actor, input.id)
  if (!mayKeepBooks(work.actor, document)) refuse('forbidden', 'not_your_turn')
  await assertFresh(work.tx, document, input.revision)
  return document
}

/** What the seal's revision prints on the sheet. */
export async function printedOn(
  work: Work,
  { agencyId, revision, fileSha256, code, issuedOn }: DocumentRow,
): Promise<Begun> {
  const { place } = await agencyById(work.tx, agencyId)
  const lines = { numberLine: numberLine(code!), dateLine: placeAndDay(place, issuedOn!) }
  return { revision, baseSha256: fileSha256!, ...lines }
}
