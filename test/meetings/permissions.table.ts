import { everyRole, type Role, type RouteRight } from '#test/documents/permissions.table.ts'

/** Who gets through a route of a meeting. `:itemId` and the like in a body stand for the ids of the path's meeting. */
export type SeatRight = Pick<RouteRight, 'path' | 'allowed' | 'note' | 'body'> & { method: string }

/*
 * Rights in a meeting hang on the seat, not on the role. The rows stand for an open session of the usual seats
 * (`usualSeats`): the chairman in the chair, the secretary, vice-chairmen and the office chief as members, a director invited.
 * A seat without the right gets 403; everybody else has no seat and gets 404.
 */
const desk: Role[] = ['chairman', 'secretary']
const voters: Role[] = ['chairman', 'vice_chairman', 'office_chief']
const seated: Role[] = [...voters, 'secretary', 'director']
const preparers: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head', 'secretary', 'clerk']

const header = {
  title: 'Phiên họp tháng 6',
  typeCode: 'committee_session',
  startsAt: '2020-06-25T08:00:00+07:00',
  endsAt: '2020-06-25T11:30:00+07:00',
  place: 'Phòng họp số 1',
}
const chairSeat = { postId: ':postId', part: 'chair' }
const onBehalf = 'the chair, or a secretary on the chair’s behalf'

/** Lists, preparation, the live room and what follows from it. */
export const meetingRights: SeatRight[] = [
  { method: 'GET', path: '/meetings', allowed: everyRole, note: 'meetings in which the own post has a seat' },
  { method: 'GET', path: '/meeting-types', allowed: everyRole, note: 'rules of procedure are public' },
  {
    method: 'POST',
    path: '/meetings',
    allowed: preparers,
    note: 'leaders, heads, secretaries and whoever sits in the office, save administrators',
    body: { ...header, members: [chairSeat] },
  },
  { method: 'GET', path: '/meetings/:id', allowed: seated, note: 'any seat; before the invitation only the desk' },
  { method: 'GET', path: '/meetings/:id/live', allowed: seated, note: 'any seat, each class its own view' },
  { method: 'GET', path: '/meetings/:id/papers/:paperId/file', allowed: seated, note: 'any seat' },
  { method: 'PUT', path: '/meetings/:id', allowed: desk, note: 'the desk', body: { ...header, revision: 99 } },
  { method: 'PUT', path: '/meetings/:id/members', allowed: desk, note: 'the desk', body: { members: [chairSeat] } },
  {
    method: 'DELETE',
    path: '/meetings/:id/members/:postId',
    allowed: desk,
    note: 'the desk, but never the chair',
  },
  { method: 'POST', path: '/meetings/:id/items', allowed: desk, note: 'the desk', body: { title: 'Nội dung khác' } },
  {
    method: 'PUT',
    path: '/meetings/:id/items/:itemId',
    allowed: desk,
    note: 'the desk',
    body: { title: 'Nội dung khác' },
  },
  { method: 'PUT', path: '/meetings/:id/agenda', allowed: desk, note: 'the desk', body: { itemIds: [':itemId'] } },
  { method: 'DELETE', path: '/meetings/:id/items/:itemId', allowed: desk, note: 'the desk' },
  {
    method: 'POST',
    path: '/meetings/:id/items/:itemId/papers',
    allowed: desk,
    note: 'the desk, and only papers that the actor may see himself',
    body: { documentId: ':documentId' },
  },
  { method: 'DELETE', path: '/meetings/:id/papers/:paperId', allowed: desk, note: 'the desk' },
  { method: 'POST', path: '/meetings/:id/invite', allowed: desk, note: 'the desk' },
  {
    method: 'POST',
    path: '/meetings/:id/answer',
    allowed: seated,
    note: 'for the own seat',
    body: { answer: 'attending' },
  },
  { method: 'POST', path: '/meetings/:id/cancel', allowed: desk, note: onBehalf },
  { method: 'POST', path: '/meetings/:id/open', allowed: desk, note: onBehalf },
  { method: 'POST', path: '/meetings/:id/pause', allowed: desk, note: onBehalf },
  { method: 'POST', path: '/meetings/:id/resume', allowed: desk, note: onBehalf },
  { method: 'POST', path: '/meetings/:id/close', allowed: desk, note: onBehalf },
  {
    method: 'POST',
    path: '/meetings/:id/check-in',
    allowed: seated,
    note: 'for the own seat',
    body: { presence: 'in_room' },
  },
  { method: 'POST', path: '/meetings/:id/current-item', allowed: desk, note: onBehalf, body: { itemId: ':itemId' } },
  {
    method: 'POST',
    path: '/meetings/:id/stage',
    allowed: desk,
    note: 'the desk, and whoever was given the stage',
    body: { paperId: ':paperId', page: 1 },
  },
  { method: 'POST', path: '/meetings/:id/presenter', allowed: desk, note: onBehalf, body: { postId: null } },
  {
    method: 'POST',
    path: '/meetings/:id/polls',
    allowed: desk,
    note: onBehalf,
    body: { itemId: ':itemId', question: 'Thông qua?' },
  },
  {
    method: 'POST',
    path: '/meetings/:id/polls/:pollId/ballot',
    allowed: voters,
    note: 'the frozen voters who have checked in',
    body: { choice: 'yes' },
  },
  { method: 'POST', path: '/meetings/:id/polls/:pollId/close', allowed: desk, note: onBehalf },
  {
    method: 'PUT',
    path: '/meetings/:id/items/:itemId/conclusion',
    allowed: desk,
    note: 'the desk',
    body: { text: 'Thống nhất.', revision: null },
  },
  {
    method: 'POST',
    path: '/meetings/:id/notice',
    allowed: desk,
    note: 'the desk; the drafter sits in a unit of the meeting’s agency',
    body: {},
  },
]
