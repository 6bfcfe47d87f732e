import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveAssignment, openAssignmentsOf } from './assignment.queries.ts'

/** Takes the open nodes of an arrival off the desks, all of them or those below one node; what was done stays done. */
export async function withdrawOpen(work: Work, arrivalId: string, parentId?: string): Promise<void> {
  for (const node of await openAssignmentsOf(work.tx, arrivalId))
    if (parentId === undefined || node.parentId === parentId) await moveAssignment(work, node, 'withdraw')
}
