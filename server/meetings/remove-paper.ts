import type { Work } from '#server/kernel/unit-of-work.ts'
import { deletePapers, paperOf } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import { enterRoom, recordInRoom, type Room, tellRoom } from './room.ts'

/** Takes a paper off its item; the stage empties when it was shown. The bytes stay where they are. */
export async function removePaper(
  work: Work,
  { id, paperId }: { id: string; paperId: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  const paper = await paperOf(work.tx, id, paperId)
  const seq = await takePapersAway(work, room, [paperId])
  recordInRoom(work, room, { paperId, title: paper.title, sha256: paper.fileSha256 })
  return { seq }
}

/** The part of the act that an item's removal shares. */
export async function takePapersAway(work: Work, room: Room, paperIds: string[]): Promise<number> {
  await deletePapers(work.tx, paperIds)
  const { stage } = room.meeting
  const change = stage && paperIds.includes(stage.paperId) ? { stage: null } : {}
  return tellRoom(work, room, meetingEvent('papers.removed', { paperIds }), change)
}
