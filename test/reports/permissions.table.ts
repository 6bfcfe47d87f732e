import { everyRole, type RouteRight } from '#test/documents/permissions.table.ts'

/** Who reads rates. The agency of the path is the own one; of agencies elsewhere nobody opens a list (404). */
export const reportRights: RouteRight[] = [
  {
    method: 'GET',
    path: '/reports/rates',
    allowed: everyRole,
    note: 'the own agency; leaders, office and clerks also the agencies below it',
  },
  {
    method: 'GET',
    path: '/reports/rates/:agencyId/list',
    allowed: ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary', 'clerk'],
    note: 'leaders, office, clerks: the rows name papers',
  },
]
