import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import { documentRecipients, documents, documentTypes, numbers } from '#db/documents/schema.ts'
import { agenciesByIds, postsByIds, unitsByIds } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { documentCode } from './document-number.rules.ts'
import { seesWholeAgency } from './documents.permissions.ts'
import { bookVisibleTo } from './number.queries.ts'

/** One year of one book, from the highest number down; `before` is the last number of the page before. */
export const registerQuery = z.object({
  bookId: z.uuid(),
  year: z.coerce.number().int().min(1900).max(9999),
  before: z.coerce.number().int().min(1).default(2_147_483_647),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

/**
 * The register of outgoing documents with its ten columns, void and reserved numbers included. Only for those who see the whole
 * agency; refuses `not_found` for books of other agencies.
 * @law ND30 PL IV
 */
export async function outgoingRegisterVisibleTo(tx: Tx, actor: Actor, asked: z.output<typeof registerQuery>) {
  if (!seesWholeAgency(actor)) refuse('forbidden', 'forbidden')
  const book = await bookVisibleTo(tx, actor, asked.bookId)
  const entries = await entriesOf(tx, asked)
  const kept = entries.slice(0, asked.limit)
  const names = await namesFor(tx, kept)
  return {
    book: { id: book.id, name: book.name },
    year: asked.year,
    rows: kept.map((entry) => registerRow(entry, names)),
    next: entries.length > asked.limit ? (kept.at(-1)?.number ?? null) : null,
  }
}

async function entriesOf(tx: Tx, { bookId, year, before, limit }: z.output<typeof registerQuery>) {
  return tx
    .select({
      number: numbers.number,
      year: numbers.year,
      state: numbers.state,
      reason: numbers.reason,
      documentId: numbers.documentId,
      symbol: documents.symbol,
      issuedOn: documents.issuedOn,
      issuedAt: documents.issuedAt,
      subject: documents.subject,
      typeName: documentTypes.nameVi,
      family: documentTypes.family,
      signerPostId: documents.signerPostId,
      unitId: documents.unitId,
    })
    .from(numbers)
    .leftJoin(documents, eq(documents.id, numbers.documentId))
    .leftJoin(documentTypes, eq(documentTypes.code, documents.typeCode))
    .where(and(eq(numbers.bookId, bookId), eq(numbers.year, year), lt(numbers.number, before)))
    .orderBy(desc(numbers.number))
    .limit(limit + 1)
}

type Entry = Awaited<ReturnType<typeof entriesOf>>[number]
type Names = Awaited<ReturnType<typeof namesFor>>

const present = (ids: (string | null)[]) => ids.filter((id) => id !== null)

async function namesFor(tx: Tx, entries: readonly Entry[]) {
  const ids = present(entries.map((entry) => entry.documentId))
  const to = await tx.select().from(documentRecipients).where(inArray(documentRecipients.documentId, ids))
  const agencies = await agenciesByIds(
    tx,
    to.map((row) => row.agencyId),
  )
  const posts = await postsByIds(tx, present(entries.map((entry) => entry.signerPostId)))
  const units = await unitsByIds(tx, present(entries.map((entry) => entry.unitId)))
  const agencyName = new Map(agencies.map(({ id, shortName }) => [id, shortName]))
  const sorted = to.toSorted((a, b) => a.position - b.position)
  return {
    recipients: Map.groupBy(sorted, (row) => row.documentId),
    recipientName: (agencyId: string) => agencyName.get(agencyId) ?? '',
    signer: new Map(posts.map(({ id, fullName, title }) => [id, { fullName, title }])),
    unit: new Map(units.map(({ id, name }) => [id, name])),
  }
}

function registerRow(entry: Entry, names: Names) {
  const { number, state, documentId, issuedOn, issuedAt, subject, typeName } = entry
  const to = names.recipients.get(documentId ?? '') ?? []
  const signer = names.signer.get(entry.signerPostId ?? '')
  return {
    number,
    state,
    documentId,
    code: documentCode(number, entry.symbol ?? '', { family: entry.family ?? 'administrative', year: entry.year }),
    issuedOn: state === 'void' ? null : issuedOn,
    typeAndSubject: [typeName, subject].filter(Boolean).join(' – '),
    signer: signer ? `${signer.title} ${signer.fullName}` : '',
    recipients: to.map((row) => names.recipientName(row.agencyId)),
    keptBy: names.unit.get(entry.unitId ?? '') ?? '',
    copies: state === 'used' ? 1 : 0,
    dispatchedAt: state === 'used' ? issuedAt : null,
    receipt: state === 'used' && issuedAt ? 'electronic' : '',
    note: state === 'void' ? `Số hủy: ${entry.reason ?? ''}` : state === 'reserved' ? 'Đang giữ số' : '',
  }
}
