import { and, eq, isNotNull } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { maySeeDocument } from './documents.permissions.ts'

/** The arrival that an issued document of the same agency answers; null for documents that answer nothing. */
export async function answeredBy(tx: Tx, documentId: string) {
  const [found] = await tx
    .select({ id: documents.id, code: documents.code, arrivalId: documents.answersArrivalId })
    .from(documents)
    .where(and(eq(documents.id, documentId), isNotNull(documents.answersArrivalId)))
  if (!found?.arrivalId || found.code === null) return null
  return { arrivalId: found.arrivalId, reply: { id: found.id, code: found.code } }
}

/** The documents that answer an arrival, drafts too, as far as the actor may see them. */
export async function repliesVisibleTo(tx: Tx, actor: Actor, arrivalId: string) {
  const replies = await tx.select().from(documents).where(eq(documents.answersArrivalId, arrivalId))
  const seen = replies.filter((document) => maySeeDocument(actor, document))
  return seen.map(({ id, code, subject, state }) => ({ id, code, subject, state }))
}
