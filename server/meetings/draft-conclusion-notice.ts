import { z } from 'zod'
import { draftNotice } from '#server/documents/door.ts'
import { postById, postsByIds } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { giveTask, taskIdsOfMeeting } from '#server/tasks/door.ts'
import { meetingEvent } from './event.state.ts'
import { lockMeetingVisibleTo } from './meeting.queries.ts'
import { chairOf, seatsOf } from './member.queries.ts'
import { moveMeeting } from './move-meeting.ts'
import { noticeBody, type NoticeSource, noticeSubject } from './notice.rules.ts'
import { audienceOfPart } from './rights.rules.ts'
import { enterRoom, type Room, tellRoom } from './room.ts'
import type { MeetingSnapshot } from './screen.state.ts'
import { snapshotOf } from './snapshot.queries.ts'

export const draftConclusionNoticeInput = z.object({
  /** Who is to sign it; may also be chosen on the document desk. */
  signerPostId: z.uuid().nullable().default(null),
})

/** The draft notice and the tasks that the conclusions gave. */
export type Concluded = { seq: number; documentId: string; taskIds: string[] }

/**
 * Turns the conclusions into what follows from them, all or nothing: a draft conclusion notice on the secretary's desk,
 * which goes the way of every document, and a task with its deadline for every assignment. The meeting is concluded. Done
 * twice it is the same notice and the same tasks. Refuses `no_conclusions`, `due_in_past`, `notice_needs_unit`.
 */
export async function draftConclusionNotice(
  work: Work,
  { id, signerPostId }: z.output<typeof draftConclusionNoticeInput> & { id: string },
): Promise<Concluded> {
  const done = await concludedBefore(work, id)
  if (done) return done
  const room = await enterRoom(work, id, 'issueConclusions')
  const snapshot = await snapshotOf(work.tx, id, 'desk')
  if (snapshot.conclusions.length === 0) refuse('conflict', 'no_conclusions')
  const documentId = await draft(work, room, { snapshot, signerPostId })
  const taskIds = await giveTasks(work, room, { snapshot, documentId })
  const change = { noticeDocumentId: documentId }
  await moveMeeting(work, room, { move: 'conclude', change, data: { documentId, taskIds } })
  return { seq: await tellRoom(work, room, meetingEvent('notice.drafted', { documentId })), documentId, taskIds }
}

async function concludedBefore(work: Work, id: string): Promise<Concluded | null> {
  const { meeting, seat } = await lockMeetingVisibleTo(work.tx, work.actor, id)
  const documentId = meeting.noticeDocumentId
  if (documentId === null || audienceOfPart(seat.part) !== 'desk') return null
  return { seq: meeting.seq, documentId, taskIds: await taskIdsOfMeeting(work.tx, id) }
}

type Written = { snapshot: MeetingSnapshot; signerPostId: string | null }

async function draft(work: Work, { meeting }: Room, { snapshot, signerPostId }: Written): Promise<string> {
  const { agencyId, unitId, postId: drafterPostId } = work.actor
  if (unitId === null || agencyId !== meeting.agencyId) return refuse('forbidden', 'notice_needs_unit')
  const source = await sourceOf(work, snapshot)
  const notice = await draftNotice(work, {
    agencyId,
    unitId,
    drafterPostId,
    meetingId: meeting.id,
    subject: noticeSubject(source),
    body: noticeBody(source),
    recipientIds: await recipientsOf(work, snapshot),
    signerPostId,
  })
  return notice.id
}

async function sourceOf({ tx, at }: Work, snapshot: MeetingSnapshot): Promise<NoticeSource> {
  const { header, items, conclusions, polls, meetingId } = snapshot
  const chair = await postById(tx, await chairOf(tx, meetingId))
  const heldOn = printedDay(header.openedAt ?? at.toISOString())
  const { title: meetingTitle, place, agencyName } = header
  return { meetingTitle, place, heldOn, agencyName, chair, items, conclusions, polls, dayOf: printedDay }
}

/** `dd/MM/yyyy` of the day in Viet Nam. */
function printedDay(instant: string): string {
  return legalDay(new Date(instant)).split('-').reverse().join('/')
}

/** Who has to do something, then whoever was at the table. */
async function recipientsOf({ tx }: Work, { meetingId, conclusions }: MeetingSnapshot): Promise<string[]> {
  const seats = await seatsOf(tx, meetingId)
  const posts = await postsByIds(
    tx,
    seats.map(({ postId }) => postId),
  )
  const charged = conclusions.flatMap(({ assignments }) => assignments.map(({ agencyId }) => agencyId))
  return [...new Set([...charged, ...posts.map(({ agencyId }) => agencyId)])]
}

async function giveTasks(
  work: Work,
  { meeting }: Room,
  { snapshot, documentId }: { snapshot: MeetingSnapshot; documentId: string },
): Promise<string[]> {
  const assigner = { agencyId: meeting.agencyId, postId: await chairOf(work.tx, meeting.id) }
  const given = snapshot.conclusions.flatMap(({ id, assignments }) =>
    assignments.map(({ agencyId, content, dueAt }, index) => ({
      source: { kind: 'conclusion' as const, id, part: index + 1 },
      leadAgencyId: agencyId,
      content,
      dueAt: new Date(dueAt),
    })),
  )
  const ids: string[] = []
  for (const one of given) {
    const { id } = await giveTask(work, { ...one, meetingId: meeting.id, documentId, assigner })
    ids.push(id)
  }
  return ids.sort()
}
