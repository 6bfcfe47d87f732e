import { z } from 'zod'
import { unitsOfAgency } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, arrivalToChange, assertFresh } from './arrival.queries.ts'
import { nextArrivalState } from './arrival.rules.ts'
import { mayDirect } from './arrivals.permissions.ts'
import { type Direction, insertAssignments, insertDirection, type NewAssignment } from './assignment.queries.ts'
import { type AssignmentRole, checkEachOnce, checkWithinParent } from './assignment.rules.ts'
import { deadlineInput, dueAtOf } from './deadline.ts'
import { moveArrival } from './move-arrival.ts'
import { withdrawOpen } from './withdraw-assignments.ts'

/** Without a deadline the sender's holds, where he set one; `lateReason` where the leader's lies behind it. */
export const giveDirectionInput = z.object({
  revision: z.int(),
  opinion: prose(2000),
  leadUnitId: z.uuid(),
  coordinateUnitIds: z.array(z.uuid()).max(50).default([]),
  informUnitIds: z.array(z.uuid()).max(50).default([]),
  deadline: deadlineInput.default(null),
  lateReason: prose(500).optional(),
})
type Input = { id: string } & z.output<typeof giveDirectionInput>

/**
 * A leader writes the direction (bút phê) on an arrival: one lead unit, others that coordinate or are informed, a deadline
 * (04 Phân công). A second direction withdraws what is still open of the first and stays beside it in the tree.
 * Refuses `unit_twice`, `unknown_unit`, `due_in_past`, `due_after_parent`, `stale`.
 * @law ND30 art. 23.2
 */
export async function giveDirection(work: Work, input: Input) {
  const { tx, actor } = work
  const arrival = await arrivalToChange(tx, actor, input.id)
  if (!mayDirect(actor, arrival)) refuse('forbidden', 'forbidden')
  await assertFresh(tx, arrival, input.revision)
  nextArrivalState(arrival.state, 'direct')
  await checkUnits(work, arrival, input)
  const dueAt = (await dueAtOf(work, input.deadline)) ?? arrival.senderDueAt
  checkWithinParent(dueAt, arrival.senderDueAt, input.lateReason)
  await withdrawOpen(work, arrival.id)
  const { opinion } = input
  const direction = await insertDirection(tx, {
    arrivalId: arrival.id,
    postId: actor.postId,
    opinion,
    dueAt,
    at: work.at,
  })
  await insertAssignments(tx, nodesOf(work, direction, input))
  const directed = await moveArrival(work, arrival, 'direct', {
    set: { dueAt },
    text: opinion,
    data: { directionId: direction.id, lateReason: input.lateReason },
  })
  return { id: arrival.id, state: directed.state, revision: directed.revision, directionId: direction.id, dueAt }
}

async function checkUnits({ tx, at }: Work, arrival: Arrival, input: Input): Promise<void> {
  const named = [input.leadUnitId, ...input.coordinateUnitIds, ...input.informUnitIds]
  checkEachOnce(named)
  const known = new Set((await unitsOfAgency(tx, arrival.agencyId, at)).map(({ id }) => id))
  if (!named.every((id) => known.has(id))) refuse('invalid', 'unknown_unit')
}

function nodesOf(work: Work, direction: Direction, input: Input): NewAssignment[] {
  const node = (role: AssignmentRole) => (unitId: string) => ({
    arrivalId: direction.arrivalId,
    directionId: direction.id,
    agencyId: work.actor.agencyId,
    role,
    unitId,
    dueAt: role === 'inform' ? null : direction.dueAt,
    state: 'open' as const,
    createdByPostId: work.actor.postId,
    createdAt: work.at,
    updatedAt: work.at,
    updatedByPostId: work.actor.postId,
  })
  return [
    node('lead')(input.leadUnitId),
    ...input.coordinateUnitIds.map(node('coordinate')),
    ...input.informUnitIds.map(node('inform')),
  ]
}
