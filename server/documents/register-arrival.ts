import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, arrivalToChange, assertFresh, duplicatesOf, updateArrival } from './arrival.queries.ts'
import { nextArrivalState } from './arrival.rules.ts'
import { mayRegister } from './arrivals.permissions.ts'
import { moveArrival } from './move-arrival.ts'
import { openBooksOf, takeNumber } from './number.queries.ts'
import { legalYear } from './number.rules.ts'

/**
 * `confirmDuplicate`: the clerk has seen that such a paper is in the book already and wants it in again. `confirmInvalid`: he has
 * seen that the check of its signatures failed, and accepts it all the same.
 */
export const registerArrivalInput = z.object({
  revision: z.int(),
  bookId: z.uuid().optional(),
  confirmDuplicate: z.boolean().default(false),
  confirmInvalid: z.boolean().default(false),
})

/**
 * The clerk enters an arrival in the book (03 Đã tiếp nhận): the next arrival number of the year, without a gap.
 * Refuses `duplicate_arrival {code, number}` and `signatures_failed` until the clerk confirms, `stale`, `no_arrivals_book`.
 * @law QD28 art. 9.1
 * @law ND30 art. 22
 * @law ND30 PL VI.III.1.h
 */
export async function registerArrival(work: Work, input: { id: string } & z.output<typeof registerArrivalInput>) {
  const { tx, actor, at } = work
  const arrival = await arrivalToChange(tx, actor, input.id)
  if (!mayRegister(actor, arrival)) refuse('forbidden', 'forbidden')
  await assertFresh(tx, arrival, input.revision)
  nextArrivalState(arrival.state, 'register')
  if (!input.confirmInvalid) checkVerified(arrival)
  if (!input.confirmDuplicate) await assertFirst(work, arrival)
  const bookId = await bookOf(work, arrival.agencyId, input.bookId)
  const year = legalYear(at)
  const registered = await moveArrival(work, arrival, 'register', {
    set: { numberBookId: bookId, numberYear: year, registeredAt: at },
    data: { bookId, year, verification: arrival.verificationOverall },
  })
  const number = await takeNumber(
    tx,
    { bookId, year },
    { state: 'used', arrivalId: arrival.id, postId: actor.postId, at },
  )
  await updateArrival(tx, arrival.id, { number })
  return { id: arrival.id, state: registered.state, revision: registered.revision, number, numberYear: year, bookId }
}

function checkVerified({ verificationOverall }: Arrival): void {
  if (verificationOverall === 'invalid' || verificationOverall === 'unreadable')
    refuse('conflict', 'signatures_failed', { overall: verificationOverall })
}

async function assertFirst({ tx }: Work, arrival: Arrival): Promise<void> {
  const [earlier] = await duplicatesOf(tx, arrival)
  if (earlier) refuse('conflict', 'duplicate_arrival', { code: earlier.code, number: earlier.number, id: earlier.id })
}

/** The named book, or the agency's only or first one. */
async function bookOf({ tx }: Work, agencyId: string, wanted: string | undefined): Promise<string> {
  const books = await openBooksOf(tx, agencyId, 'incoming')
  const book = wanted ? books.find(({ id }) => id === wanted) : books[0]
  return book?.id ?? refuse('conflict', 'no_arrivals_book')
}
