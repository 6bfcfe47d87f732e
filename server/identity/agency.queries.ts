import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { agencies, agencyGroupMembers, agencyGroups } from '#db/identity/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { Page } from '#server/kernel/page.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { searchText } from '#server/kernel/text-input.ts'
import { validAt } from './validity.queries.ts'

/** `after` is the id of the last agency of the page before. */
export const agencyListQuery = z.object({
  q: searchText.default(''),
  group: z.uuid().optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const shown = {
  id: agencies.id,
  name: agencies.name,
  shortName: agencies.shortName,
  symbol: agencies.symbol,
  code: agencies.codeQd20,
  kind: agencies.kind,
  levelCode: agencies.levelCode,
  place: agencies.place,
}

export type ListedAgency = Pick<typeof agencies.$inferSelect, Exclude<keyof typeof shown, 'code'>> & { code: string }

/**
 * A page of the agencies that exist at that instant, for the recipient picker. Every syllable typed, with or without
 * tones, must occur; agencies written exactly as typed come first.
 */
export async function agenciesVisibleTo(
  db: Tx,
  actor: Actor,
  list: z.output<typeof agencyListQuery> & { at: Date },
): Promise<Page<ListedAgency>> {
  const order = sql`${rankOf(list.q)}, ${agencies.position}, ${agencies.id}`
  const conditions = [validAt(agencies, list.at), ...matching(list.q)]
  if (list.group) conditions.push(inArray(agencies.id, membersOf(db, actor, list.group)))
  if (list.after)
    conditions.push(sql`(${order}) > (select ${order} from ${agencies} where ${agencies.id} = ${list.after})`)
  const rows = await db
    .select(shown)
    .from(agencies)
    .where(and(...conditions))
    .orderBy(order)
    .limit(list.limit + 1)
  const kept = rows.slice(0, list.limit)
  return { rows: kept, next: rows.length > list.limit ? kept.at(-1)!.id : null }
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

function matching(q: string): SQL[] {
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  return words.map((word) => sql`${agencies.searchFold} like '%' || f_fold(${escaped(word)}) || '%'`)
}

function rankOf(q: string): SQL {
  if (q === '') return sql`0::int`
  return sql`case when ${agencies.name} ilike ${`%${escaped(q)}%`} or ${agencies.symbol} ilike ${escaped(q)} then 0 else 1 end`
}

function membersOf(db: Tx, actor: Actor, groupId: string) {
  return db
    .select({ id: agencyGroupMembers.agencyId })
    .from(agencyGroupMembers)
    .innerJoin(agencyGroups, eq(agencyGroups.id, agencyGroupMembers.groupId))
    .where(and(eq(agencyGroups.id, groupId), ownedAbove(actor)))
}

/** Groups belong to the actor's agency or to one above it. */
function ownedAbove(actor: Actor): SQL {
  return sql`${agencyGroups.ownerAgencyId} in (with recursive above as (
    select id, parent_id from agencies where id = ${actor.agencyId}
    union select a.id, a.parent_id from agencies a join above b on a.id = b.parent_id) select id from above)`
}

/** The recipient groups that the actor may pick, with their agencies at that instant in protocol order. */
export async function agencyGroupsVisibleTo(db: Tx, actor: Actor, at: Date) {
  const rows = await db
    .select({
      group: { id: agencyGroups.id, name: agencyGroups.name },
      member: { id: agencies.id, name: agencies.name, shortName: agencies.shortName },
    })
    .from(agencyGroups)
    .leftJoin(agencyGroupMembers, eq(agencyGroupMembers.groupId, agencyGroups.id))
    .leftJoin(agencies, and(eq(agencies.id, agencyGroupMembers.agencyId), validAt(agencies, at)))
    .where(ownedAbove(actor))
    .orderBy(asc(agencyGroups.position), asc(agencyGroups.id), asc(agencies.position))
  const groups = Map.groupBy(rows, ({ group }) => group.id)
  return [...groups.values()].map((lines) => {
    const members = lines.flatMap(({ member }) => (member ? [member] : []))
    return { ...lines[0]!.group, count: members.length, members }
  })
}

/** One agency, whether or not it still exists; agencies are public offices and visible to every post. */
export async function agencyVisibleTo(db: Tx, _actor: Actor, id: string) {
  const [agency] = await db.select().from(agencies).where(eq(agencies.id, id))
  return agency ?? refuse('not_found', 'not_found')
}
