import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { arrivals, assignments } from '#db/documents/arrivals.schema.ts'
import { units } from '#db/identity/schema.ts'
import { tasks } from '#db/tasks/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { Page } from '#server/kernel/page.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { countedNode, openNodesAt, openTasksAt, type Window } from './counts.queries.ts'
import { buckets, type Bucket } from './indicator.rules.ts'
import { judgedAt } from './period.rules.ts'
import { periodAsked, periodQuery } from './rates.queries.ts'
import { opensLists } from './reports.permissions.ts'
import { assertInScope } from './scope.queries.ts'

/** Which number was pressed. `after` is the id of the last row of the page before. */
export const rateListQuery = periodQuery.extend({
  work: z.enum(['assignment', 'task']).default('assignment'),
  bucket: z.enum(Object.keys(buckets) as [Bucket, ...Bucket[]]),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
type Asked = z.output<typeof rateListQuery> & { agencyId: string; now: Date }

/** One counted thing: an arrival's lead assignment, or a task. `mayOpen`: the actor's own agency holds it. */
export type CountedRow = {
  id: string
  arrivalId: string | null
  number: number | null
  code: string | null
  title: string
  unit: string | null
  dueAt: Date | null
  finishedAt: Date | null
  bucket: Bucket
  mayOpen: boolean
}

/**
 * Exactly the rows that a number of the rates counts, those due first in front. Refuses `forbidden` to posts that do not see all
 * papers of their agency, `not_found` for an agency that is neither the own nor below it.
 */
export async function rateListFor(tx: Tx, actor: Actor, of: Asked): Promise<Page<CountedRow>> {
  if (!opensLists(actor)) refuse('forbidden', 'forbidden')
  const period = periodAsked(of, of.now)
  const window = { period, at: judgedAt(period, of.now) }
  await assertInScope(tx, actor, { agencyId: of.agencyId, period })
  const source = of.work === 'assignment' ? assignmentRows(of.agencyId, window) : taskRows(of.agencyId, window)
  const wanted = sql.join(
    buckets[of.bucket].map((part) => sql`${part}`),
    sql`, `,
  )
  const place = sql`(coalesce(due_at, 'infinity'), id)`
  const after = of.after
    ? sql`and ${place} > (select coalesce(due_at, 'infinity'), id from counted where id = ${of.after})`
    : sql``
  const rows = await tx.execute<Omit<CountedRow, 'mayOpen'>>(sql`
    with scope (id) as (values (${of.agencyId}::uuid)), counted as (${source})
    select id, arrival_id as "arrivalId", number, code, title, unit, due_at as "dueAt", finished_at as "finishedAt", bucket
    from counted where bucket in (${wanted}) ${after} order by ${place} limit ${of.limit + 1}`)
  const kept = rows.slice(0, of.limit).map((row) => ({ ...row, mayOpen: of.agencyId === actor.agencyId }))
  return { rows: kept, next: rows.length > of.limit ? kept.at(-1)!.id : null }
}

const openBucket = (at: Date) => sql`case when o.due_at is null then 'open_without_deadline'
  when o.due_at < ${at.toISOString()}::timestamptz then 'overdue' else 'open_in_time' end`

function assignmentRows(agencyId: string, { period, at }: Window): SQL {
  const shown = sql`a.id as arrival_id, a.number, a.code, a.subject as title, u.name as unit`
  const joined = sql`join ${arrivals} a on a.id = n.arrival_id left join ${units} u on u.id = n.unit_id`
  return sql`
    select n.id, ${shown}, n.due_at, n.ended_at as finished_at, ${handledBucket(sql`n.ended_at`, sql`n.due_at`)} as bucket
    from ${assignments} n ${joined} where n.agency_id = ${agencyId} and ${countedNode} and n.state = 'done'
      and n.ended_at >= ${period.from}::date and n.ended_at < ${period.to}::date + 1
    union all select n.id, ${shown}, o.due_at, null, ${openBucket(at)} from ${openNodesAt(at)} o
      join ${assignments} n on n.id = o.id ${joined}`
}

function taskRows(agencyId: string, { period, at }: Window): SQL {
  const shown = sql`null::uuid as arrival_id, null::int as number, null as code, t.content as title, null as unit`
  return sql`
    select t.id, ${shown}, t.due_at, t.done_on::timestamptz as finished_at,
      ${handledBucket(sql`t.done_on`, sql`t.due_at::date`)} as bucket
    from ${tasks} t where t.lead_agency_id = ${agencyId} and t.state = 'accepted'
      and t.done_on between ${period.from} and ${period.to}
    union all select t.id, ${shown}, t.due_at, null, ${openBucket(at)} from ${openTasksAt(at)} o
      join ${tasks} t on t.id = o.id`
}

const handledBucket = (finished: SQL, due: SQL) => sql`case when ${due} is null then 'without_deadline'
  when ${finished} <= ${due} then 'on_time' else 'late' end`
