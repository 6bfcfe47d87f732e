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
 * @law ND30 PL IV.I
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
  const signers = new Map(posts.map(({ id, fullName, title }) => [id, `${title} ${fullName}`]))
  const unitName = new Map(units.map(({ id, name }) => [id, name]))
  const sorted = to.toSorted((a, b) => a.position - b.position)
  return {
    recipients: Map.groupBy(sorted, (row) => row.documentId),
    recipientName: (agencyId: string) => agencyName.get(agencyId) ?? '',
    signer: (postId: string | null) => signers.get(postId ?? '') ?? '',
    unit: (unitId: string | null) => unitName.get(unitId ?? '') ?? '',
  }
}

function registerRow(entry: Entry, names: Names) {
  const { number, state, documentId } = entry
  const to = names.recipients.get(documentId ?? '') ?? []
  return {
    number,
    state,
    documentId,
    code: codeOf(entry),
    issuedOn: state === 'void' ? null : entry.issuedOn,
    typeAndSubject: [entry.typeName, entry.subject].filter(Boolean).join(' – '),
    signer: names.signer(entry.signerPostId),
    recipients: to.map((row) => names.recipientName(row.agencyId)),
    keptBy: names.unit(entry.unitId),
    ...dispatchOf(entry),
    note: notes[state](entry.reason),
  }
}

function codeOf({ number, symbol, family, year }: Entry): string {
  return documentCode(number, symbol ?? '', { family: family ?? 'administrative', year })
}

/** How many copies went out, when, and against which receipt; nothing did for a number that is not used. */
function dispatchOf({ state, issuedAt }: Entry) {
  const dispatchedAt = state === 'used' ? issuedAt : null
  return { copies: state === 'used' ? 1 : 0, dispatchedAt, receipt: dispatchedAt ? 'electronic' : '' }
}

const notes: Record<Entry['state'], (reason: string | null) => string> = {
  used: () => '',
  reserved: () => 'Đang giữ số',
  void: (reason) => `Số hủy: ${reason ?? ''}`,
}
