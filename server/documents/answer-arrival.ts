import type { DomainEvent } from '#server/kernel/domain-events.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { arrivalById } from './arrival.queries.ts'
import { canMoveArrival } from './arrival.rules.ts'
import { type Assignment, openAssignmentsOf } from './assignment.queries.ts'
import { answeredBy } from './answered.queries.ts'
import { finishNode } from './finish-node.ts'

/**
 * Hears `document.issued`: the reply to an arrival closes it (06 Hoàn thành), as the report of whoever had it in hand would,
 * so that nobody has to remember. An arrival that nobody leads, or that is closed already, stays as it is.
 * @law ND30 art. 24
 */
export async function answerArrival(work: Work, event: DomainEvent): Promise<void> {
  const answer = await answeredBy(work.tx, String(event['documentId']))
  if (!answer) return
  const arrival = await arrivalById(work.tx, answer.arrivalId, 'update')
  if (!canMoveArrival(arrival.state, 'finish')) return
  const node = handlerOf(await openAssignmentsOf(work.tx, arrival.id))
  if (node) await finishNode(work, { node, arrival }, { note: null, reply: answer.reply })
}

/** The lead's node that is on a desk: the person's where one is named, else the unit's. */
function handlerOf(open: Assignment[]): Assignment | undefined {
  const leads = open.filter(({ role }) => role === 'lead')
  return leads.find(({ parentId }) => parentId !== null) ?? leads[0]
}
