import type { Work } from '#server/kernel/unit-of-work.ts'
import { audienceOf, type MeetingEvent } from './event.state.ts'
import { insertLogRow, takeSeq } from './log.queries.ts'
import type { MeetingChange } from './meeting.queries.ts'
import { audiences } from './screen.state.ts'

/** Where an event belongs: the meeting, the change of its row that the event tells of, the chair it was done for. */
export type LogPlace = { meetingId: string; change?: MeetingChange; onBehalfOfPostId?: string | null }

/**
 * Writes one event into the ordered log of a meeting and announces it; answers its number. Log, row and announcement
 * exist together or not at all. A class that may not read the event gets a tick with the same number, so that nobody takes
 * a hidden event for a lost one. The same command cannot write the same event twice.
 */
export async function appendToLog(work: Work, place: LogPlace, event: MeetingEvent): Promise<number> {
  const { meetingId } = place
  const { seq, epoch } = await takeSeq(work.tx, meetingId, place.change ?? {})
  const classes = [...audienceOf[event.type]]
  const otherClasses = audiences.filter((audience) => !classes.includes(audience))
  await insertLogRow(work.tx, {
    meetingId,
    seq,
    commandId: work.key === null ? null : `${work.actor.personId}:${work.key}:${event.type}`,
    type: event.type,
    audience: classes,
    payload: event.payload,
    postId: work.actor.postId,
    onBehalfOfPostId: place.onBehalfOfPostId ?? null,
    at: work.at,
  })
  work.emit({ topic: `meeting:${meetingId}`, ...event, seq, epoch, classes, otherClasses })
  return seq
}
