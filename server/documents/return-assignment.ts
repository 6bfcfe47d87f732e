import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, assertFresh } from './arrival.queries.ts'
import type { ArrivalMove } from './arrival.rules.ts'
import { handles } from './arrivals.permissions.ts'
import { type Assignment, assignmentToChange, moveAssignment } from './assignment.queries.ts'
import { moveArrival, noteArrivalAct } from './move-arrival.ts'
import { withdrawOpen } from './withdraw-assignments.ts'

export const returnAssignmentInput = z.object({ revision: z.int(), reason: prose(1000) })

/**
 * The wrong person or unit hands a node back one level with a reason: a person to the head of the unit, a unit to the leader who
 * directs anew. Refuses `stale`, and `forbidden` for a copy to be informed, which asks for nothing.
 * @law ND30 art. 24
 */
export async function returnAssignment(work: Work, input: { id: string } & z.output<typeof returnAssignmentInput>) {
  const { tx, actor } = work
  const { node, arrival } = await assignmentToChange(tx, actor, input.id)
  if (!handles(actor, node) || node.role === 'inform') refuse('forbidden', 'forbidden')
  await assertFresh(tx, node, input.revision)
  const returned = await moveAssignment(work, node, 'return', { note: input.reason })
  await withdrawOpen(work, arrival.id, node.id)
  await tellReturned(work, arrival, { node, reason: input.reason })
  return { id: node.id, arrivalId: arrival.id, state: returned.state }
}

async function tellReturned(work: Work, arrival: Arrival, { node, reason }: { node: Assignment; reason: string }) {
  const detail = { text: reason, assignmentId: node.id }
  const move = moveOf(node)
  if (move) await moveArrival(work, arrival, move, detail)
  else await noteArrivalAct(work, arrival, 'return_part', detail)
}

/** Only the lead line moves the arrival; the rest of the tree goes on. */
function moveOf(node: Assignment): ArrivalMove | null {
  if (node.role !== 'lead') return null
  return node.parentId === null ? 'return_to_leader' : 'return_to_head'
}
