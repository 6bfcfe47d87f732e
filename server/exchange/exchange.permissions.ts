import type { Actor } from '#server/kernel/actor.ts'

/** The clerks and the office answer for what their agency sends; the administrator, who sits there too, has no business with papers. */
export function seesDeliveries(actor: Actor): boolean {
  return actor.role !== 'admin' && (actor.role === 'clerk' || actor.role === 'office_chief' || actor.inOffice)
}

/** Who may say for the agency that a refusal has been seen: the same, and the drafter, whose paper it is. */
export function mayAcknowledgeRefusal(actor: Actor, document: { drafterPostId: string; agencyId: string }): boolean {
  if (actor.agencyId !== document.agencyId) return false
  return seesDeliveries(actor) || actor.postId === document.drafterPostId
}
