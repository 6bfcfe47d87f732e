import { everyRole, type RouteRight } from './permissions.table.ts'

const pin = '000000'
const items = [{ documentId: ':documentId', revision: 1, fileSha256: ':sha256' }]
const note = 'whoever gave its PIN, at that post; here the vice-chairman'

/** Signing many documents. The batch of the path is the vice-chairman's; the document is before him for signature. */
export const signingBatchRights: RouteRight[] = [
  { method: 'GET', path: '/signing-batches/candidates', allowed: everyRole, note: 'what waits for the own signature' },
  { method: 'GET', path: '/signing-batches', allowed: everyRole, note: 'own batches' },
  { method: 'GET', path: '/signing-batches/:id', allowed: ['vice_chairman'], note },
  {
    method: 'POST',
    path: '/signing-batches',
    allowed: ['vice_chairman'],
    note: 'the named signer of at least one of them, with his PIN',
    body: { items, pin },
  },
  { method: 'POST', path: '/signing-batches/:id/resume', allowed: ['vice_chairman'], note, body: { pin } },
  { method: 'POST', path: '/signing-batches/:id/cancel', allowed: ['vice_chairman'], note },
]
