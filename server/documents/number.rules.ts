import { refuse } from '#server/kernel/refusal.ts'

/** What becomes of a number that was reserved for a document about to be sealed. */
export const numberMoves = {
  use: { from: ['reserved'], to: 'used' },
  void: { from: ['reserved'], to: 'void' },
} as const

/** Numbers run from 1 January to 31 December of the year in Viet Nam (+07:00, no summer time). @law ND30 art. 15.1 */
export function legalYear(at: Date): number {
  return new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear()
}

/**
 * The book that numbers this type: the one that claims it, else the agency's book for everything else. Refuses
 * `no_number_book` where the agency keeps neither. The head decides which types have a book of their own.
 * @law ND30 art. 15.1.c
 */
export function bookFor<Book extends { typeCodes: string[] }>(books: readonly Book[], typeCode: string): Book {
  const claimed = books.find((book) => book.typeCodes.includes(typeCode))
  const general = books.find((book) => book.typeCodes.length === 0)
  return claimed ?? general ?? refuse('conflict', 'no_number_book')
}
