import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { arrivals, assignments } from '#db/documents/arrivals.schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { decodeCursor, encodeCursor, type Page, pageQuery } from '#server/kernel/page.ts'
import { searchText } from '#server/kernel/text-input.ts'
import { visibleArrivals } from './arrival.queries.ts'
import { freshFor } from './arrivals-fresh.queries.ts'
import { headedUnitOf } from './arrivals.permissions.ts'
import { leadUnitsOf } from './assignment-names.queries.ts'
import { pressingOrder, pressingPlace, afterPressing } from './arrivals-order.queries.ts'

/** Chờ vào sổ, chờ chỉ đạo, đang xử lý, giao đơn vị tôi, việc của tôi, đã xong, trả lại, tất cả. */
export const arrivalTabs = ['to_register', 'to_direct', 'in_hand', 'my_unit', 'mine', 'done', 'refused', 'all'] as const
export type ArrivalTab = (typeof arrivalTabs)[number]

/** `order=pressing`: the most urgent first, then what is due or overdue first. */
export const arrivalsQuery = pageQuery.extend({
  tab: z.enum(arrivalTabs).default('all'),
  order: z.enum(['newest', 'pressing']).default('newest'),
  q: searchText.default(''),
})

const shown = {
  id: arrivals.id,
  number: arrivals.number,
  numberYear: arrivals.numberYear,
  code: arrivals.code,
  typeName: arrivals.typeName,
  issuedOn: arrivals.issuedOn,
  subject: arrivals.subject,
  senderName: arrivals.senderName,
  urgency: arrivals.urgency,
  state: arrivals.state,
  verificationOverall: arrivals.verificationOverall,
  arrivedAt: arrivals.arrivedAt,
  dueAt: arrivals.dueAt,
  doneAt: arrivals.doneAt,
  revision: arrivals.revision,
}
type Listed = { [Key in keyof typeof shown]: (typeof arrivals.$inferSelect)[Key] }

/** One line of the arrivals desk; `leadUnit` once a direction names one, `fresh` while it waits for this post, untouched. */
export type ListedArrival = Listed & { fresh: boolean; leadUnit: string | null }

/** A page of the arrivals that the actor may see on one tab, with the search terms in any order and without tones. */
export async function arrivalsVisibleTo(
  tx: Tx,
  actor: Actor,
  list: z.output<typeof arrivalsQuery>,
): Promise<Page<ListedArrival>> {
  const newest = list.order === 'newest'
  const rows = await tx
    .select({ ...shown, fresh: freshFor(actor), place: newest ? sql<string>`''` : pressingPlace })
    .from(arrivals)
    .where(and(visibleArrivals(actor), onTab(actor, list.tab), ...matching(list.q), after(list, newest)))
    .orderBy(...(newest ? [desc(arrivals.arrivedAt), desc(arrivals.id)] : pressingOrder))
    .limit(list.limit + 1)
  const kept = rows.slice(0, list.limit)
  const last = rows.length > list.limit ? kept.at(-1)! : null
  const next = last && (newest ? encodeCursor({ at: last.arrivedAt.toISOString(), id: last.id }) : last.place)
  const leads = await leadUnitsOf(
    tx,
    kept.map(({ id }) => id),
  )
  return { rows: kept.map(({ place: _, ...row }) => ({ ...row, leadUnit: leads.get(row.id) ?? null })), next }
}

function after(list: { after?: string | undefined }, newest: boolean): SQL | undefined {
  if (list.after === undefined) return undefined
  if (!newest) return afterPressing(list.after)
  const { at, id } = decodeCursor(list.after)
  return sql`(${arrivals.arrivedAt}, ${arrivals.id}) < (${at}::timestamptz, ${id}::uuid)`
}

const badges = ['to_register', 'to_direct', 'in_hand', 'my_unit', 'mine'] as const

/** How many wait on each tab where somebody must do something; the desk shows them as badges. */
export async function arrivalCountsVisibleTo(tx: Tx, actor: Actor): Promise<Record<(typeof badges)[number], number>> {
  const counts = badges.map((tab) => {
    const rows = and(visibleArrivals(actor), onTab(actor, tab))
    return sql`(select count(*)::int from ${arrivals} where ${rows}) as ${sql.identifier(tab)}`
  })
  const [found] = await tx.execute<Record<(typeof badges)[number], number>>(sql`select ${sql.join(counts, sql`, `)}`)
  return found!
}

function onTab(actor: Actor, tab: ArrivalTab): SQL | undefined {
  if (tab === 'all') return undefined
  if (tab === 'mine') return onDesk(eq(assignments.postId, actor.postId))
  if (tab === 'my_unit') return onDesk(eq(assignments.unitId, headedUnitOf(actor) ?? sql`null`))
  return inArray(arrivals.state, [...statesOf[tab]])
}

const statesOf = {
  to_register: ['arrived'],
  to_direct: ['registered'],
  in_hand: ['directed', 'assigned', 'in_progress'],
  done: ['done'],
  refused: ['refused'],
} as const

/** Arrivals with an open node of that condition. */
function onDesk(condition: SQL): SQL {
  return sql`exists (select 1 from ${assignments} where ${assignments.arrivalId} = ${arrivals.id}
    and ${inArray(assignments.state, ['open', 'in_progress'])} and ${condition})`
}

const escaped = (word: string) => word.replace(/[\\%_]/g, '\\$&')

function matching(q: string): SQL[] {
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  return words.map((word) => sql`${arrivals.searchFold} like '%' || f_fold(${escaped(word)}) || '%'`)
}
