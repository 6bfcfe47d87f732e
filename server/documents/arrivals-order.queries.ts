import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { arrivals } from '#db/documents/arrivals.schema.ts'
import { refuse } from '#server/kernel/refusal.ts'

const rank = sql`array_position(array['express', 'very_urgent', 'urgent', 'normal'], ${arrivals.urgency})`
const due = sql`coalesce(${arrivals.dueAt}, 'infinity')`

/** The most urgent first, then what is due or overdue first, then the oldest. */
export const pressingOrder: SQL[] = [rank, due, sql`${arrivals.arrivedAt}`, sql`${arrivals.id}`]

/** Where a row stands in {@link pressingOrder}, as the opaque text of a cursor. */
export const pressingPlace = sql<string>`concat_ws('_', ${rank}, extract(epoch from ${due}), extract(epoch from ${arrivals.arrivedAt}), ${arrivals.id})`

const placeShape = z.string().regex(/^[1-4]_(\d+(\.\d+)?|Infinity)_\d+(\.\d+)?_[0-9a-f-]{36}$/)

/** The rows behind a place; refuses any other text as `bad_cursor`. */
export function afterPressing(place: string): SQL {
  const parsed = placeShape.safeParse(place)
  if (!parsed.success) return refuse('invalid', 'bad_cursor')
  const [urgency, dueAt, arrivedAt, id] = parsed.data.split('_')
  return sql`(${rank}, extract(epoch from ${due}), extract(epoch from ${arrivals.arrivedAt}), ${arrivals.id})
    > (${urgency}::int, ${dueAt}::numeric, ${arrivedAt}::numeric, ${id}::uuid)`
}
