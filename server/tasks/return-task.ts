import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveTask, type TaskAnswer, taskAnswerOf } from './move-task.ts'
import { taskForAct } from './task.queries.ts'
import { mayJudgeTask } from './tasks.permissions.ts'

export const judgeTaskInput = z.object({ reason: prose(2000), revision: z.number().int() })

/** The assigner sends the work back with a reason: it is not done. Refuses `wrong_state`, `stale`. */
export async function returnTask(
  work: Work,
  { id, reason, revision }: z.output<typeof judgeTaskInput> & { id: string },
): Promise<TaskAnswer> {
  const task = await taskForAct(work.tx, work.actor, { id, revision })
  if (!mayJudgeTask(work.actor, task)) refuse('forbidden', 'forbidden')
  return taskAnswerOf(await moveTask(work, task, { move: 'return', note: reason, columns: { doneOn: null } }))
}
