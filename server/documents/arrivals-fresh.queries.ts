import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { arrivals, assignments } from '#db/documents/arrivals.schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import { headedUnitOf, mayDirect, mayRegister } from './arrivals.permissions.ts'

/**
 * `fresh` of a row: something on it waits for this very post and nobody has begun it. The desk shows such rows bold, as
 * mail programs show what is unread, on every device the same.
 */
export function freshFor(actor: Actor): SQL<boolean> {
  const own = { agencyId: actor.agencyId }
  const parts = [untouchedNode(actor)]
  if (mayRegister(actor, own)) parts.push(eq(arrivals.state, 'arrived'))
  if (mayDirect(actor, own)) parts.push(eq(arrivals.state, 'registered'))
  return sql<boolean>`(${or(...parts)})`
}

/** A node of the post, or of the unit that it heads while no person of the unit has it. */
function untouchedNode(actor: Actor): SQL {
  const unitId = headedUnitOf(actor)
  const named = eq(assignments.postId, actor.postId)
  const headed = unitId ? and(eq(assignments.unitId, unitId), isNull(assignments.postId)) : undefined
  return sql`exists (select 1 from ${assignments} where ${assignments.arrivalId} = ${arrivals.id}
    and ${eq(assignments.state, 'open')} and ${or(named, headed)}
    and not exists (select 1 from ${assignments} below where below.parent_id = ${assignments.id}
      and below.state in ('open', 'in_progress')))`
}
