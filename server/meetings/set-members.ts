import { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { checkSeats } from './meeting.rules.ts'
import { putSeats, type SeatInput, seatsOf, toldMembersOf } from './member.queries.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { tellPosts } from './post-notices.ts'
import { askToRejoin } from './rejoin.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'
import { checkPosts, seatsFrom, seatsInput } from './seat-input.ts'

export const setMembersInput = z.object({ members: seatsInput.min(1) })

/**
 * Gives seats, or changes the part or the vote of those who have one; answers and presence stay. Refuses
 * `meeting_needs_one_chair`, `unknown_post`, and `poll_still_open`: the voters of an open poll are frozen.
 */
export async function setMembers(
  work: Work,
  { id, members }: z.output<typeof setMembersInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await assertNoOpenPoll(work.tx, id)
  const before = await seatsOf(work.tx, id)
  const seats = placed(seatsFrom(members, before.length), before)
  const ids = seats.map(({ postId }) => postId)
  checkSeats([...before.filter(({ postId }) => !ids.includes(postId)), ...seats])
  await checkPosts(work.tx, seats)
  await putSeats(work.tx, id, seats)
  const seq = await tellRoom(
    work,
    room,
    meetingEvent('members.set', { members: await toldMembersOf(work.tx, id, ids) }),
  )
  if (seats.some((seat) => before.some((old) => old.postId === seat.postId && old.part !== seat.part)))
    askToRejoin(work, id)
  if (room.meeting.state !== 'prepared') tellPosts(work, id, ids)
  recordInRoom(work, room, { seats: seats.map(({ postId, part, mayVote }) => ({ postId, part, mayVote })) })
  return { seq }
}

/** Who has a seat already keeps its place. */
function placed(seats: SeatInput[], before: { postId: string; position: number }[]): SeatInput[] {
  return seats.map((seat) => ({
    ...seat,
    position: before.find(({ postId }) => postId === seat.postId)?.position ?? seat.position,
  }))
}
