import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { numberBooks, numberCounters, numbers } from '#db/documents/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { bookFor } from './number.rules.ts'

export type NumberRow = typeof numbers.$inferSelect
export type NumberBook = typeof numberBooks.$inferSelect
/** One running series: a book in a year. */
export type Series = { bookId: string; year: number }
/** What a number is for: exactly one of the two ids. `reserved` waits for the seal; arrivals use theirs at once. */
export type NumberUse = {
  state: 'reserved' | 'used'
  documentId?: string
  arrivalId?: string
  postId: string
  at: Date
}

/**
 * Takes the next number of a series: 1, 2, 3 … without a gap or a repeat, whatever runs beside it. The counter's row is locked
 * until the transaction ends, so call it last; a rollback gives the number back.
 * @law ND30 art. 15.1
 */
export async function takeNumber(tx: Tx, { bookId, year }: Series, use: NumberUse): Promise<number> {
  const [row] = await tx.execute<{ number: number }>(sql`
    with taken as (
      insert into ${numberCounters} (book_id, year, last) values (${bookId}, ${year}, 1)
      on conflict (book_id, year) do update set last = number_counters.last + 1
      returning book_id, year, last
    )
    insert into ${numbers} (book_id, year, number, state, document_id, arrival_id, post_id, at)
    select book_id, year, last, ${use.state}, ${use.documentId ?? null}::uuid, ${use.arrivalId ?? null}::uuid,
      ${use.postId}::uuid, ${use.at.toISOString()}::timestamptz
    from taken returning number`)
  return row!.number
}

/** The open books of an agency, in the order of their names. */
export async function openBooksOf(tx: Tx, agencyId: string, kind: NumberBook['kind']): Promise<NumberBook[]> {
  return tx
    .select()
    .from(numberBooks)
    .where(and(eq(numberBooks.agencyId, agencyId), eq(numberBooks.kind, kind), isNull(numberBooks.closedAt)))
    .orderBy(asc(numberBooks.name), asc(numberBooks.id))
}

/** The book that numbers the agency's outgoing documents of that type; refuses `no_number_book`. */
export async function outgoingBookFor(tx: Tx, agencyId: string, typeCode: string): Promise<NumberBook> {
  return bookFor(await openBooksOf(tx, agencyId, 'outgoing'), typeCode)
}

/** A reserved number was printed and sealed. */
export async function markNumberUsed(tx: Tx, documentId: string): Promise<void> {
  const reserved = and(eq(numbers.documentId, documentId), eq(numbers.state, 'reserved'))
  const changed = await tx.update(numbers).set({ state: 'used' }).where(reserved).returning({ number: numbers.number })
  if (changed.length !== 1) throw new Error(`document ${documentId} has ${changed.length} reserved numbers, not one`)
}

/** A reserved number will never be printed; it stays in the book as void, with its reason. */
export async function markNumberVoid(tx: Tx, documentId: string, reason: string): Promise<void> {
  const reserved = and(eq(numbers.documentId, documentId), eq(numbers.state, 'reserved'))
  const changed = await tx.update(numbers).set({ state: 'void', reason }).where(reserved).returning()
  if (changed.length !== 1) throw new Error(`document ${documentId} has ${changed.length} reserved numbers, not one`)
}

/** Opens a book. With `last` the first number taken in `year` is the one after it. */
export async function openNumberBook(
  tx: Tx,
  book: { agencyId: string; kind: NumberBook['kind']; name: string; typeCodes?: string[] },
  started?: { year: number; last: number },
): Promise<NumberBook> {
  const [made] = await tx.insert(numberBooks).values(book).returning()
  if (started) await tx.insert(numberCounters).values({ bookId: made!.id, ...started })
  return made!
}

/** The actor's agency's books, with the last number of each year. */
export async function booksVisibleTo(tx: Tx, actor: Actor) {
  return tx
    .select({
      id: numberBooks.id,
      kind: numberBooks.kind,
      name: numberBooks.name,
      typeCodes: numberBooks.typeCodes,
      year: numberCounters.year,
      last: numberCounters.last,
    })
    .from(numberBooks)
    .leftJoin(numberCounters, eq(numberCounters.bookId, numberBooks.id))
    .where(eq(numberBooks.agencyId, actor.agencyId))
    .orderBy(asc(numberBooks.kind), asc(numberBooks.name), desc(numberCounters.year))
}

/** One book of the actor's agency; refuses `not_found`. */
export async function bookVisibleTo(tx: Tx, actor: Actor, id: string): Promise<NumberBook> {
  const [book] = await tx
    .select()
    .from(numberBooks)
    .where(and(eq(numberBooks.id, id), eq(numberBooks.agencyId, actor.agencyId)))
  return book ?? refuse('not_found', 'not_found')
}

/** Numbers of a series below `before`, newest first: also the void and the reserved ones. */
export async function numbersOf(tx: Tx, { bookId, year }: Series, page: { before: number; limit: number }) {
  return tx
    .select()
    .from(numbers)
    .where(and(eq(numbers.bookId, bookId), eq(numbers.year, year), lt(numbers.number, page.before)))
    .orderBy(desc(numbers.number))
    .limit(page.limit)
}
