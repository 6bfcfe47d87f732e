import type { Work } from '#server/kernel/unit-of-work.ts'
import type { SigningSubject } from '../begin-signing.ts'
import { insertArchiveCopy } from './archive-copy.queries.ts'

/** A delivered file, whose it is, and of what. */
export type Delivered = { subject: SigningSubject; agencyId: string; sha256: string }

/** What was just issued is on its way to its recipients first. */
const BEGINS_AFTER_MS = 5000

/**
 * Asks for the archive copy of a file that is being delivered, in the same transaction: it is brought to B-LTA as the services allow
 * and renewed for as long as it is kept. Repeated it asks for nothing. Journals `archive.begun`.
 */
export async function keepArchiveCopy(work: Work, { subject, agencyId, sha256 }: Delivered): Promise<void> {
  const runAt = new Date(work.at.getTime() + BEGINS_AFTER_MS)
  const archiveCopyId = await insertArchiveCopy(work.tx, {
    ...{ subjectKind: subject.kind, subjectId: subject.id, agencyId, state: 'waiting' },
    ...{ sourceSha256: sha256, fileSha256: sha256 },
    ...{ nextTryAt: runAt, createdAt: work.at, updatedAt: work.at },
  })
  if (archiveCopyId === null) return
  const data = { archiveCopyId, sourceSha256: sha256 }
  work.record({ stream: `${subject.kind}:${subject.id}`, act: 'archive.begun', data })
  work.enqueue({ kind: 'signing.extend', key: archiveCopyId, payload: { archiveCopyId }, runAt })
}
