import { type SQL, sql } from 'drizzle-orm'
import { assignments } from '#db/documents/arrivals.schema.ts'
import { agencies } from '#db/identity/schema.ts'
import { handledCounts } from '#db/reports/schema.ts'
import { tasks } from '#db/tasks/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import type { WorkKind } from './formula-texts.rules.ts'
import type { WorkCounts } from './indicator.rules.ts'
import type { Period } from './period.rules.ts'
import { scopeOf } from './scope.queries.ts'

/** A period, and the instant at which what is open is judged. */
export type Window = { period: Period; at: Date }

/** The lead unit's own node of an arrival: the one node of a tree that counts. */
export const countedNode = sql`n.role = 'lead' and n.parent_id is null`

/** Nodes that were open at an instant: those still open, and those that ended later. Both halves have their index. */
export function openNodesAt(at: Date): SQL {
  const then = sql`${at.toISOString()}::timestamptz`
  return sql`(select n.* from ${assignments} n join scope s on s.id = n.agency_id
      where ${countedNode} and n.state in ('open', 'in_progress') and n.created_at <= ${then}
    union all select n.* from ${assignments} n join scope s on s.id = n.agency_id
      where ${countedNode} and n.ended_at is not null and tstzrange(n.created_at, n.ended_at) @> ${then})`
}

/**
 * Tasks that were open at an instant. A task is done on the day of its product document, so one whose product came in time and
 * waits to be accepted is open, not overdue: it gets no deadline to pass.
 */
export function openTasksAt(at: Date): SQL {
  const then = sql`${at.toISOString()}::timestamptz`
  const due = sql`case when t.state = 'reported_done' and t.done_on <= t.due_at::date then 'infinity' else t.due_at end as due_at`
  return sql`(select t.id, t.lead_agency_id as agency_id, ${due} from ${tasks} t join scope s on s.id = t.lead_agency_id
      where t.state in ('given', 'in_progress', 'reported_done') and t.created_at <= ${then}
    union all select t.id, t.lead_agency_id as agency_id, ${due} from ${tasks} t join scope s on s.id = t.lead_agency_id
      where t.state = 'accepted' and t.done_on > ${then}::date and t.created_at <= ${then})`
}

const openParts = (at: Date) => sql`
  count(*) filter (where due_at >= ${at.toISOString()}::timestamptz)::int as open_in_time,
  count(*) filter (where due_at < ${at.toISOString()}::timestamptz)::int as overdue,
  count(*) filter (where due_at is null)::int as open_without_deadline`

type Row = WorkCounts & {
  id: string
  name: string
  short_name: string
  kind: string
  level_code: string
  work: WorkKind
}

/**
 * The counts of every agency in the actor's scope, two rows each (arrivals, tasks), in the order of the directory, in one
 * statement: what was handled from the daily roll-up, what is open from its index.
 */
export async function countsVisibleTo(tx: Tx, actor: Actor, { period, at }: Window): Promise<Row[]> {
  return tx.execute<Row>(sql`
    with recursive ${scopeOf(actor, period)},
    works (work) as (values ('assignment'), ('task')),
    handled as (
      select agency_id, kind, sum(on_time)::int as on_time, sum(late)::int as late,
        sum(without_deadline)::int as without_deadline
      from ${handledCounts} where day between ${period.from} and ${period.to}
        and agency_id in (select id from scope) group by agency_id, kind),
    open as (
      select agency_id, 'assignment' as kind, ${openParts(at)} from ${openNodesAt(at)} n group by agency_id
      union all select agency_id, 'task', ${openParts(at)} from ${openTasksAt(at)} t group by agency_id)
    select a.id, a.name, a.short_name, a.kind, a.level_code, w.work,
      ${sql.join(
        ['on_time', 'late', 'without_deadline'].map((part) => sql`coalesce(h.${sql.raw(part)}, 0) as ${sql.raw(part)}`),
        sql`, `,
      )},
      ${sql.join(
        ['open_in_time', 'overdue', 'open_without_deadline'].map(
          (part) => sql`coalesce(o.${sql.raw(part)}, 0) as ${sql.raw(part)}`,
        ),
        sql`, `,
      )}
    from ${agencies} a join scope on scope.id = a.id cross join works w
    left join handled h on h.agency_id = a.id and h.kind = w.work
    left join open o on o.agency_id = a.id and o.kind = w.work
    order by a.position, a.id, w.work`)
}

/** One finished work more in the roll-up, on the day of its completion in Viet Nam. */
export async function countHandled(
  tx: Tx,
  done: { agencyId: string; kind: WorkKind; finishedAt: Date; dueAt: Date | null },
): Promise<void> {
  const { agencyId, kind, finishedAt, dueAt } = done
  const onTime = dueAt !== null && finishedAt <= dueAt ? 1 : 0
  const late = dueAt !== null && finishedAt > dueAt ? 1 : 0
  const withoutDeadline = dueAt === null ? 1 : 0
  await tx
    .insert(handledCounts)
    .values({ agencyId, kind, day: legalDay(finishedAt), onTime, late, withoutDeadline })
    .onConflictDoUpdate({
      target: [handledCounts.agencyId, handledCounts.kind, handledCounts.day],
      set: {
        onTime: sql`${handledCounts.onTime} + ${onTime}`,
        late: sql`${handledCounts.late} + ${late}`,
        withoutDeadline: sql`${handledCounts.withoutDeadline} + ${withoutDeadline}`,
      },
    })
}
