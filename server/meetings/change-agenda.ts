import type { Work } from '#server/kernel/unit-of-work.ts'
import { agendaOf, orderItems } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import type { MeetingChange } from './meeting.queries.ts'
import { recordInRoom, type Room, tellRoom } from './room.ts'

/** Tells the room the agenda as it stands now, numbered 1, 2, 3 …; answers the log's number. */
export async function tellAgenda(
  work: Work,
  room: Room,
  { data, change = {} }: { data: Record<string, unknown>; change?: MeetingChange },
): Promise<number> {
  const ids = (await agendaOf(work.tx, room.meeting.id)).map(({ id }) => id)
  if (ids.length > 0) await orderItems(work.tx, ids)
  const items = await agendaOf(work.tx, room.meeting.id)
  const seq = await tellRoom(work, room, meetingEvent('agenda.set', { items }), change)
  recordInRoom(work, room, data)
  return seq
}
