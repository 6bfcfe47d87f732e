import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { documentCode } from './document-number.rules.ts'
import { type DocumentRow, documentTypeOf, setDocumentNumber } from './document.queries.ts'
import { moveDocument } from './move-document.ts'
import { outgoingBookFor, takeNumber } from './number.queries.ts'
import { legalYear } from './number.rules.ts'

/**
 * Gives a signed document, whose row is locked, the next number of its book and the date of today. The counter is taken
 * last: a refusal before it costs no number. Refuses `no_number_book`, `wrong_state`.
 * @law ND30 art. 15
 */
export async function reserveNumber(work: Work, document: DocumentRow): Promise<DocumentRow> {
  const { tx, actor, at } = work
  const book = await outgoingBookFor(tx, document.agencyId, document.typeCode)
  const { family } = await documentTypeOf(tx, document.typeCode)
  const series = { bookId: book.id, year: legalYear(at) }
  const moved = await moveDocument(work, document, {
    move: 'number',
    columns: { numberBookId: series.bookId, numberYear: series.year, issuedOn: legalDay(at) },
  })
  const use = { state: 'reserved' as const, documentId: document.id, postId: actor.postId, at }
  const number = await takeNumber(tx, series, use)
  const code = documentCode(number, document.symbol, { family, year: series.year })
  work.record({
    stream: `book:${series.bookId}:${series.year}`,
    act: 'number.reserve',
    basis: 'ND30 art. 15.3',
    data: { number, code, documentId: document.id },
  })
  return setDocumentNumber(tx, moved.id, { number, code })
}
