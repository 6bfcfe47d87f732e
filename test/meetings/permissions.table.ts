import type { PermissionRow } from '#test/documents/arrivals.permissions.table.ts'

type Roles = Exclude<PermissionRow['allowed'], string>

/*
 * Rights in a meeting hang on the seat, not on the role. The rows stand for a session of the usual seats (`usualSeats`): the
 * chairman in the chair, the secretary, vice-chairmen and the office chief as members, a director invited. Every other
 * role has no seat and gets 404; a seat without the right gets 403.
 */
const desk: Roles = ['chairman', 'secretary']
const voters: Roles = ['chairman', 'vice_chairman', 'office_chief']
const seated: Roles = [...voters, 'secretary', 'director']
const preparers: Roles = ['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head', 'secretary', 'clerk']

const row = (method: PermissionRow['method'], path: string, allowed: PermissionRow['allowed'], note: string) => ({
  method,
  path: `/api${path}`,
  allowed,
  note,
})

/** Lists, preparation, the live room and what follows from it. */
export const meetingsPermissions: PermissionRow[] = [
  row('GET', '/meetings', 'every role', 'meetings in which the own post has a seat'),
  row('GET', '/meeting-types', 'every role', 'rules of procedure are public'),
  row(
    'POST',
    '/meetings',
    preparers,
    'leaders, heads, secretaries and whoever sits in the office, save administrators',
  ),
  row('GET', '/meetings/:id', seated, 'any seat; before the invitation only the desk'),
  row('GET', '/meetings/:id/live', seated, 'any seat, each class its own view'),
  row('GET', '/meetings/:id/papers/:paperId/file', seated, 'any seat'),
  row('PUT', '/meetings/:id', desk, 'the desk'),
  row('PUT', '/meetings/:id/members', desk, 'the desk'),
  row('DELETE', '/meetings/:id/members/:postId', desk, 'the desk'),
  row('POST', '/meetings/:id/items', desk, 'the desk'),
  row('PUT', '/meetings/:id/items/:itemId', desk, 'the desk'),
  row('PUT', '/meetings/:id/agenda', desk, 'the desk'),
  row('DELETE', '/meetings/:id/items/:itemId', desk, 'the desk'),
  row('POST', '/meetings/:id/items/:itemId/papers', desk, 'the desk, and only papers that the actor may see himself'),
  row('DELETE', '/meetings/:id/papers/:paperId', desk, 'the desk'),
  row('POST', '/meetings/:id/invite', desk, 'the desk'),
  row('POST', '/meetings/:id/answer', seated, 'for the own seat'),
  row('POST', '/meetings/:id/cancel', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/open', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/pause', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/resume', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/close', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/check-in', seated, 'for the own seat'),
  row('POST', '/meetings/:id/current-item', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/stage', desk, 'the desk, and whoever was given the stage'),
  row('POST', '/meetings/:id/presenter', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/polls', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/polls/:pollId/close', desk, 'the chair, or a secretary on the chair’s behalf'),
  row('POST', '/meetings/:id/polls/:pollId/ballot', voters, 'the frozen voters who have checked in'),
  row('PUT', '/meetings/:id/items/:itemId/conclusion', desk, 'the desk'),
  row('POST', '/meetings/:id/notice', desk, 'the desk; the drafter sits in a unit of the meeting’s agency'),
]
