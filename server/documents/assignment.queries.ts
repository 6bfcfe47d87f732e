import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { arrivals, assignments, directions } from '#db/documents/arrivals.schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, arrivalToChange, visibleArrivals } from './arrival.queries.ts'
import { type AssignmentMove, nextAssignmentState, openStates } from './assignment.rules.ts'

export type Assignment = typeof assignments.$inferSelect
export type NewAssignment = typeof assignments.$inferInsert
export type Direction = typeof directions.$inferSelect

/**
 * A node and its arrival, both locked until the transaction ends. Refuses `not_found` unless the actor may see the arrival;
 * whether he may act on the node is the act's own question.
 */
export async function assignmentToChange(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ node: Assignment; arrival: Arrival }> {
  const [found] = await tx
    .select({ arrivalId: assignments.arrivalId })
    .from(assignments)
    .innerJoin(arrivals, eq(arrivals.id, assignments.arrivalId))
    .where(and(eq(assignments.id, id), visibleArrivals(actor)))
  if (!found) refuse('not_found', 'not_found')
  const arrival = await arrivalToChange(tx, actor, found.arrivalId)
  return { node: await assignmentById(tx, id), arrival }
}

/** One node of a tree whose arrival the caller has locked. */
export async function assignmentById(tx: Tx, id: string): Promise<Assignment> {
  const [node] = await tx.select().from(assignments).where(eq(assignments.id, id))
  return node ?? refuse('not_found', 'not_found')
}

/** Every node that an arrival ever had, oldest first. The caller has shown that the arrival is visible. */
export async function assignmentsOf(tx: Tx, arrivalId: string): Promise<Assignment[]> {
  return tx
    .select()
    .from(assignments)
    .where(eq(assignments.arrivalId, arrivalId))
    .orderBy(asc(assignments.createdAt), asc(assignments.role), asc(assignments.id))
}

/** The nodes of an arrival that are still on somebody's desk. */
export async function openAssignmentsOf(tx: Tx, arrivalId: string): Promise<Assignment[]> {
  return tx.select().from(assignments).where(open(arrivalId))
}

const open = (arrivalId: string): SQL =>
  and(eq(assignments.arrivalId, arrivalId), inArray(assignments.state, [...openStates]))!

/** Adds nodes to a tree. */
export async function insertAssignments(tx: Tx, rows: NewAssignment[]): Promise<Assignment[]> {
  return tx.insert(assignments).values(rows).returning()
}

/**
 * Makes one move of a node; refuses `wrong_state` where the table has no such move. `set` are the columns that go with it.
 * Whatever leaves the desk gets its end.
 */
export async function moveAssignment(
  work: Work,
  node: Assignment,
  move: AssignmentMove,
  set: Partial<NewAssignment> = {},
): Promise<Assignment> {
  const state = nextAssignmentState(node.state, move)
  const times = state === 'in_progress' ? { startedAt: work.at } : { endedAt: work.at }
  return touchAssignment(work, node, { ...set, ...times, state })
}

/** Writes columns of a node and grows its revision, so that whoever looked before is told. */
export async function touchAssignment(
  { tx, at, actor }: Work,
  node: Assignment,
  set: Partial<NewAssignment> = {},
): Promise<Assignment> {
  const [changed] = await tx
    .update(assignments)
    .set({ ...set, revision: node.revision + 1, updatedAt: at, updatedByPostId: actor.postId })
    .where(eq(assignments.id, node.id))
    .returning()
  return changed!
}

/** Stores a direction in the place of the one before. */
export async function insertDirection(tx: Tx, row: typeof directions.$inferInsert): Promise<Direction> {
  await tx.update(directions).set({ current: false }).where(eq(directions.arrivalId, row.arrivalId))
  const [made] = await tx.insert(directions).values(row).returning()
  return made!
}

/** Every direction that was given on an arrival, oldest first; the last one is current. */
export async function directionsOf(tx: Tx, arrivalId: string): Promise<Direction[]> {
  return tx.select().from(directions).where(eq(directions.arrivalId, arrivalId)).orderBy(asc(directions.at))
}
