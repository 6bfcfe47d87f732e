import { everyRole, type Role, type RouteRight } from './permissions.table.ts'

const seeAll: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary', 'clerk']
const readers: Role[] = [...seeAll, 'unit_head', 'specialist']
const note = 'anybody, without an account; nothing is kept, and an address that asks too often waits'

/** Findings about signatures: two doors to the street, and the paper of what one may read. */
export const signatureCheckRights: (RouteRight & { public?: true })[] = [
  { method: 'POST', path: '/signature-checks', allowed: everyRole, note, public: true },
  { method: 'POST', path: '/signature-checks/print', allowed: everyRole, note, public: true },
  { method: 'GET', path: '/arrivals/:id/verification/print', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/documents/:id/verification/print', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/arrivals/:id/evidence', allowed: readers, note: 'whoever may read it; journalled' },
  { method: 'GET', path: '/documents/:id/evidence', allowed: readers, note: 'whoever may read it; journalled' },
]
