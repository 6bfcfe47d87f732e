import type { PostRole } from '#server/kernel/actor.ts'
import type { DocumentState } from '#server/documents/document.rules.ts'

/** Every role that a person can have. */
export const everyRole = [
  'chairman',
  'vice_chairman',
  'office_chief',
  'director',
  'unit_head',
  'specialist',
  'secretary',
  'clerk',
  'admin',
] as const satisfies PostRole[]
export type Role = (typeof everyRole)[number]

/**
 * Who gets through a route, in the own agency. The document of the path was drafted by the specialist in the unit of the
 * unit head, and its signer is the vice-chairman (in a department: the director). Everybody else of the agency gets 403 where
 * he may read the document and 404 where not; other agencies always get 404.
 */
export type RouteRight = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  allowed: readonly Role[]
  note: string
  /** The state in which the act is tried. */
  state?: DocumentState
  /** A valid body but for `revision`, which the test adds. */
  body?: Record<string, unknown>
}

const readers: Role[] = [
  'chairman',
  'vice_chairman',
  'office_chief',
  'director',
  'unit_head',
  'specialist',
  'secretary',
  'clerk',
]
const keepers: Role[] = ['chairman', 'vice_chairman', 'office_chief', 'director', 'secretary', 'clerk']
const content = { typeCode: 'bao_cao', subject: 'kết quả công tác' }
const pin = '000000'
const signingId = '00000000-0000-4000-8000-000000000000'
const signers: Role[] = ['vice_chairman', 'director', 'clerk']

/** The outgoing desk. */
export const documentRights: RouteRight[] = [
  { method: 'GET', path: '/documents', allowed: everyRole, note: 'each sees his own rows; the administrator none' },
  { method: 'GET', path: '/documents/counts', allowed: everyRole, note: 'own rows' },
  { method: 'GET', path: '/documents/types', allowed: everyRole, note: 'the decree’s list' },
  { method: 'GET', path: '/documents/signers', allowed: everyRole, note: 'of the own agency' },
  { method: 'GET', path: '/documents/books', allowed: everyRole, note: 'of the own agency' },
  { method: 'GET', path: '/documents/register', allowed: keepers, note: 'leaders, office, clerks' },
  { method: 'GET', path: '/documents/:id', allowed: readers, note: 'drafter, head, signer, leaders, office, clerks' },
  { method: 'GET', path: '/documents/:id/verification', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/documents/:id/preview', allowed: readers, note: 'whoever may read it' },
  { method: 'GET', path: '/documents/:id/files/:sha256', allowed: readers, note: 'whoever may read it' },
  {
    method: 'POST',
    path: '/documents',
    allowed: readers,
    note: 'every post in a unit but the administrator',
    body: content,
  },
  {
    method: 'PUT',
    path: '/documents/:id',
    allowed: ['specialist'],
    note: 'the drafter',
    state: 'draft',
    body: content,
  },
  { method: 'POST', path: '/documents/:id/submit', allowed: ['specialist'], note: 'the drafter', state: 'draft' },
  {
    method: 'POST',
    path: '/documents/:id/approve-content',
    allowed: ['unit_head'],
    note: 'heads of the drafting unit',
    state: 'head_review',
  },
  {
    method: 'POST',
    path: '/documents/:id/approve-form',
    allowed: ['office_chief', 'clerk'],
    note: 'the office, not the drafter',
    state: 'office_review',
  },
  {
    method: 'POST',
    path: '/documents/:id/return',
    allowed: ['vice_chairman', 'director'],
    note: 'whoever has it before him: here the signer',
    state: 'awaiting_signature',
    body: { reason: 'Thiếu căn cứ.' },
  },
  {
    method: 'POST',
    path: '/documents/:id/sign',
    allowed: ['vice_chairman', 'director'],
    note: 'the named signer, with his PIN',
    state: 'awaiting_signature',
    body: { pin },
  },
  {
    method: 'POST',
    path: '/documents/:id/number-and-seal',
    allowed: ['clerk'],
    note: 'clerks, with the PIN of the agency',
    state: 'signed',
    body: { pin },
  },
  {
    method: 'GET',
    path: '/documents/:id/signing',
    allowed: readers,
    note: 'whoever may read it; empty but for signers',
  },
  {
    method: 'POST',
    path: '/documents/:id/prepare-signing',
    allowed: signers,
    note: 'the named signer for his signature, clerks for the seal',
    state: 'awaiting_signature',
  },
  {
    method: 'POST',
    path: '/documents/:id/send-signing-code',
    allowed: signers,
    note: 'the named signer for his signature, clerks for the seal',
    state: 'awaiting_signature',
    body: { signingId },
  },
  {
    method: 'POST',
    path: '/documents/:id/complete-signing',
    allowed: signers,
    note: 'the named signer for his signature, clerks for the seal',
    state: 'awaiting_signature',
    body: { signingId },
  },
  {
    method: 'POST',
    path: '/documents/:id/cancel-signing',
    allowed: signers,
    note: 'the named signer for his signature, clerks for the seal',
    state: 'awaiting_signature',
    body: { signingId },
  },
  {
    method: 'POST',
    path: '/documents/:id/void-number',
    allowed: ['clerk'],
    note: 'clerks',
    state: 'numbered',
    body: { reason: 'Sai ngày.' },
  },
  { method: 'POST', path: '/documents/:id/issue', allowed: ['clerk'], note: 'clerks', state: 'sealed' },
]
