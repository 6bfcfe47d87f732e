import type { PermissionRow } from '#test/documents/arrivals.permissions.table.ts'

export const reportsPermissions: PermissionRow[] = [
  {
    method: 'GET',
    path: '/api/reports/rates',
    allowed: 'every role',
    note: 'the own agency; leaders, clerks and the office also the agencies below it',
  },
  {
    method: 'GET',
    path: '/api/reports/rates/:agencyId/list',
    allowed: ['chairman', 'vice_chairman', 'director', 'office_chief', 'clerk'],
    note: 'the own agency and those below it, also for posts of the office; agencies elsewhere 404, other roles 403',
  },
]
