import { z } from 'zod'
import { documentVisibleTo } from '#server/documents/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveTask, type TaskAnswer, taskAnswerOf } from './move-task.ts'
import { taskForAct } from './task.queries.ts'
import { mayReportProgress } from './tasks.permissions.ts'

export const reportProgressInput = z.object({
  note: prose(5000),
  /** A document of this house as evidence. */
  documentId: z.uuid().nullable().default(null),
  revision: z.number().int(),
})

/** Says how the work goes; the first report starts it. Refuses `wrong_state`, `stale`. */
export async function reportProgress(
  work: Work,
  input: z.output<typeof reportProgressInput> & { id: string },
): Promise<TaskAnswer> {
  const task = await taskForAct(work.tx, work.actor, input)
  if (!mayReportProgress(work.actor, task)) refuse('forbidden', 'forbidden')
  const { note, documentId } = input
  if (documentId !== null) await documentVisibleTo(work.tx, work.actor, documentId)
  return taskAnswerOf(await moveTask(work, task, { move: 'progress', note, documentId }))
}
