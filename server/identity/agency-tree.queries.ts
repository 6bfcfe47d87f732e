import { asc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { agencies, levels } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { type AgencyBranch, levelOn, treeOn } from './agency.rules.ts'

/** `on` is a day in Viet Nam; left out, today. */
export const agencyTreeQuery = z.object({ on: z.iso.date().optional() })

const shown = {
  id: agencies.id,
  name: agencies.name,
  shortName: agencies.shortName,
  symbol: agencies.symbol,
  kind: agencies.kind,
  parentId: agencies.parentId,
  levelCode: agencies.levelCode,
  validFrom: agencies.validFrom,
  validTo: agencies.validTo,
  mergedInto: agencies.mergedInto,
}

/**
 * The actor's own province as it stood on a day, past or present: each agency with its level of government then, which is
 * null where the law knew no such level. Agencies of elsewhere are found by search, never by loading their tree.
 */
export async function agencyTreeVisibleTo(db: Tx, actor: Actor, day: string) {
  const known = await db.select().from(levels)
  const rows = await db
    .select(shown)
    .from(agencies)
    .where(sql`${agencies.id} in (${ownProvince(actor)})`)
    .orderBy(asc(agencies.position), asc(agencies.id))
  const show = ({ agency, children }: AgencyBranch<(typeof rows)[number]>): ShownBranch => {
    const { id, name, shortName, symbol, kind } = agency
    const level = levelOn(known, agency, day)
    return { id, name, shortName, symbol, kind, level: level?.code ?? null, children: children.map(show) }
  }
  return { on: day, tree: treeOn(rows, day).map(show) }
}

/** A branch of the tree as the client gets it. */
export type ShownBranch = {
  id: string
  name: string
  shortName: string
  symbol: string
  kind: string
  level: string | null
  children: ShownBranch[]
}

/** Up to the top, then everything below it. */
const ownProvince = (actor: Actor) => sql`
  with recursive up as (
    select id, parent_id from agencies where id = ${actor.agencyId}
    union select a.id, a.parent_id from agencies a join up on a.id = up.parent_id),
  down as (
    select id from up where parent_id is null
    union select a.id from agencies a join down on a.parent_id = down.id)
  select id from down`
