import { eq } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import { batchesAtRest } from '#server/documents/door.ts'
import type { batchDetailFor } from '#server/documents/signing-batch-view.queries.ts'
import type { Jsonified } from '#server/kernel/http.ts'
import { done, laidBeforeSigner, type OutgoingDesk, testPin } from './outgoing-desk.ts'

/** A document as it is before the signer: what he looks at. */
export type Laid = { id: string; revision: number; fileSha256: string; subject: string }

/** A batch as its screen gets it. */
export type Batch = Jsonified<Awaited<ReturnType<typeof batchDetailFor>>>

/** Letters before the vice-chairman, with the same composed paper, which is laid once over HTTP. */
export async function laidMany(desk: OutgoingDesk, count: number, changes?: Record<string, unknown>): Promise<Laid[]> {
  const { id: first } = await laidBeforeSigner(desk, changes)
  const { db } = desk.house
  const [{ id: _id, searchFold: _fold, ...pattern }] = await rowsOf(desk, first)
  const more = Array.from({ length: count - 1 }, (_, n) => ({ ...pattern, subject: `Công văn thứ ${n + 2}` }))
  const copies = more.length === 0 ? [] : await db.insert(documents).values(more).returning()
  return [(await rowsOf(desk, first))[0], ...copies].map(({ id, revision, fileSha256, subject }) => {
    return { id, revision, fileSha256: fileSha256!, subject }
  })
}

type Row = typeof documents.$inferSelect
const rowsOf = async (desk: OutgoingDesk, id: string) =>
  (await desk.house.db.select().from(documents).where(eq(documents.id, id))) as [Row]

/** One document as it stands. */
export const documentNow = async (desk: OutgoingDesk, id: string) => (await rowsOf(desk, id))[0]

/** What the screen sends of documents that were looked at. */
export const seen = (laid: readonly Laid[]) =>
  laid.map(({ id: documentId, revision, fileSha256 }) => ({ documentId, revision, fileSha256 }))

/** Asks for a batch as the vice-chairman. */
export function beginning(desk: OutgoingDesk, laid: readonly Laid[], options: { pin?: string; key?: string } = {}) {
  const body = { items: seen(laid), pin: options.pin ?? testPin }
  return desk.call<{ id: string }>('pct', 'POST /signing-batches', body, options.key)
}

/** Begins a batch, lets it run to its end and answers it. */
export async function signedInBatch(desk: OutgoingDesk, laid: readonly Laid[]): Promise<Batch> {
  const { id } = done(await beginning(desk, laid))
  await batchesAtRest(desk.house)
  return batchNow(desk, id)
}

/** A batch as its signer sees it now. */
export const batchNow = async (desk: OutgoingDesk, id: string) =>
  done(await desk.call<Batch>('pct', `GET /signing-batches/${id}`))

/** The states of a batch in its order, with the reasons of those that were refused. */
export const outcomes = ({ items }: Batch) => items.map(({ state, why }) => (why ? `${state}: ${why.reason}` : state))
