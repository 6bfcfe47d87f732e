import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { checkContent, columnsOf, documentContent } from './document-content.ts'
import { documentForAct, replaceRecipients, updateDocument } from './document.queries.ts'
import { checkDeadline } from './document.rules.ts'
import { mayEdit } from './documents.permissions.ts'
import { symbolFor } from './draft-document.ts'
import { answerOf, type DocumentAnswer, tellScreens } from './move-document.ts'

/** The whole content again, and the revision that the drafter was looking at. */
export const editDocumentInput = documentContent.extend({ revision: z.int().min(1) })

/**
 * Puts new content in place of the old while the document is a draft. Refuses `stale {byName, at}`, `wrong_state` and what
 * drafting refuses. *Emits* `document.changed`.
 * @law ND30 art. 10
 */
export async function editDocument(
  work: Work,
  input: { id: string } & z.output<typeof editDocumentInput>,
): Promise<DocumentAnswer> {
  const { id, revision, ...content } = input
  const document = await documentForAct(work.tx, work.actor, id)
  if (!mayEdit(work.actor, document)) refuse('forbidden', 'not_your_turn')
  if (document.state !== 'draft') refuse('conflict', 'wrong_state', { state: document.state })
  await assertFresh(work.tx, document, revision)
  const recipientIds = await checkContent(work, document.agencyId, content)
  const columns = columnsOf(content)
  if (columns.dueAt?.getTime() !== document.dueAt?.getTime()) checkDeadline(columns.dueAt, work.at)
  const edited = await updateDocument(work.tx, id, {
    ...columns,
    symbol: await symbolFor(work, document, content.typeCode),
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  await replaceRecipients(work.tx, id, recipientIds)
  tellScreens(work, edited)
  return answerOf(edited)
}
