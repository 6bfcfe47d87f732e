import { seesAllArrivals } from '#server/documents/door.ts'
import type { Actor } from '#server/kernel/actor.ts'

/** Rates are published every month; each post sees those of its agency. */
export function seesRates(actor: Actor): boolean {
  return actor.role !== 'system'
}

/** Leaders, clerks and the office see the agencies below theirs beside their own: the board. */
export function seesBoard(actor: Actor): boolean {
  return seesAllArrivals(actor)
}

/** The rows behind a number name papers, so they are for those who see all papers of their agency. */
export function opensLists(actor: Actor): boolean {
  return seesAllArrivals(actor)
}
