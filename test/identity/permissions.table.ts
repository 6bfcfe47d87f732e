import { everyRole } from '#test/documents/permissions.table.ts'
import type { SeatRight } from '#test/meetings/permissions.table.ts'

/**
 * Sessions, the directory and the own settings. The session of the path is one of the specialist's. Who and what an office is
 * is no secret inside the house; of other agencies only the leaders are shown by name.
 */
export const identityRights: (SeatRight & { public?: true })[] = [
  { method: 'POST', path: '/session', allowed: everyRole, note: 'whoever knows name and password', public: true },
  { method: 'GET', path: '/session', allowed: everyRole, note: 'the own one' },
  {
    method: 'DELETE',
    path: '/session',
    allowed: everyRole,
    note: 'the own one; nothing to end is no fault',
    public: true,
  },
  {
    method: 'POST',
    path: '/session/post',
    allowed: everyRole,
    note: 'a post that one holds oneself; every other looks absent',
    body: { postId: ':ownPostId' },
  },
  { method: 'GET', path: '/sessions', allowed: everyRole, note: '?of=own; ?of=agency for administrators only' },
  {
    method: 'DELETE',
    path: '/sessions/:id',
    allowed: ['specialist', 'admin'],
    note: 'the own ones; an administrator also those of his agency’s people',
  },
  {
    method: 'PUT',
    path: '/preferences',
    allowed: everyRole,
    note: 'the own ones',
    body: { settings: { theme: 'dark' } },
  },
  { method: 'GET', path: '/agencies', allowed: everyRole, note: 'offices are public' },
  { method: 'GET', path: '/agency-tree', allowed: everyRole, note: 'the own province, on any day' },
  { method: 'GET', path: '/agency-groups', allowed: everyRole, note: 'of the own agency and those above it' },
  { method: 'GET', path: '/agencies/:id/posts', allowed: everyRole, note: 'all colleagues; elsewhere the leaders' },
  { method: 'GET', path: '/posts', allowed: everyRole, note: 'all colleagues; elsewhere the leaders' },
  {
    method: 'GET',
    path: '/demo/accounts',
    allowed: everyRole,
    note: 'only where the installation is a demo; absent otherwise',
    public: true,
  },
]
