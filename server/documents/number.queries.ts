import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { numberBooks, numberCounters, numbers } from '#db/documents/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { bookFor, numberMoves } from './number.rules.ts'

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

/**
 * Moves the number that a document holds: `use` once it is printed and sealed, `void` with the reason why it never will be. A void one
 * stays in the book.
 */
export async function moveNumber(
  tx: Tx,
  documentId: string,
  { move, reason = null }: { move: 'use' | 'void'; reason?: string | null },
): Promise<void> {
  const { from, to } = numberMoves[move]
  const held = and(eq(numbers.documentId, documentId), inArray(numbers.state, [...from]))
  const moved = await tx.update(numbers).set({ state: to, reason }).where(held).returning({ number: numbers.number })
  if (moved.length !== 1) throw new Error(`document ${documentId} holds ${moved.length} reserved numbers, not one`)
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
