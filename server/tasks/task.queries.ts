import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { taskReports, tasks } from '#db/tasks/schema.ts'
import { namesOfPosts } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { maySeeTask } from './tasks.permissions.ts'

export type TaskRow = typeof tasks.$inferSelect
export type TaskReportRow = typeof taskReports.$inferSelect

/** One task; refuses `not_found` for everybody but the two sides. */
export async function taskVisibleTo(tx: Tx, actor: Actor, id: string): Promise<TaskRow> {
  const [task] = await tx.select().from(tasks).where(eq(tasks.id, id))
  return task && maySeeTask(actor, task) ? task : refuse('not_found', 'not_found')
}

/**
 * The same, locked for an act, at the revision that the actor looked at. Refuses `stale {byName, at}` when somebody
 * changed it meanwhile.
 */
export async function taskForAct(tx: Tx, actor: Actor, of: { id: string; revision: number }): Promise<TaskRow> {
  const [task] = await tx.select().from(tasks).where(eq(tasks.id, of.id)).for('update')
  if (!task || !maySeeTask(actor, task)) return refuse('not_found', 'not_found')
  if (task.revision !== of.revision)
    refuse('conflict', 'stale', { byName: await lastNameOn(tx, task), at: task.updatedAt.toISOString() })
  return task
}

async function lastNameOn(tx: Tx, task: TaskRow): Promise<string> {
  const [last] = await tx
    .select({ postId: taskReports.postId })
    .from(taskReports)
    .where(eq(taskReports.taskId, task.id))
    .orderBy(desc(taskReports.revision))
    .limit(1)
  const postId = last?.postId ?? task.assignerPostId
  return (await namesOfPosts(tx, [postId])).get(postId)?.fullName ?? ''
}

/** Stores a task once: null when this part of its source was given before. */
export async function insertTask(tx: Tx, row: typeof tasks.$inferInsert): Promise<TaskRow | null> {
  const [made] = await tx.insert(tasks).values(row).onConflictDoNothing().returning()
  return made ?? null
}

/** The task that a part of a source was given as. */
export async function taskOfSource(
  tx: Tx,
  of: Pick<TaskRow, 'sourceKind' | 'sourceId' | 'sourcePart'>,
): Promise<TaskRow> {
  const { sourceKind, sourceId, sourcePart } = of
  const same: SQL[] = [eq(tasks.sourceKind, sourceKind), eq(tasks.sourceId, sourceId), eq(tasks.sourcePart, sourcePart)]
  const [found] = await tx
    .select()
    .from(tasks)
    .where(and(...same))
  if (!found) throw new Error(`task ${sourceKind} ${sourceId} ${sourcePart} vanished`)
  return found
}

/** The tasks that the conclusions of a meeting gave, ascending. The caller has decided that the meeting may be seen. */
export async function taskIdsOfMeeting(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(eq(tasks.meetingId, meetingId))
    .orderBy(asc(tasks.id))
  return rows.map(({ id }) => id)
}

/** Moves a task and grows its revision. Only `move-task.ts` calls it. */
export async function updateTask(tx: Tx, id: string, set: Partial<TaskRow>): Promise<TaskRow> {
  const [row] = await tx
    .update(tasks)
    .set({ ...set, revision: sql`${tasks.revision} + 1` })
    .where(eq(tasks.id, id))
    .returning()
  return row!
}

export async function insertTaskReport(tx: Tx, row: typeof taskReports.$inferInsert): Promise<void> {
  await tx.insert(taskReports).values(row)
}

/** What was said on a task, oldest first. The caller has decided who may look. */
export async function reportsOn(tx: Tx, taskId: string): Promise<TaskReportRow[]> {
  return tx.select().from(taskReports).where(eq(taskReports.taskId, taskId)).orderBy(asc(taskReports.revision))
}
