import type { Work } from '#server/kernel/unit-of-work.ts'
import type { MeetingEvent } from './event.state.ts'
import { appendToLog } from './meeting-log.ts'
import { factsOf, lockMeetingVisibleTo, type MeetingChange, type SeatedMeeting } from './meeting.queries.ts'
import { chairOf } from './member.queries.ts'
import { assertMay, isOnChairsBehalf, type RoomAct } from './rights.rules.ts'

/** A meeting that is locked for one act, with the seat of who acts and for whom. */
export type Room = SeatedMeeting & { act: RoomAct; onBehalfOfPostId: string | null }

/**
 * The way into every act of a meeting: not visible is not found, then the right of the seat in the present state. Until
 * this transaction ends no other act happens in the meeting.
 */
export async function enterRoom(work: Work, meetingId: string, act: RoomAct): Promise<Room> {
  const seated = await lockMeetingVisibleTo(work.tx, work.actor, meetingId)
  assertMay(factsOf(seated), act)
  const forChair = isOnChairsBehalf(act, seated.seat.part)
  return { ...seated, act, onBehalfOfPostId: forChair ? await chairOf(work.tx, meetingId) : null }
}

/** Tells the room what happened, with the change of the meeting's own row that goes with it; answers the log's number. */
export function tellRoom(work: Work, room: Room, event: MeetingEvent, change: MeetingChange = {}): Promise<number> {
  const { meeting, onBehalfOfPostId } = room
  return appendToLog(
    work,
    { meetingId: meeting.id, onBehalfOfPostId, change: { ...change, updatedAt: work.at } },
    event,
  )
}

/** Writes the act into the meeting's journal; a secretary's act for the chair names the chair. */
export function recordInRoom(work: Work, room: Room, data: Record<string, unknown> = {}): void {
  const { meeting, act, onBehalfOfPostId } = room
  const behalf = onBehalfOfPostId === null ? {} : { onBehalfOf: `post:${onBehalfOfPostId}` }
  work.record({ stream: `meeting:${meeting.id}`, act, data, ...behalf })
}
