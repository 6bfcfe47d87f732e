import { agenciesByIds } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { insertTask, taskOfSource } from './task.queries.ts'
import { checkTaskDeadline } from './task.rules.ts'
import { tasksChanged } from './tasks.events.ts'

/** Work for an agency. The source is what gives it and which of its parts this is; the same part is given once. */
export type GiveTaskInput = {
  source: { kind: 'conclusion' | 'document'; id: string; part: number }
  meetingId: string | null
  documentId: string | null
  assigner: { agencyId: string; postId: string }
  leadAgencyId: string
  content: string
  dueAt: Date
}

/**
 * Gives a task with a deadline to an agency. The caller has decided that the assigner may give work. Given again from the
 * same part of the same source, it is the same task. Refuses `due_in_past`, `task_agency_unknown`. *Emits* `tasks.changed`.
 */
export async function giveTask(work: Work, input: GiveTaskInput): Promise<{ id: string }> {
  const { source, assigner, leadAgencyId, content, dueAt, meetingId, documentId } = input
  const [lead] = await agenciesByIds(work.tx, [leadAgencyId])
  if (!lead) refuse('invalid', 'task_agency_unknown')
  checkTaskDeadline(dueAt, work.at)
  const from = { sourceKind: source.kind, sourceId: source.id, sourcePart: source.part }
  const given = await insertTask(work.tx, {
    ...from,
    content,
    meetingId,
    documentId,
    assignerAgencyId: assigner.agencyId,
    assignerPostId: assigner.postId,
    leadAgencyId,
    dueAt,
    state: 'given',
    createdAt: work.at,
    updatedAt: work.at,
  })
  if (!given) return { id: (await taskOfSource(work.tx, from)).id }
  for (const event of tasksChanged(given)) work.emit(event)
  const data = { ...from, content, leadAgencyId, dueAt: dueAt.toISOString() }
  work.record({ stream: `task:${given.id}`, act: 'giveTask', data })
  return { id: given.id }
}
