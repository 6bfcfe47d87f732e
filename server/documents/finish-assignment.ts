import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { type Arrival, assertFresh } from './arrival.queries.ts'
import { handles } from './arrivals.permissions.ts'
import {
  type Assignment,
  assignmentById,
  assignmentToChange,
  moveAssignment,
  openAssignmentsOf,
} from './assignment.queries.ts'
import { countsInRates } from './assignment.rules.ts'
import { documentTitlesOf, documentVisibleTo } from './document.queries.ts'
import { moveArrival, noteArrivalAct } from './move-arrival.ts'
import { withdrawOpen } from './withdraw-assignments.ts'

/** What was done: a note, the reply that was issued, or both. */
export const finishAssignmentInput = z.object({
  revision: z.int(),
  note: prose(2000).optional(),
  replyDocumentId: z.uuid().optional(),
})
type Input = { id: string } & z.output<typeof finishAssignmentInput>

/**
 * The handler reports a node done. The lead's report closes the branch and the arrival (06 Hoàn thành) without waiting for
 * opinions, whose lapse stays visible; a coordinating unit or person closes the own part by its opinion.
 * Refuses `nothing_reported`, `reply_not_issued`, `stale`. Tells `work.finished` once an arrival.
 * @law ND30 art. 24
 */
export async function finishAssignment(work: Work, input: Input) {
  const { tx, actor } = work
  const { node, arrival } = await assignmentToChange(tx, actor, input.id)
  if (!handles(actor, node) || node.role === 'inform') refuse('forbidden', 'forbidden')
  await assertFresh(tx, node, input.revision)
  const reply = await replyOf(work, input)
  const done = await moveAssignment(work, node, 'finish', {
    note: input.note ?? null,
    startedAt: node.startedAt ?? work.at,
  })
  await withdrawOpen(work, arrival.id, node.id)
  const top = await finishAbove(work, done)
  if (node.role === 'lead') await closeArrival(work, arrival, { node, top, note: input.note, reply })
  else await noteArrivalAct(work, arrival, 'give_opinion', { text: input.note, assignmentId: node.id })
  const arrivalState = node.role === 'lead' ? ('done' as const) : arrival.state
  return { id: node.id, arrivalId: arrival.id, state: done.state, arrivalState }
}

type Reply = { id: string; code: string }

/** The reply must be the agency's own and have legal effect; a draft answers nobody. */
async function replyOf({ tx, actor }: Work, input: Input): Promise<Reply | null> {
  if (input.note === undefined && input.replyDocumentId === undefined) refuse('invalid', 'nothing_reported')
  if (input.replyDocumentId === undefined) return null
  const { id } = await documentVisibleTo(tx, actor, input.replyDocumentId)
  const [title] = await documentTitlesOf(tx, [id])
  if (title?.state !== 'issued' || title.code === null) refuse('invalid', 'reply_not_issued')
  return { id, code: title.code }
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

type End = { node: Assignment; top: Assignment; note: string | undefined; reply: Reply | null }

async function closeArrival(work: Work, arrival: Arrival, { node, top, note, reply }: End): Promise<void> {
  for (const left of await openAssignmentsOf(work.tx, arrival.id))
    if (left.role === 'coordinate') await moveAssignment(work, left, 'lapse')
  await moveArrival(work, arrival, 'finish', {
    set: { doneAt: work.at, replyDocumentId: reply?.id ?? null },
    text: note,
    note: reply?.code,
    assignmentId: node.id,
    data: { replyDocumentId: reply?.id },
  })
  const { agencyId, dueAt } = top
  if (countsInRates(top))
    await work.tell({ type: 'work.finished', kind: 'assignment', agencyId, dueAt, finishedAt: work.at })
}
