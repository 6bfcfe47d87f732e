import type { Actor, PostRole } from '#server/kernel/actor.ts'

const preparing: readonly PostRole[] = [
  'chairman',
  'vice_chairman',
  'office_chief',
  'director',
  'unit_head',
  'secretary',
]

/**
 * Leaders, heads and the office may prepare meetings of their agency. What one may do inside a meeting hangs on the seat
 * alone: see `rights.rules.ts`.
 */
export function mayPrepareMeeting(actor: Actor): boolean {
  if (actor.role === 'admin' || actor.role === 'system') return false
  return preparing.includes(actor.role) || actor.inOffice
}
