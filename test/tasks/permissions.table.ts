import { everyRole, type Role } from '#test/documents/permissions.table.ts'
import type { SeatRight } from '#test/meetings/permissions.table.ts'

/*
 * Both sides of a task see it, everybody else gets 404. `allowed` names roles of the side that the note names; the other side
 * gets 403 for its acts. Only the assigner's side has chairmen, vice-chairmen and secretaries.
 */
const judges: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary']

const judged = { reason: 'Chưa đạt yêu cầu.', revision: 1 }

/** Work given to agencies. */
export const taskRights: SeatRight[] = [
  { method: 'GET', path: '/tasks', allowed: everyRole, note: 'own side; administrators see no rows' },
  {
    method: 'GET',
    path: '/tasks/:id',
    allowed: ['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head', 'specialist', 'secretary', 'clerk'],
    note: 'the lead agency save administrators; leaders, heads, secretaries and the office of the assigner’s',
  },
  {
    method: 'POST',
    path: '/tasks/:id/progress',
    body: { note: 'Đang làm.', revision: 1 },
    allowed: ['office_chief', 'director', 'unit_head', 'specialist', 'clerk'],
    note: 'lead agency: every post save administrators',
  },
  {
    method: 'POST',
    path: '/tasks/:id/done',
    body: { note: 'Đã xong.', doneOn: '2020-06-23', revision: 1 },
    allowed: ['office_chief', 'director', 'unit_head', 'clerk'],
    note: 'lead agency: leaders, heads and posts of the office',
  },
  {
    method: 'POST',
    path: '/tasks/:id/accept',
    body: { revision: 1 },
    allowed: judges,
    note: 'assigner: the assigning post, the leaders and secretaries of its agency',
  },
  { method: 'POST', path: '/tasks/:id/return', allowed: judges, note: 'as for accept', body: judged },
  { method: 'POST', path: '/tasks/:id/cancel', allowed: judges, note: 'as for accept', body: judged },
]
