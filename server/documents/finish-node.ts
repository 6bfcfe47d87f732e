import type { Work } from '#server/kernel/unit-of-work.ts'
import type { Arrival } from './arrival.queries.ts'
import { type Assignment, assignmentById, moveAssignment, openAssignmentsOf } from './assignment.queries.ts'
import { countsInRates } from './assignment.rules.ts'
import { moveArrival, noteArrivalAct } from './move-arrival.ts'
import { withdrawOpen } from './withdraw-assignments.ts'

/** What is reported with a finished node: words, and the issued reply where there is one. */
export type Outcome = { note: string | null; reply: { id: string; code: string } | null }

/**
 * Ends a node whose arrival is locked, with what hangs on it: the part of a person below is withdrawn, the unit above is done with
 * its person, a lead closes the arrival. Refuses `wrong_state`. *Tells* `work.finished` when the arrival closes.
 * @law ND30 art. 24
 */
export async function finishNode(
  work: Work,
  { node, arrival }: { node: Assignment; arrival: Arrival },
  outcome: Outcome,
): Promise<Assignment> {
  const done = await moveAssignment(work, node, 'finish', { note: outcome.note, startedAt: node.startedAt ?? work.at })
  await withdrawOpen(work, arrival.id, node.id)
  const top = await finishAbove(work, done)
  if (node.role === 'lead') await closeArrival(work, arrival, { node, top, ...outcome })
  else await noteArrivalAct(work, arrival, 'give_opinion', { text: outcome.note ?? undefined, assignmentId: node.id })
  return done
}

/**
 * The person's report is the unit's report, once nobody else of the unit is still at the same part. A helper's opinion
 * closes nothing above it.
 */
async function finishAbove(work: Work, node: Assignment): Promise<Assignment> {
  if (node.parentId === null) return node
  const parent = await assignmentById(work.tx, node.parentId)
  if (parent.role !== node.role) return node
  const left = (await openAssignmentsOf(work.tx, node.arrivalId)).filter(
    ({ parentId, role }) => parentId === parent.id && role === node.role,
  )
  if (left.length > 0) return node
  const done = await moveAssignment(work, parent, 'finish', { startedAt: parent.startedAt ?? work.at })
  return finishAbove(work, done)
}

type End = Outcome & { node: Assignment; top: Assignment }

async function closeArrival(work: Work, arrival: Arrival, { node, top, note, reply }: End): Promise<void> {
  for (const left of await openAssignmentsOf(work.tx, arrival.id))
    if (left.role === 'coordinate') await moveAssignment(work, left, 'lapse')
  await moveArrival(work, arrival, 'finish', {
    set: { doneAt: work.at, replyDocumentId: reply?.id ?? null },
    text: note ?? undefined,
    note: reply?.code,
    assignmentId: node.id,
    data: { replyDocumentId: reply?.id },
  })
  const { agencyId, dueAt } = top
  if (countsInRates(top))
    await work.tell({ type: 'work.finished', kind: 'assignment', agencyId, dueAt, finishedAt: work.at })
}
