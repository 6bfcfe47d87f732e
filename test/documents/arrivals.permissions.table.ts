import { everyRole, type Role, type RouteRight } from './permissions.table.ts'

const seeAll: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary', 'clerk']
const leaders: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director']
const readers: Role[] = [...seeAll, 'unit_head', 'specialist']
const note = 'clerks; other readers 403'

/**
 * Who gets through a route of the arrivals desk, in the agency that received. The arrival of the path was directed to the unit
 * of the unit head, who named the specialist. `assign` is tried on the unit's node, the other acts on the specialist's. Roles
 * that may not read it get 404, other agencies always.
 */
export const arrivalRights: RouteRight[] = [
  { method: 'GET', path: '/arrivals', allowed: everyRole, note: 'each sees his own rows; the administrator none' },
  { method: 'GET', path: '/arrivals/counts', allowed: everyRole, note: 'own rows' },
  { method: 'GET', path: '/arrivals/register', allowed: seeAll, note: 'leaders, office, clerks' },
  { method: 'GET', path: '/arrivals/:id', allowed: readers, note: 'leaders, office, clerks, and who has a part in it' },
  { method: 'GET', path: '/arrivals/:id/slip', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/arrivals/:id/verification', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/arrivals/:id/files/:sha256', allowed: readers, note: 'whoever may read it' },
  { method: 'POST', path: '/arrivals/:id/register', allowed: ['clerk'], note },
  { method: 'POST', path: '/arrivals/:id/refuse', allowed: ['clerk'], note, body: { reason: 'Gửi nhầm nơi nhận.' } },
  {
    method: 'POST',
    path: '/arrivals/:id/direction',
    allowed: leaders,
    note: 'leaders and the chief of office',
    body: { opinion: 'Tham mưu thực hiện.', leadUnitId: '00000000-0000-4000-8000-000000000000' },
  },
  {
    method: 'POST',
    path: '/assignments/:id/assign',
    allowed: [...leaders, 'unit_head'],
    note: 'the head of the unit, or a leader',
    body: { postId: '00000000-0000-4000-8000-000000000000' },
  },
  { method: 'POST', path: '/assignments/:id/start', allowed: ['specialist'], note: 'who has the node on the desk' },
  {
    method: 'POST',
    path: '/assignments/:id/finish',
    allowed: ['specialist'],
    note: 'who has the node on the desk; copies to be informed never',
    body: { note: 'Đã xong.' },
  },
  {
    method: 'POST',
    path: '/assignments/:id/return',
    allowed: ['specialist'],
    note: 'who has the node on the desk; copies to be informed never',
    body: { reason: 'Không đúng lĩnh vực.' },
  },
]
