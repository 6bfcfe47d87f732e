import { and, asc, eq, gt, gte, inArray, lte } from 'drizzle-orm'
import { z } from 'zod'
import { arrivals, assignments } from '#db/documents/arrivals.schema.ts'
import { agencyById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { seesAllArrivals } from './arrivals.permissions.ts'
import { namesFor } from './assignment-names.queries.ts'
import { openBooksOf } from './number.queries.ts'

/** A year's run of one book, from a number on; without a book the agency's first. `after` is the last number of the page before. */
export const registerQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2100),
  bookId: z.uuid().optional(),
  from: z.coerce.number().int().min(1).default(1),
  to: z.coerce.number().int().min(1).max(10_000_000).default(10_000_000),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

/**
 * The book of arrivals (sổ đăng ký văn bản đến) with all ten columns, by number, and what its cover says. For those who keep and
 * read the agency's books; refuses `forbidden` to others.
 * @law ND30 art. 22.3
 */
export async function arrivalRegisterFor(tx: Tx, actor: Actor, of: z.output<typeof registerQuery>) {
  if (!seesAllArrivals(actor)) refuse('forbidden', 'forbidden')
  const books = await openBooksOf(tx, actor.agencyId, 'incoming')
  const book = of.bookId ? books.find(({ id }) => id === of.bookId) : books[0]
  if (!book) refuse('not_found', 'not_found')
  const rows = await pageOf(tx, { ...of, bookId: book.id })
  const kept = rows.slice(0, of.limit)
  const agency = await agencyById(tx, actor.agencyId)
  const cover = { agencyName: agency.name, bookName: book.name, bookId: book.id, year: of.year }
  const numbers = { fromNumber: kept[0]?.number ?? null, toNumber: kept.at(-1)?.number ?? null }
  const next = rows.length > of.limit ? kept.at(-1)!.number : null
  return { cover: { ...cover, ...numbers }, rows: await withReceivers(tx, kept), next }
}

async function pageOf(tx: Tx, of: z.output<typeof registerQuery> & { bookId: string }) {
  const run = and(eq(arrivals.numberBookId, of.bookId), eq(arrivals.numberYear, of.year))
  return tx
    .select({
      id: arrivals.id,
      arrivedAt: arrivals.arrivedAt,
      number: arrivals.number,
      senderName: arrivals.senderName,
      code: arrivals.code,
      issuedOn: arrivals.issuedOn,
      typeName: arrivals.typeName,
      subject: arrivals.subject,
      urgency: arrivals.urgency,
    })
    .from(arrivals)
    .where(and(run, gte(arrivals.number, of.from), lte(arrivals.number, of.to), gt(arrivals.number, of.after)))
    .orderBy(asc(arrivals.number))
    .limit(of.limit + 1)
}

/** Adds who got the paper, when, and who took it up: the electronic "ký nhận". */
async function withReceivers<Row extends { id: string }>(tx: Tx, rows: Row[]) {
  const leads = await leadsOf(
    tx,
    rows.map(({ id }) => id),
  )
  const units = leads.map(({ unitId }) => unitId)
  const names = await namesFor(tx, { units, posts: leads.map(({ postId }) => postId) })
  return rows.map((row) => {
    const own = leads.filter(({ arrivalId }) => arrivalId === row.id)
    const root = own.find(({ parentId }) => parentId === null)
    const person = own.find(({ parentId }) => parentId !== null)
    return {
      ...row,
      receiver: root ? names.unit(root.unitId) : null,
      person: person ? (names.post(person.postId)?.fullName ?? null) : null,
      handedOverAt: root?.createdAt ?? null,
      takenUpAt: (person ?? root)?.startedAt ?? null,
      note: '',
    }
  })
}

async function leadsOf(tx: Tx, arrivalIds: string[]) {
  if (arrivalIds.length === 0) return []
  const lead = and(eq(assignments.role, 'lead'), inArray(assignments.state, ['open', 'in_progress', 'done']))
  return tx
    .select()
    .from(assignments)
    .where(and(inArray(assignments.arrivalId, arrivalIds), lead))
}
