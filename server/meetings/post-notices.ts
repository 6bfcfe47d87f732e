import type { Work } from '#server/kernel/unit-of-work.ts'
import { seatsOf } from './member.queries.ts'

/** Tells the lists of these posts that a meeting of theirs has changed. */
export function tellPosts(work: Work, meetingId: string, postIds: readonly string[]): void {
  for (const postId of postIds) work.emit({ topic: `post:${postId}`, type: 'meetings.changed', payload: { meetingId } })
}

/** Tells everybody who has a seat; before the invitation only the desk knows of the meeting. */
export async function tellSeats(work: Work, meetingId: string, of: 'everybody' | 'desk' = 'everybody'): Promise<void> {
  const seats = await seatsOf(work.tx, meetingId)
  const told = seats.filter(({ part }) => of === 'everybody' || part === 'chair' || part === 'secretary')
  tellPosts(
    work,
    meetingId,
    told.map(({ postId }) => postId),
  )
}
