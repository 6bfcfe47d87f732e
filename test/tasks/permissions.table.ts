import type { PermissionRow } from '#test/documents/arrivals.permissions.table.ts'

type Roles = Exclude<PermissionRow['allowed'], string>

/*
 * Both sides of a task see it, everybody else gets 404. `allowed` names roles of the side that the note names; the other side
 * gets 403 for its acts. Only the assigner's side has chairmen, vice-chairmen and secretaries.
 */
const judges: Roles = ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary']

/** Work given to agencies. */
export const tasksPermissions: PermissionRow[] = [
  { method: 'GET', path: '/api/tasks', allowed: 'every role', note: 'own side; administrators see no rows' },
  {
    method: 'GET',
    path: '/api/tasks/:id',
    allowed: ['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head', 'specialist', 'secretary', 'clerk'],
    note: 'the lead agency save administrators; leaders, heads, secretaries and the office of the assigner’s',
  },
  {
    method: 'POST',
    path: '/api/tasks/:id/progress',
    allowed: ['office_chief', 'director', 'unit_head', 'specialist', 'clerk'],
    note: 'lead agency: every post save administrators',
  },
  {
    method: 'POST',
    path: '/api/tasks/:id/done',
    allowed: ['office_chief', 'director', 'unit_head', 'clerk'],
    note: 'lead agency: leaders, heads and posts of the office',
  },
  {
    method: 'POST',
    path: '/api/tasks/:id/accept',
    allowed: judges,
    note: 'assigner: the assigning post, the leaders and secretaries of its agency',
  },
  { method: 'POST', path: '/api/tasks/:id/return', allowed: judges, note: 'as for accept' },
  { method: 'POST', path: '/api/tasks/:id/cancel', allowed: judges, note: 'as for accept' },
]
