import type { Actor } from '#server/kernel/actor.ts'

/** Administrators may see and end the sessions of everybody who holds a post in their agency. */
export function mayEndSessionsOfAgency(actor: Actor): boolean {
  return actor.role === 'admin'
}

/** Colleagues see every post of their agency; other agencies see its leaders only. */
export function maySeeAllPosts(actor: Actor, agencyId: string): boolean {
  return actor.agencyId === agencyId
}
