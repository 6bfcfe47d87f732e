import type { ServedFile } from '#server/files/door.ts'
import { nameWithEnding } from '#server/files/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { paperOf } from './agenda.queries.ts'
import { meetingVisibleTo } from './meeting.queries.ts'

/** The immutable bytes of a paper for whoever has a seat in the meeting; refuses `not_found` for everybody else. */
export async function paperFileVisibleTo(
  tx: Tx,
  actor: Actor,
  { id, paperId }: { id: string; paperId: string },
): Promise<ServedFile> {
  await meetingVisibleTo(tx, actor, id)
  const { fileSha256: sha256, sizeBytes: size_bytes, title } = await paperOf(tx, id, paperId)
  return {
    sha256,
    size_bytes,
    name: nameWithEnding(title, '.pdf'),
    mediaType: 'application/pdf',
    disposition: 'inline',
  }
}
