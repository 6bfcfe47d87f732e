import type { PostRole } from '#server/kernel/actor.ts'

/**
 * Who may use a path in his own agency. `allowed`: roles that get past the rights (the rest are refused 403, or 404 where the row
 * is not theirs to see). Posts of the office (`inOffice`) read like clerks. Everybody of another agency gets 404.
 */
export type PermissionRow = { method: string; path: string; allowed: PostRole[] | 'every role'; note: string }

const seeAll: PostRole[] = ['chairman', 'vice_chairman', 'director', 'office_chief', 'clerk']
const leaders: PostRole[] = ['chairman', 'vice_chairman', 'director', 'office_chief']
const handlers: PostRole[] = [...leaders, 'unit_head', 'specialist', 'secretary', 'clerk']
const readers: PostRole[] = handlers
const theirs = 'unit heads and persons only what their unit or they were given; administrators nothing'

export const arrivalsPermissions: PermissionRow[] = [
  { method: 'GET', path: '/api/arrivals', allowed: 'every role', note: `a list of what one sees: ${theirs}` },
  { method: 'GET', path: '/api/arrivals/counts', allowed: 'every role', note: 'counts of the same lists' },
  { method: 'GET', path: '/api/arrivals/register', allowed: seeAll, note: 'the whole book of the agency; others 403' },
  { method: 'GET', path: '/api/arrivals/:id', allowed: readers, note: `${theirs}: 404` },
  { method: 'GET', path: '/api/arrivals/:id/slip', allowed: readers, note: 'as the detail' },
  { method: 'GET', path: '/api/arrivals/:id/verification', allowed: readers, note: 'as the detail' },
  {
    method: 'GET',
    path: '/api/arrivals/:id/files/:sha256',
    allowed: readers,
    note: 'as the detail; any other hash 404',
  },
  { method: 'POST', path: '/api/arrivals/:id/register', allowed: ['clerk'], note: 'other roles that see it 403' },
  { method: 'POST', path: '/api/arrivals/:id/refuse', allowed: ['clerk'], note: 'other roles that see it 403' },
  { method: 'POST', path: '/api/arrivals/:id/direction', allowed: leaders, note: 'other roles that see it 403' },
  {
    method: 'POST',
    path: '/api/assignments/:id/assign',
    allowed: [...leaders, 'unit_head'],
    note: 'heads for their own unit’s node; leaders for every unit’s',
  },
  {
    method: 'POST',
    path: '/api/assignments/:id/start',
    allowed: handlers,
    note: 'the named person, or the unit’s head where none is named',
  },
  {
    method: 'POST',
    path: '/api/assignments/:id/finish',
    allowed: handlers,
    note: 'as start; copies to be informed 403',
  },
  {
    method: 'POST',
    path: '/api/assignments/:id/return',
    allowed: handlers,
    note: 'as start; copies to be informed 403',
  },
]
