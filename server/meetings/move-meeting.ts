import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import type { MeetingChange } from './meeting.queries.ts'
import { type MeetingMove, nextMeetingState } from './meeting.rules.ts'
import { tellSeats } from './post-notices.ts'
import { recordInRoom, type Room, tellRoom } from './room.ts'

/** Makes one move of the meeting's state, tells the room and every list that shows it, and writes the journal. */
export async function moveMeeting(
  work: Work,
  room: Room,
  { move, change = {}, data = {} }: { move: MeetingMove; change?: MeetingChange; data?: Record<string, unknown> },
): Promise<{ seq: number }> {
  const { meeting } = room
  const state = nextMeetingState(meeting.state, move)
  const after = { ...meeting, ...change }
  const openedAt = after.openedAt?.toISOString() ?? null
  const closedAt = after.closedAt?.toISOString() ?? null
  const event = meetingEvent('state.changed', { state, openedAt, closedAt })
  const seq = await tellRoom(work, room, event, { ...change, state })
  await tellSeats(work, meeting.id, state === 'cancelled' && meeting.state === 'prepared' ? 'desk' : 'everybody')
  recordInRoom(work, room, { from: meeting.state, to: state, title: meeting.title, ...data })
  return { seq }
}
