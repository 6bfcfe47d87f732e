/** What other rooms may use of documents: outgoing ones, what arrives, and the books of numbers. */
export { seesAllArrivals } from './arrivals.permissions.ts'
export { draftNotice, type NoticeWish } from './draft-notice.ts'
export {
  documentTitlesOf,
  documentTypeOf,
  documentVisibleTo,
  type DocumentRow,
  issuedDocumentOf,
  issuedFileOf,
} from './document.queries.ts'
export { type DocumentState, documentStates } from './document.rules.ts'
export type { DocumentAnswer } from './move-document.ts'
export { openNumberBook } from './number.queries.ts'
export { receiveArrival, type ReceiveArrivalInput } from './receive-arrival.ts'

/** A document got legal effect; told in the transaction that issues it. */
export type DocumentIssued = { type: 'document.issued'; documentId: string }
