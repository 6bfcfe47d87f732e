import { z } from 'zod'
import { namesOfPosts } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { lastTellerOf } from './log.queries.ts'
import { type MeetingRow, meetingTypeOn } from './meeting.queries.ts'
import { checkTimes } from './meeting.rules.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { tellSeats } from './post-notices.ts'
import { headerInput } from './prepare-meeting.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'
import { headerOf } from './snapshot.queries.ts'

export const editMeetingInput = headerInput.extend({ revision: z.number().int() })

/**
 * Changes title, type, time or place. Refuses `stale {byName, at}` when somebody changed them since the actor looked, and
 * `poll_still_open`: a vote keeps the rule that it opened with.
 */
export async function editMeeting(
  work: Work,
  { id, revision, ...header }: z.output<typeof editMeetingInput> & { id: string },
): Promise<{ seq: number; revision: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await assertCurrent(work, room.meeting, revision)
  await assertNoOpenPoll(work.tx, id)
  checkTimes(header, work.at)
  await meetingTypeOn(work.tx, header.typeCode, work.at)
  const change = { ...header, revision: revision + 1 }
  const after = await headerOf(work.tx, { ...room.meeting, ...change })
  const seq = await tellRoom(work, room, meetingEvent('header.changed', { header: after }), change)
  await tellSeats(work, id, room.meeting.state === 'prepared' ? 'desk' : 'everybody')
  recordInRoom(work, room, { title: header.title, typeCode: header.typeCode, startsAt: after.startsAt })
  return { seq, revision: revision + 1 }
}

async function assertCurrent({ tx }: Work, meeting: MeetingRow, revision: number): Promise<void> {
  if (meeting.revision === revision) return
  const postId = (await lastTellerOf(tx, meeting.id, 'header.changed')) ?? meeting.createdByPostId
  const names = await namesOfPosts(tx, [postId])
  const byName = names.get(postId)?.fullName ?? ''
  refuse('conflict', 'stale', { byName, at: meeting.updatedAt.toISOString() })
}
