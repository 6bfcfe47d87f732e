/** What other rooms may use of documents: outgoing ones, what arrives, and the books of numbers. */
export { seesAllArrivals } from './arrivals.permissions.ts'
export { draftNotice } from './draft-notice.ts'
export {
  documentTitlesOf,
  documentTypeOf,
  documentVisibleTo,
  type DocumentRow,
  issuedDocumentOf,
} from './document.queries.ts'
export { receiveArrival } from './receive-arrival.ts'
export { batchesAtRest } from './run-signing-batch.ts'
