import { type SQL, sql } from 'drizzle-orm'
import { agencies } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Period } from './period.rules.ts'
import { seesBoard } from './reports.permissions.ts'

/**
 * The agencies whose rates the actor may see, as a `with recursive` part named `scope (id)`: the own one and, for the board, all
 * below it, as far as they existed in the period.
 */
export function scopeOf(actor: Actor, period: Period): SQL {
  const below = seesBoard(actor) ? sql`union select a.id from ${agencies} a join tree t on a.parent_id = t.id` : sql``
  return sql`tree (id) as (select ${actor.agencyId}::uuid ${below}),
    scope (id) as (select a.id from ${agencies} a join tree using (id)
      where a.valid_from <= ${period.to}::date and (a.valid_to is null or a.valid_to >= ${period.from}::date))`
}

/** Refuses `not_found` for an agency outside the actor's scope. */
export async function assertInScope(tx: Tx, actor: Actor, of: { agencyId: string; period: Period }): Promise<void> {
  const found = await tx.execute(
    sql`with recursive ${scopeOf(actor, of.period)} select 1 from scope where id = ${of.agencyId}`,
  )
  if (found.length === 0) refuse('not_found', 'not_found')
}

/** The agency and everything above it: whose boards show its numbers. */
export async function agenciesAbove(tx: Tx, agencyId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive above (id, parent_id) as (
      select id, parent_id from ${agencies} where id = ${agencyId}
      union select a.id, a.parent_id from ${agencies} a join above b on a.id = b.parent_id)
    select id from above`)
  return rows.map(({ id }) => id)
}
