import { eq } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import type { House } from '#server/kernel/house.ts'
import type { Tell } from './figure.ts'
import type { LetterRoad, Looked } from './letter-road.ts'

/**
 * So many letters signed with one PIN, beside the same number signed one after the other over HTTP, with no pause for reading. All carry the
 * same composed sheet, which is laid once.
 */
export async function measureBatch(house: House, road: LetterRoad, count: number, tell: Tell): Promise<void> {
  const { id } = await road.laidBeforeSigner(road.tree.slice(1, 4))
  const alone = await copiesOf(house, id, count)
  const together = await copiesOf(house, id, count)
  const aloneSince = performance.now()
  for (const { documentId, revision } of alone)
    await road.sign({ id: documentId, revision, state: 'awaiting_signature' })
  const alone_s = (performance.now() - aloneSince) / 1000
  const since = performance.now()
  const signed = await road.signMany(together)
  if (signed !== count) throw new Error(`only ${signed} of ${count} were signed`)
  const value = (performance.now() - since) / 1000
  const of = { case: `${count} letters with one PIN`, metric: 'time', unit: 's' }
  tell({ ...of, value, beside: ['one by one', alone_s] })
}

async function copiesOf({ db }: House, id: string, count: number): Promise<Looked[]> {
  const [row] = await db.select().from(documents).where(eq(documents.id, id))
  const { id: _id, searchFold: _fold, ...pattern } = row!
  const copies = await db
    .insert(documents)
    .values(Array.from({ length: count }, () => pattern))
    .returning()
  return copies.map((copy) => ({ documentId: copy.id, revision: copy.revision, fileSha256: copy.fileSha256! }))
}
