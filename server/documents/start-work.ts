import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import type { Arrival } from './arrival.queries.ts'
import { canMoveArrival } from './arrival.rules.ts'
import { handles } from './arrivals.permissions.ts'
import { type Assignment, assignmentById, assignmentToChange, moveAssignment } from './assignment.queries.ts'
import { moveArrival, noteArrivalAct } from './move-arrival.ts'

/**
 * The handler opens the work for the first time. A lead's first opening is the start of handling (05 Đang xử lý); a copy to be
 * informed is closed by being read. Opening it again changes nothing.
 * @law ND30 art. 24
 */
export async function startWork(work: Work, input: { id: string }) {
  const { node, arrival } = await assignmentToChange(work.tx, work.actor, input.id)
  if (!handles(work.actor, node)) refuse('forbidden', 'forbidden')
  const after = node.state === 'open' ? await start(work, node, arrival) : node
  return { id: node.id, arrivalId: arrival.id, state: after.state, revision: after.revision }
}

async function start(work: Work, node: Assignment, arrival: Arrival): Promise<Assignment> {
  if (node.role === 'inform') {
    const read = await moveAssignment(work, node, 'finish', { startedAt: work.at })
    await noteArrivalAct(work, arrival, 'read', { assignmentId: node.id })
    return read
  }
  const started = await moveAssignment(work, node, 'start')
  if (node.role === 'lead') await startParent(work, node)
  if (node.role === 'lead' && canMoveArrival(arrival.state, 'start'))
    await moveArrival(work, arrival, 'start', { assignmentId: node.id })
  else await noteArrivalAct(work, arrival, 'start_part', { assignmentId: node.id })
  return started
}

/** The unit is at work when its person is. */
async function startParent(work: Work, node: Assignment): Promise<void> {
  if (node.parentId === null) return
  const parent = await assignmentById(work.tx, node.parentId)
  if (parent.state === 'open') await moveAssignment(work, parent, 'start')
}
