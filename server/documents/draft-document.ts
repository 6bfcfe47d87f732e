import type { z } from 'zod'
import { agencyById, unitById } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { checkContent, columnsOf, documentContent } from './document-content.ts'
import { documentTypeOf, type DocumentRow, insertDocument, replaceRecipients } from './document.queries.ts'
import { checkDeadline } from './document.rules.ts'
import { documentSymbol } from './document-number.rules.ts'
import { mayDraft } from './documents.permissions.ts'
import { answerOf, type DocumentAnswer, noteAct } from './move-document.ts'

export const draftDocumentInput = documentContent

/** Where a draft belongs: the agency that will issue it, the unit that drafts it, the drafter's post. */
export type Desk = { agencyId: string; unitId: string; drafterPostId: string; meetingId?: string }

/**
 * Starts an outgoing document on the drafter's desk. Refuses `state_secret`, `due_in_past`, `unknown_recipient`,
 * `unknown_signer`, `no_signing_authority`, `no_unit`. *Emits* `documents.changed`.
 * @law ND30 art. 10
 */
export async function draftDocument(work: Work, input: z.output<typeof draftDocumentInput>): Promise<DocumentAnswer> {
  const { actor } = work
  if (!mayDraft(actor) || actor.unitId === null) refuse('forbidden', 'no_unit')
  const desk = { agencyId: actor.agencyId, unitId: actor.unitId, drafterPostId: actor.postId }
  return answerOf(await storeDraft(work, desk, input))
}

/** Stores a checked draft for a desk; also the way in for other rooms, which answer for the desk. */
export async function storeDraft(
  work: Work,
  desk: Desk,
  content: z.output<typeof draftDocumentInput>,
): Promise<DocumentRow> {
  const recipientIds = await checkContent(work, desk.agencyId, content)
  const columns = columnsOf(content)
  checkDeadline(columns.dueAt, work.at)
  const document = await insertDocument(work.tx, {
    ...desk,
    ...columns,
    symbol: await symbolFor(work, desk, content.typeCode),
    state: 'draft',
    createdAt: work.at,
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  await replaceRecipients(work.tx, document.id, recipientIds)
  await noteAct(work, {
    before: document,
    after: document,
    act: 'draft',
    step: { data: { typeCode: document.typeCode } },
  })
  return document
}

/** The group behind the number: `UBND-TH` for a letter of Phòng Tổng hợp, `TB-UBND` for a notice. */
export async function symbolFor(
  work: Work,
  desk: Pick<Desk, 'agencyId' | 'unitId'>,
  typeCode: string,
): Promise<string> {
  const type = await documentTypeOf(work.tx, typeCode)
  const [agency, unit] = [await agencyById(work.tx, desk.agencyId), await unitById(work.tx, desk.unitId)]
  return documentSymbol({ type: type.abbreviation, agency: agency.symbol, unit: unit.symbol })
}
