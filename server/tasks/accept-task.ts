import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { atLegalTime, legalDay } from '#server/kernel/working-calendar.rules.ts'
import { moveTask, type TaskAnswer, taskAnswerOf } from './move-task.ts'
import { taskForAct } from './task.queries.ts'
import { mayJudgeTask } from './tasks.permissions.ts'

export const acceptTaskInput = z.object({ note: prose(2000).nullable().default(null), revision: z.number().int() })

/**
 * The assigner accepts what was reported done. From now on it counts in the agency's rates, on the day of the product.
 * Refuses `wrong_state`, `stale`. *Tells* `work.finished`.
 */
export async function acceptTask(
  work: Work,
  { id, note, revision }: z.output<typeof acceptTaskInput> & { id: string },
): Promise<TaskAnswer> {
  const task = await taskForAct(work.tx, work.actor, { id, revision })
  if (!mayJudgeTask(work.actor, task)) refuse('forbidden', 'forbidden')
  const columns = { acceptedAt: work.at }
  const accepted = await moveTask(work, task, { move: 'accept', note: note ?? '', columns })
  const finishedAt = atLegalTime(task.doneOn ?? legalDay(work.at), '00:00')
  const { leadAgencyId: agencyId, dueAt } = task
  await work.tell({ type: 'work.finished', kind: 'task', agencyId, dueAt, finishedAt })
  return taskAnswerOf(accepted)
}
