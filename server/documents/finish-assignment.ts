import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { assertFresh } from './arrival.queries.ts'
import { handles } from './arrivals.permissions.ts'
import { assignmentToChange } from './assignment.queries.ts'
import { documentTitlesOf, documentVisibleTo } from './document.queries.ts'
import { finishNode, type Outcome } from './finish-node.ts'

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
  const done = await finishNode(work, { node, arrival }, { note: input.note ?? null, reply })
  const arrivalState = node.role === 'lead' ? ('done' as const) : arrival.state
  return { id: node.id, arrivalId: arrival.id, state: done.state, arrivalState }
}

/** The reply must be the agency's own and have legal effect; a draft answers nobody. */
async function replyOf({ tx, actor }: Work, input: Input): Promise<Outcome['reply']> {
  if (input.note === undefined && input.replyDocumentId === undefined) refuse('invalid', 'nothing_reported')
  if (input.replyDocumentId === undefined) return null
  const { id } = await documentVisibleTo(tx, actor, input.replyDocumentId)
  const [title] = await documentTitlesOf(tx, [id])
  if (title?.state !== 'issued' || title.code === null) refuse('invalid', 'reply_not_issued')
  return { id, code: title.code }
}
