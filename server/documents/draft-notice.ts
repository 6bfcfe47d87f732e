import type { Work } from '#server/kernel/unit-of-work.ts'
import { documentContent } from './document-content.ts'
import { storeDraft } from './draft-document.ts'
import type { DocumentAnswer } from './move-document.ts'
import { answerOf } from './move-document.ts'

/** What a meeting gives to be written up. The caller has checked that the post may do so and may see what is in it. */
type NoticeWish = {
  agencyId: string
  unitId: string
  drafterPostId: string
  meetingId: string
  subject: string
  body: string
  recipientIds: readonly string[]
  addressLines?: readonly string[]
  signerPostId?: string | null
  signingAuthorityId?: string | null
  dueOn?: string | null
}

/**
 * Starts a conclusion notice (thông báo) as a draft on the drafter's desk; from there it goes the way of every document. Refuses what
 * drafting refuses. *Emits* `documents.changed`.
 */
export async function draftNotice(work: Work, wish: NoticeWish): Promise<DocumentAnswer> {
  const { agencyId, unitId, drafterPostId, meetingId, ...text } = wish
  const content = documentContent.parse({ ...text, typeCode: 'thong_bao' })
  return answerOf(await storeDraft(work, { agencyId, unitId, drafterPostId, meetingId }, content))
}
