import { z } from 'zod'
import { postsOfAgency } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, assertFresh } from './arrival.queries.ts'
import { mayAssign } from './arrivals.permissions.ts'
import {
  type Assignment,
  assignmentToChange,
  insertAssignments,
  moveAssignment,
  openAssignmentsOf,
  touchAssignment,
} from './assignment.queries.ts'
import { checkWithinParent, isOpen } from './assignment.rules.ts'
import { deadlineInput, dueAtOf } from './deadline.ts'
import { moveArrival, noteArrivalAct } from './move-arrival.ts'

/** `as: 'coordinate'` names a helper beside the lead; `lateReason` where the deadline lies behind the unit's own. */
export const assignPersonInput = z.object({
  revision: z.int(),
  postId: z.uuid(),
  as: z.enum(['lead', 'coordinate']).optional(),
  instruction: prose(2000).optional(),
  deadline: deadlineInput.default(null),
  lateReason: prose(500).optional(),
})
type Input = { id: string } & z.output<typeof assignPersonInput>

/**
 * The head of a unit gives the unit's part (`id` is its node) to one of its people; a person named before is withdrawn.
 * Without a deadline the unit's own holds. Refuses `person_not_of_unit`, `due_in_past`, `due_after_parent`, `stale`.
 * *Emits* `assignments.changed` to the person.
 * @law ND30 art. 23.2
 */
export async function assignPerson(work: Work, input: Input) {
  const { tx, actor } = work
  const { node, arrival } = await assignmentToChange(tx, actor, input.id)
  if (!mayAssign(actor, node)) refuse('forbidden', 'forbidden')
  await assertFresh(tx, node, input.revision)
  if (!isOpen(node.state)) refuse('conflict', 'wrong_state', { state: node.state })
  await checkPerson(work, node, input.postId)
  const dueAt = (await dueAtOf(work, input.deadline)) ?? node.dueAt
  checkWithinParent(dueAt, node.dueAt, input.lateReason)
  const role = node.role === 'lead' ? (input.as ?? 'lead') : 'coordinate'
  await replaceEarlier(work, node, { role, postId: input.postId })
  const child = await addChild(work, node, { role, postId: input.postId, dueAt })
  const parent = await touchAssignment(work, node)
  await tellAssigned(work, arrival, { child, input })
  return { id: child.id, arrivalId: arrival.id, dueAt, parentRevision: parent.revision }
}

async function checkPerson({ tx, at }: Work, node: Assignment, postId: string): Promise<void> {
  const people = await postsOfAgency(tx, { agencyId: node.agencyId, at, unitId: node.unitId! })
  if (!people.some(({ id, role }) => id === postId && role !== 'admin')) refuse('invalid', 'person_not_of_unit')
}

type Part = { role: 'lead' | 'coordinate'; postId: string }

/** One lead a branch; and nobody has two parts of one node. */
async function replaceEarlier(work: Work, node: Assignment, { role, postId }: Part): Promise<void> {
  const below = (await openAssignmentsOf(work.tx, node.arrivalId)).filter(({ parentId }) => parentId === node.id)
  for (const child of below)
    if (child.postId === postId || (role === 'lead' && child.role === 'lead'))
      await moveAssignment(work, child, 'withdraw')
}

async function addChild(work: Work, node: Assignment, part: Part & { dueAt: Date | null }): Promise<Assignment> {
  const { arrivalId, directionId, agencyId, unitId } = node
  const by = { createdByPostId: work.actor.postId, updatedByPostId: work.actor.postId }
  const times = { createdAt: work.at, updatedAt: work.at }
  const row = {
    arrivalId,
    directionId,
    agencyId,
    unitId,
    parentId: node.id,
    state: 'open' as const,
    ...part,
    ...by,
    ...times,
  }
  const [child] = await insertAssignments(work.tx, [row])
  return child!
}

async function tellAssigned(work: Work, arrival: Arrival, { child, input }: { child: Assignment; input: Input }) {
  const data = {
    postId: input.postId,
    role: child.role,
    dueAt: child.dueAt?.toISOString(),
    lateReason: input.lateReason,
  }
  const detail = { text: input.instruction, assignmentId: child.id, data }
  if (child.role === 'lead') await moveArrival(work, arrival, 'assign', detail)
  else await noteArrivalAct(work, arrival, 'assign_coordinator', detail)
  const payload = { kind: 'assignment', id: child.id, arrivalId: arrival.id }
  work.emit({ topic: `post:${input.postId}`, type: 'assignments.changed', payload })
}
