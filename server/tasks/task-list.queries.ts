import { and, asc, desc, eq, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { tasks } from '#db/tasks/schema.ts'
import { documentTitlesOf } from '#server/documents/door.ts'
import { agenciesByIds, namesOfPosts } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { decodeCursor, type Page, pageQuery, toPage } from '#server/kernel/page.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { reportsOn, type TaskRow, taskVisibleTo } from './task.queries.ts'
import { openTaskStates, type TaskState, timelinessOf } from './task.rules.ts'
import { followsGivenTasks, followsReceivedTasks, taskCan } from './tasks.permissions.ts'

/** `lead`: what one's own agency has to do; `assigner`: what it gave. `open` comes by deadline, `closed` the latest first. */
export const taskListQuery = pageQuery.extend({
  side: z.enum(['lead', 'assigner']).default('lead'),
  scope: z.enum(['open', 'closed']).default('open'),
  meetingId: z.uuid().optional(),
})
type TaskList = z.output<typeof taskListQuery>

/** A task as lists show it. */
export type ListedTask = Awaited<ReturnType<typeof asListed>>[number]

/** A page of the tasks of the actor's agency, on one side. */
export async function tasksVisibleTo(
  tx: Tx,
  actor: Actor,
  { at, ...list }: TaskList & { at: Date },
): Promise<Page<ListedTask>> {
  const first = list.scope === 'open' ? asc : desc
  const rows = await tx
    .select()
    .from(tasks)
    .where(and(mine(actor, list.side), ...conditionsOf(list)))
    .orderBy(first(tasks.dueAt), first(tasks.id))
    .limit(list.limit + 1)
  const page = toPage(rows, list.limit, (row) => row.dueAt)
  return { rows: await asListed(tx, page.rows, at), next: page.next }
}

/** Which tasks the actor follows on that side; some posts only their own. */
function mine(actor: Actor, side: TaskList['side']): SQL {
  if (side === 'lead') return followsReceivedTasks(actor) ? eq(tasks.leadAgencyId, actor.agencyId) : sql`false`
  if (followsGivenTasks(actor)) return eq(tasks.assignerAgencyId, actor.agencyId)
  return and(eq(tasks.assignerAgencyId, actor.agencyId), eq(tasks.assignerPostId, actor.postId))!
}

function conditionsOf(list: TaskList): SQL[] {
  const open: TaskState[] = [...openTaskStates]
  const conditions = [list.scope === 'open' ? inArray(tasks.state, open) : notInArray(tasks.state, open)]
  if (list.meetingId) conditions.push(eq(tasks.meetingId, list.meetingId))
  if (list.after) conditions.push(behind(list.after, list.scope))
  return conditions
}

function behind(after: string, scope: TaskList['scope']): SQL {
  const { at, id } = decodeCursor(after)
  const place = sql`(${tasks.dueAt}, ${tasks.id})`
  const cursor = sql`(${at}::timestamptz, ${id}::uuid)`
  return scope === 'open' ? sql`${place} > ${cursor}` : sql`${place} < ${cursor}`
}

async function asListed(tx: Tx, rows: TaskRow[], at: Date) {
  const agencies = await agenciesByIds(
    tx,
    rows.flatMap((row) => [row.leadAgencyId, row.assignerAgencyId]),
  )
  const nameOf = new Map(agencies.map((agency) => [agency.id, agency.name]))
  return rows.map((row) => ({
    ...row,
    leadAgencyName: nameOf.get(row.leadAgencyId) ?? '',
    assignerAgencyName: nameOf.get(row.assignerAgencyId) ?? '',
    timeliness: timelinessOf({ ...row, dueOn: legalDay(row.dueAt) }, at),
  }))
}

/** One task with everything said on it, the documents by name, and what the actor may do. */
export async function taskDetailVisibleTo(tx: Tx, actor: Actor, { id, at }: { id: string; at: Date }) {
  const row = await taskVisibleTo(tx, actor, id)
  const [task] = await asListed(tx, [row], at)
  const reports = await reportsOn(tx, id)
  const names = await namesOfPosts(tx, [row.assignerPostId, ...reports.map(({ postId }) => postId)])
  const documents = await documentTitlesOf(
    tx,
    [row.documentId, ...reports.map(({ documentId }) => documentId)].filter((one) => one !== null),
  )
  return {
    ...task!,
    assigner: names.get(row.assignerPostId) ?? null,
    reports: reports.map((report) => ({ ...report, by: names.get(report.postId) ?? null })),
    documents,
    can: taskCan(actor, row),
  }
}
