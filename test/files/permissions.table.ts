import type { Role } from '#test/documents/permissions.table.ts'
import type { SeatRight } from '#test/meetings/permissions.table.ts'

const withPapers: Role[] = [
  ...['chairman', 'vice_chairman', 'office_chief', 'director', 'unit_head'],
  ...['specialist', 'secretary', 'clerk'],
] as Role[]

/** Uploads. The file of the path was brought in by the specialist and is attached to nothing. */
export const fileRights: SeatRight[] = [
  { method: 'POST', path: '/files', allowed: withPapers, note: 'every post but administrators; the body is the file' },
  { method: 'GET', path: '/files/:id', allowed: ['specialist'], note: 'the post that brought it in' },
  { method: 'GET', path: '/files/:id/content', allowed: ['specialist'], note: 'the post that brought it in' },
]
