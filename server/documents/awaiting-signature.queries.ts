import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { documents, documentTypes } from '#db/documents/schema.ts'
import { namesOfPosts } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { MOST_IN_BATCH } from './signing-batch.rules.ts'

const shown = {
  id: documents.id,
  typeCode: documents.typeCode,
  typeName: documentTypes.nameVi,
  subject: documents.subject,
  urgency: documents.urgency,
  dueAt: documents.dueAt,
  revision: documents.revision,
  fileSha256: sql<string>`${documents.fileSha256}`,
  filePages: documents.filePages,
  updatedAt: documents.updatedAt,
  drafterPostId: documents.drafterPostId,
}

/**
 * What waits for the signature of this post, the most urgent and the soonest due first; at most one batch of it, and how many there are
 * in all. Each row names the revision and the file that the signer is shown.
 */
export async function awaitingSignatureOf(tx: Tx, { agencyId, postId }: Actor) {
  const waiting = and(
    eq(documents.agencyId, agencyId),
    eq(documents.signerPostId, postId),
    eq(documents.state, 'awaiting_signature'),
    isNotNull(documents.fileSha256),
  )
  const rows = await tx
    .select(shown)
    .from(documents)
    .innerJoin(documentTypes, eq(documentTypes.code, documents.typeCode))
    .where(waiting)
    .orderBy(desc(urgency), asc(documents.dueAt), asc(documents.updatedAt), asc(documents.id))
    .limit(MOST_IN_BATCH)
  const names = await namesOfPosts(
    tx,
    rows.map(({ drafterPostId }) => drafterPostId),
  )
  const total = await tx.$count(documents, waiting)
  return {
    total,
    rows: rows.map((row) => ({ ...row, drafterName: names.get(row.drafterPostId)?.fullName ?? '' })),
  }
}

const urgency = sql`array_position(array['normal', 'urgent', 'very_urgent', 'express'], ${documents.urgency})`
