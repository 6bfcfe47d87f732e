import { everyRole, type RouteRight } from '#test/documents/permissions.table.ts'

/** The matrix of deliveries. The delivery of the path is a refused one of the document that `documentRights` describes. */
export const deliveryRights: RouteRight[] = [
  {
    method: 'GET',
    path: '/deliveries',
    allowed: ['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head', 'specialist', 'secretary', 'clerk'],
    note: '?documentId=: whoever may read the document',
  },
  {
    method: 'GET',
    path: '/deliveries/refused',
    allowed: everyRole,
    note: 'office and clerks; an empty list for others',
  },
  {
    method: 'POST',
    path: '/deliveries/:id/acknowledge-refusal',
    allowed: ['office_chief', 'secretary', 'clerk', 'specialist'],
    note: 'the office, the clerks and the drafter',
  },
]
